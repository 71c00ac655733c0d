"""The kernel's specification, as set-up wrote it, and the go command that it puts before Go's own."""

import os
import subprocess
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager, get_kernel_spec

from setup.kernelspec import go_for_cells

ROOT = Path(__file__).resolve().parents[1]


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
    real, stand_in = tmp_path / "the real go", tmp_path / "go"
    real.write_text('#!/bin/sh\nprintf "%s|" "$@"\n')
    stand_in.write_text(go_for_cells(str(real)))
    for path in (real, stand_in):
        path.chmod(0o755)
    done = subprocess.run([str(stand_in), *arguments], capture_output=True, text=True, check=True)
    assert done.stdout == ("|".join(arguments) + "|" if reaches_go else "")
