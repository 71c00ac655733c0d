"""Writes the specification of the GoNB kernel into .venv, with the environment that cells need.

    python -m setup.kernelspec

Reads ROOT, LAB and the Go settings from the environment that scripts/lib.sh makes.
"""

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any


def environment(root: str, lab: str, go_dir: str, settings: dict[str, str]) -> dict[str, str]:
    """The variables of the kernel and its cells; Jupyter replaces ${PATH} by its own when it starts the kernel."""
    return {
        "PATH": os.pathsep.join([f"{lab}/kernel", f"{lab}/bin", f"{lab}/gopls", go_dir, "${PATH}"]),
        "GOFLAGS": settings["GOFLAGS"],
        "GOEXPERIMENT": settings["GOEXPERIMENT"],
        "GOTOOLCHAIN": settings["GOTOOLCHAIN"],
        "GO111MODULE": settings["GO111MODULE"],
        "CGO_ENABLED": settings["CGO_ENABLED"],
        # GoNB makes a workspace for each notebook; the user's GOWORK would hide it.
        "GOWORK": "",
        "GOMLX_NO_AUTO_INSTALL": "1",
        "PJRT_PLUGIN_LIBRARY_PATH": f"{lab}/plugin",
        # A panic in a cell is one line, without a stack.
        "GOTRACEBACK": "none",
        "LATENTLAB_ROOT": root,
    }


def specification(root: str, lab: str, go_dir: str, settings: dict[str, str]) -> dict[str, Any]:
    """The contents of kernel.json. -go_work lets a cell import latentlab/pkg/... from this clone.

    Of GoNB's log, which would fill the terminal of JupyterLab, only errors are shown. -raw_error makes compile errors text, not HTML.
    """
    return {
        "argv": [
            f"{lab}/bin/gonb",
            "--kernel",
            "{connection_file}",
            f"-go_work={root}",
            "-logtostderr=false",
            "-log_file=/dev/null",
            "-stderrthreshold=ERROR",
            "-raw_error",
        ],
        "display_name": "Go (gonb)",
        "language": "go",
        "interrupt_mode": "message",
        "env": environment(root, lab, go_dir, settings),
    }


def main() -> None:
    """Writes kernel.json and the kernel's icons."""
    go = shutil.which("go")
    if go is None:
        sys.exit("kernelspec.py: go is not on PATH")
    directory = Path(sys.prefix, "share", "jupyter", "kernels", "gonb")
    directory.mkdir(parents=True, exist_ok=True)
    spec = specification(os.environ["ROOT"], os.environ["LAB"], str(Path(go).parent), dict(os.environ))
    (directory / "kernel.json").write_text(json.dumps(spec, indent=2) + "\n", encoding="utf-8")
    for logo in ("logo-svg.svg", "logo-64x64.png"):
        shutil.copyfile(Path(os.environ["ROOT"], "scripts", "setup", "jupyterlab", logo), directory / logo)


if __name__ == "__main__":
    main()
