"""The kernel's specification, as set-up wrote it, and the go command that it puts before Go's own."""

import os
import subprocess
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager, get_kernel_spec

ROOT = Path(__file__).resolve().parents[1]
OF_CELLS = ROOT / ".lab" / "kernel" / "go"


def test_names_only_this_clone() -> None:
    spec = get_kernel_spec("gonb")
    assert Path(spec.resource_dir).is_relative_to(ROOT / ".venv")
    assert spec.argv[:4] == [f"{ROOT}/.lab/bin/gonb", "--kernel", "{connection_file}", f"-go_work={ROOT}"]
    assert spec.env["LATENTLAB_ROOT"] == str(ROOT)
    assert spec.env["PATH"].split(os.pathsep)[:2] == [f"{ROOT}/.lab/kernel", f"{ROOT}/.lab/bin"]


def test_no_kernel_of_the_users() -> None:
    assert all(Path(place).is_relative_to(ROOT / ".venv") for place in KernelSpecManager().find_kernel_specs().values())


@pytest.mark.parametrize(
    ("arguments", "reaches_go"),
    [(["get"], False), (["get", "-t"], False), (["get", "example.org/x"], True), (["build", "-o", "a b"], True)],
)
def test_only_what_was_typed_is_fetched(tmp_path: Path, arguments: list[str], reaches_go: bool) -> None:
    real = tmp_path / "go"
    real.write_text('#!/bin/sh\nprintf "%s|" "$@"\n')
    real.chmod(0o755)
    path = os.pathsep.join([str(OF_CELLS.parent), str(tmp_path)])
    done = subprocess.run([OF_CELLS, *arguments], cwd=tmp_path, env={"PATH": path}, capture_output=True, text=True, check=True)
    assert done.stdout == ("|".join(arguments) + "|" if reaches_go else "")


@pytest.mark.parametrize("package", ["fmt", "latentlab/pkg/figure", "latentlab/pkg/backend/xla"])
def test_a_cell_is_built_without_asking_go_what_has_changed(tmp_path: Path, package: str) -> None:
    """Also one that trains, whose program has a part in C."""
    (tmp_path / "go.mod").write_text(f"module cell\n\ngo 1.26.8\n\nreplace latentlab => {ROOT}\n")
    (tmp_path / "go.work").write_text(f"go 1.26.8\n\nuse (\n\t.\n\t{ROOT}\n)\n")
    (tmp_path / "main.go").write_text(f'package main\n\nimport _ "{package}"\n\nfunc main() {{ println("ran") }}\n')
    # Without a cache Go's own command builds nothing.
    env = os.environ | get_kernel_spec("gonb").env | {"PATH": get_kernel_spec("gonb").env["PATH"].replace("${PATH}", os.environ["PATH"])}
    subprocess.run([OF_CELLS, "build", "-o", "cell"], cwd=tmp_path, env=env | {"GOCACHE": "off"}, check=True)
    assert subprocess.run([tmp_path / "cell"], capture_output=True, text=True, check=True).stderr == "ran\n"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["cell", "go.mod", "go.work", "main.go"]
