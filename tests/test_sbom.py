"""The bill of materials: every lock file's components, each with its licence."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sbom import fonts, golang, wheels
from sbom.__main__ import components, document

ROOT = Path(__file__).resolve().parents[1]
MORE = re.compile(r"GPL|MPL|Artistic|CC-BY|FTL|LicenseRef")
"""Licences that ask for more than to be kept with a copy."""


@pytest.fixture(scope="module")
def bill() -> dict[str, dict[str, Any]]:
    """All components by name, without asking the package index."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wheels, "elsewhere", lambda pinned: dict.fromkeys(pinned, "asked"))
        made: Any = document(components())
    return {component["purl"]: component for component in made["components"]}


def named(bill: dict[str, dict[str, Any]], name: str) -> dict[str, Any]:
    (found,) = (component for component in bill.values() if component["name"] == name)
    return found


def test_it_is_what_cyclonedx_asks_for(bill: dict[str, dict[str, Any]]) -> None:
    for purl, component in bill.items():
        assert component["type"] == "library" and component["bom-ref"] == purl and component["version"]
        assert component.get("scope", "excluded") == "excluded"
        assert all(licence["license"]["name"] for licence in component["licenses"]), purl
        for digest in component.get("hashes", []):
            assert len(digest["content"]) == {"SHA-1": 40, "SHA-256": 64, "SHA-512": 128}[digest["alg"]]


def test_every_kind_of_lock_file_is_in_it(bill: dict[str, dict[str, Any]]) -> None:
    names = {component["name"] for component in bill.values()}
    assert {"github.com/gomlx/gomlx", "github.com/janpfeifer/gonb", "golang.org/x/tools/gopls", "honnef.co/go/tools"} <= names
    assert {"liberationsansregular", "goregular", "configurable-http-proxy", "axe-core"} <= names
    assert {"lammps-jax-pjrt-cpu", "jax-cuda13-pjrt", "nvidia-cublas", "sphinx-revealjs", "jupyterhub", "pytest"} <= names


def test_a_wheel_has_its_licence_and_the_digests_that_pip_takes(bill: dict[str, dict[str, Any]]) -> None:
    assert named(bill, "jupyterlab")["licenses"] != [{"license": {"name": "asked"}}]  # it is installed here
    assert named(bill, "jupyterhub")["licenses"] == [{"license": {"name": "asked"}}]
    without = [purl for purl, component in bill.items() if purl.startswith(("pkg:pypi", "pkg:npm")) and not component.get("hashes")]
    assert without == []


def test_nothing_is_installed_without_a_digest() -> None:
    """Wherever pip and npm are called; and Go is told nowhere to take what has no digest."""
    calls = []
    for path in [
        ROOT / "classroom" / "Dockerfile",
        *(path for part in ("classroom", "scripts") for path in ROOT.glob(f"{part}/**/*.[sp][hy]")),
    ]:
        text = path.read_text(encoding="utf-8").replace("\\\n", " ").replace("&&", "\n")
        calls += re.findall(
            r'\bpip (?:-\S+ )*(?:install|download) .*|"pip",[^]]*"(?:install|download)"[^]]*|\bnpm (?:ci|i|install)\b', text
        )
        assert not re.search(r"GONOSUM|GOSUMDB|GOINSECURE|GOPRIVATE|-mod=mod", text), path
    pip = [call for call in calls if not call.startswith("npm")]
    assert len(pip) >= 6 and [call for call in pip if "--require-hashes" not in call or "--no-deps" not in call] == []
    assert set(calls) - set(pip) == {"npm ci"}


def test_the_licence_of_each_of_nvidias_wheels_is_known(bill: dict[str, dict[str, Any]]) -> None:
    listed = {component["name"] for component in bill.values() if component["name"].startswith(("nvidia-", "jax-cuda"))}
    assert listed == wheels.NVIDIA.keys()


def test_what_asks_for_more_than_a_notice_is_in_it(bill: dict[str, dict[str, Any]]) -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for component in bill.values():
        if component.get("scope") != "excluded" and MORE.search(component["licenses"][0]["license"]["name"]):
            name = "NVIDIA" if component["name"].startswith("nvidia-") else component["name"]
            assert name in notice, component["purl"]


def test_what_is_for_tests_is_excluded(bill: dict[str, dict[str, Any]]) -> None:
    assert named(bill, "axe-core")["scope"] == named(bill, "pytest")["scope"] == "excluded"
    assert "scope" not in named(bill, "jupyterlab") and "scope" not in named(bill, "golang.org/x/tools/gopls")


def test_the_font_of_the_formulas_says_its_version_itself() -> None:
    font = fonts.of_formulas(ROOT)
    assert (font.name, font.version) == ("stix-two-math", "2.11")


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
    font = fonts.of_formulas(ROOT)
    bill = json.dumps(document([font, font]))
    assert bill == json.dumps(document([font])) and json.loads(bill)["bomFormat"] == "CycloneDX"


def test_what_is_for_other_systems_does_not_ship() -> None:
    here, windows = "c==3 --hash=sha256:0\nd==4 ; os_name == 'posix'\n", "b==2 ; sys_platform == 'win32' \\\n    --hash=sha256:0\n"
    listed = "a==1 \\\n    --hash=sha256:0\n" + windows + here
    assert [(pin.name, pin.sha256) for pin in wheels.pins(listed)] == [("a", ("0",)), ("c", ("0",)), ("d", ())]


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
