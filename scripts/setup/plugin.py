"""Installs XLA for GoMLX: a PJRT plugin from a wheel on PyPI, every file checked against the digests below.

    python -m setup.plugin cpu ../.lab     XLA on the CPU
    python -m setup.plugin cuda ../.lab    XLA on an NVIDIA GPU, with NVIDIA's libraries (2.5 GB to download)

The plugin becomes .lab/plugin/pjrt_c_api_<kind>_plugin.so; NVIDIA's libraries go to .lab/nvidia, where it looks for
them (its RPATH is $ORIGIN/../nvidia).
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import IO, NamedTuple

HERE = Path(__file__).resolve().parent


class Plugin(NamedTuple):
    """What pip downloads (requirements with digests), the plugin's name inside its wheel, and its SHA-256."""

    requirements: str
    member: str
    sha256: str


# The one place that says which builds of XLA are used.
PLUGINS = {
    "cpu": Plugin(
        "lammps-jax-pjrt-cpu==0.11.2 --hash=sha256:1319390d948b39f69f7dade496b7c385149d9ca6097a6b62114da113216d9ad1",
        "lammps_jax_pjrt_cpu/pjrt_c_api_cpu_plugin.so",
        "ad1309ac822b1b24d51b7f9947c7c9fa9ef5d67f390584cbc3d1fa2428fed9c2",
    ),
    "cuda": Plugin(
        (HERE / "requirements-cuda.txt").read_text(encoding="utf-8"),
        "jax_plugins/xla_cuda13/xla_cuda_plugin.so",
        "43d3efd6fd43d8a5d9aa67176e830d81e4ad5fc19fda4ad09cdcc4aebd9f3920",
    ),
}


def download(requirements: str, directory: Path) -> list[Path]:
    """Lets pip fetch the wheels of requirements into directory; pip refuses one whose digest is not listed."""
    wanted = directory / "requirements.txt"
    wanted.write_text(requirements, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary=:all:",
        "--require-hashes",
        "--requirement",
        str(wanted),
        "--dest",
        str(directory),
    ]
    if subprocess.run(command, check=False).returncode != 0:
        sys.exit("plugin.py: pip could not download the wheels above: check the network and run scripts/setup.sh again")
    return sorted(directory.glob("*.whl"))


def unpack(wheels: list[Path], plugin: Plugin, directory: Path) -> None:
    """Puts the plugin's file into directory as plugin.so, and what the wheels hold below nvidia/ beside it."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for entry in archive.infolist():
                if entry.filename == plugin.member:
                    with archive.open(entry) as source:
                        save_checked(source, directory / "plugin.so", plugin.sha256)
                elif entry.filename.startswith("nvidia/") and not entry.is_dir():
                    name = archive.extract(entry, directory)
                    Path(name).chmod(0o755 if entry.external_attr >> 16 & 0o111 else 0o644)
        wheel.unlink()
    if not (directory / "plugin.so").exists():
        sys.exit(f"plugin.py: no wheel holds {plugin.member}: PLUGINS in scripts/setup/plugin.py names the wrong file")


def save_checked(source: IO[bytes], target: Path, sha256: str) -> None:
    """Copies source to target and insists on its digest."""
    digest = hashlib.sha256()
    with target.open("wb") as file:
        while block := source.read(1 << 20):
            digest.update(block)
            file.write(block)
    if digest.hexdigest() != sha256:
        sys.exit(
            f"plugin.py: {target.name} has SHA-256 {digest.hexdigest()}, want {sha256}: it is not the file that was tested, do not use it"
        )


def install(kind: str, lab: Path) -> None:
    """Downloads, checks and moves into place, so that an interrupt leaves the old plugin or the new one."""
    plugin = PLUGINS[kind]
    (lab / "plugin").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=lab, prefix="download-") as name:
        directory = Path(name)
        unpack(download(plugin.requirements, directory), plugin, directory)
        if (directory / "nvidia").exists():
            # XLA looks for NVIDIA's assembler in bin/ below the directory that GoMLX passes to it.
            (directory / "nvidia" / "bin").mkdir(exist_ok=True)
            (directory / "nvidia" / "bin" / "ptxas").symlink_to("../cu13/bin/ptxas")
            shutil.rmtree(lab / "nvidia", ignore_errors=True)
            (directory / "nvidia").replace(lab / "nvidia")
        (directory / "plugin.so").replace(lab / "plugin" / f"pjrt_c_api_{kind}_plugin.so")


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in PLUGINS:
        sys.exit(f"usage: plugin.py {'|'.join(PLUGINS)} DIRECTORY")
    install(sys.argv[1], Path(sys.argv[2]))
