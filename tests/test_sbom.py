"""The bill of materials: every lock file's components, each with its licence."""

import json
from pathlib import Path

import pytest

from sbom import golang, npm, wheels
from sbom.__main__ import FONT, REQUIREMENTS, document

ROOT = Path(__file__).resolve().parents[1]


def test_every_module_and_package_has_a_licence() -> None:
    found = [*golang.components(ROOT), *npm.components(ROOT / "classroom" / "proxy" / "package-lock.json")]
    assert {"github.com/gomlx/gomlx", "github.com/janpfeifer/gonb", "configurable-http-proxy"} <= {component.name for component in found}
    assert [component.purl for component in found if not component.licence] == []


def test_each_pinned_wheel_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wheels, "elsewhere", lambda pinned: dict.fromkeys(pinned, "asked"))
    found = {component.name: component for component in wheels.components([ROOT / name for name in REQUIREMENTS])}
    assert found["jupyterlab"].licence not in ("", "asked")  # it is installed here
    assert found["jupyterhub"].licence == "asked"
    assert {"lammps-jax-pjrt-cpu", "sphinx-revealjs"} <= found.keys()
    assert (ROOT / FONT.file).exists()


@pytest.mark.parametrize(
    ("expression", "classifiers", "text", "want"),
    [
        ("MIT", ["License :: OSI Approved :: BSD License"], "", "MIT"),
        ("", ["License :: OSI Approved", "License :: OSI Approved :: BSD License"], "", "BSD License"),
        ("", ["License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)"], "", "MPL 2.0"),
        ("", [], "Copyright 2020 A\n\nPermission is hereby granted, free of charge, to any person", "MIT"),
        ("", [], "Apache 2.0", "Apache 2.0"),
        ("", [], "Copyright " + "x" * 60, ""),
    ],
)
def test_licence_of_a_wheel(expression: str, classifiers: list[str], text: str, want: str) -> None:
    assert wheels.licence_of(expression, classifiers, text) == want


def test_the_same_lock_files_give_the_same_bill() -> None:
    bill = json.dumps(document([FONT, FONT]))
    assert bill == json.dumps(document([FONT])) and json.loads(bill)["bomFormat"] == "CycloneDX"


def test_what_is_for_other_systems_does_not_ship() -> None:
    here, windows = "c==3 --hash=sha256:0\nd==4 ; os_name == 'posix'\n", "b==2 ; sys_platform == 'win32' \\\n    --hash=sha256:0\n"
    listed = "a==1 \\\n    --hash=sha256:0\n" + windows + here
    assert wheels.pins(listed) == [("a", "1"), ("c", "3"), ("d", "4")]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("GNU GENERAL PUBLIC LICENSE\n   Version 3, 29 June 2007", "GPL-3.0"),
        ("dual licensed, see the GNU General Public License", ""),
        (
            "Use of the Freetype-Go software is subject to your choice of exactly one\nof the following two licenses",
            "FTL OR GPL-2.0-or-later",
        ),
    ],
)
def test_licence_of_a_text(text: str, want: str) -> None:
    assert golang.licence_of(text) == want
