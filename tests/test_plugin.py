"""The plugin of XLA is the file that was tested, or there is none."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from setup.plugin import PLUGINS, Plugin, unpack

CONTENTS = b"\x7fELF a plugin"


def wheel(directory: Path) -> Path:
    path = directory / "xla-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xla/plugin.so", CONTENTS)
        archive.writestr("nvidia/cu13/lib/libcublas.so", b"a library")
    return path


def test_unpack(tmp_path: Path) -> None:
    unpack([wheel(tmp_path)], Plugin("", "xla/plugin.so", hashlib.sha256(CONTENTS).hexdigest()), tmp_path)
    assert (tmp_path / "plugin.so").read_bytes() == CONTENTS
    assert (tmp_path / "nvidia" / "cu13" / "lib" / "libcublas.so").read_bytes() == b"a library"


def test_another_file(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"has SHA-256 .*, want 0000"):
        unpack([wheel(tmp_path)], Plugin("", "xla/plugin.so", "0000"), tmp_path)


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"no wheel holds xla/other\.so"):
        unpack([wheel(tmp_path)], Plugin("", "xla/other.so", "0000"), tmp_path)


@pytest.mark.parametrize("kind", PLUGINS)
def test_every_download_has_a_digest(kind: str) -> None:
    requirements = PLUGINS[kind].requirements.replace("\\\n", " ").splitlines()
    pinned = [line for line in requirements if "==" in line and not line.lstrip().startswith("#")]
    assert pinned and all("--hash=sha256:" in line for line in pinned)
