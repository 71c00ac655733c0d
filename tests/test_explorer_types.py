"""The explorer's modules, read by TypeScript's checker."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TSC = ROOT / ".lab" / "node" / "node_modules" / "typescript" / "bin" / "tsc"
MODULES = ROOT / "pkg" / "explorer" / "page"


def check(directory: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([ROOT / ".venv/bin/node", TSC, "--project", directory], check=False, text=True, stdout=subprocess.PIPE)


def test_types_fit() -> None:
    checked = check(MODULES)
    assert checked.returncode == 0, checked.stdout


def test_wrong_lines_are_found(tmp_path: Path) -> None:
    copy = shutil.copytree(MODULES, tmp_path / "page")
    module = copy / "explorer.js"
    with module.open("a", encoding="utf-8") as end:
        end.write("model.decode('1', 2);\nmodel.decoed([0, 0]);\nfunction untyped(x) { return x; }\n")
    lines = len(module.read_text(encoding="utf-8").splitlines())
    checked = check(copy)
    assert checked.returncode != 0
    for line in range(lines - 2, lines + 1):
        assert f"explorer.js({line}," in checked.stdout
