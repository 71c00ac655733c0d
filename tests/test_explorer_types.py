"""The explorer's modules, read by TypeScript's checker."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TSC = ROOT / ".lab" / "node" / "node_modules" / "typescript" / "bin" / "tsc"
MODULES = ROOT / "pkg" / "explorer" / "page"


def check(directory: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([ROOT / ".venv/bin/node", TSC, "--project", directory], check=False, text=True, stdout=subprocess.PIPE)


def test_types_fit() -> None:
    checked = check(MODULES)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("wrong", ["model.decode('1');", "model.decoed([0, 0]);", "function f(x) { return x; }\nf(1);"])
def test_a_wrong_line_is_found(tmp_path: Path, wrong: str) -> None:
    copy = shutil.copytree(MODULES, tmp_path / "page")
    module = copy / "explorer.js"
    module.write_text(module.read_text(encoding="utf-8") + wrong + "\n", encoding="utf-8")
    checked = check(copy)
    assert checked.returncode != 0
    assert f"explorer.js({len(module.read_text(encoding='utf-8').splitlines()) - wrong.count(chr(10))}," in checked.stdout
