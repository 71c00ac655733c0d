"""The kernel's specification, as set-up wrote it."""

import os
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager, get_kernel_spec

ROOT = Path(__file__).resolve().parents[1]


def test_names_only_this_clone() -> None:
    spec = get_kernel_spec("gonb")
    assert Path(spec.resource_dir).is_relative_to(ROOT / ".venv")
    assert spec.argv == [f"{ROOT}/.lab/bin/gonb", "--kernel", "{connection_file}", f"-go_work={ROOT}"]
    assert spec.env["LATENTLAB_ROOT"] == str(ROOT)
    assert spec.env["GOPROXY"] == "off"
    assert spec.env["PATH"].split(os.pathsep)[0] == f"{ROOT}/.lab/bin"


def test_no_kernel_of_the_users() -> None:
    assert all(Path(place).is_relative_to(ROOT / ".venv") for place in KernelSpecManager().find_kernel_specs().values())
