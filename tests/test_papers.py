"""What the pages beside the code say is so: links lead somewhere, files that are named are there, one version has one name."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from lib.version import version
from publish import slides
from publish.page import page
from sbom.__main__ import document

ROOT = Path(__file__).resolve().parents[1]
OTHERS = {"out", "work", "node_modules"}
PAPERS = sorted(path for path in ROOT.rglob("*.md") if not any(part in OTHERS or part[0] == "." for part in path.relative_to(ROOT).parts))
UPSTREAM = ROOT / "upstream"
FAULTS = sorted(path for path in UPSTREAM.glob("*.md") if path.name != "README.md")
NAMED = re.compile(r"`((?:pkg|scripts|tests|classroom|notebooks|upstream|\.ci|\.github)/[\w./-]+)`")
MADE = {"notebooks/", "classroom/students.csv"}
"""What is named and need not be there."""


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("paper", PAPERS, ids=name)
def test_links_lead_somewhere(paper: Path) -> None:
    text = paper.read_text(encoding="utf-8")
    targets = [target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target]
    assert [target for target in targets if target and not (paper.parent / target).exists()] == []


@pytest.mark.parametrize("paper", PAPERS, ids=name)
def test_files_that_are_named_are_there(paper: Path) -> None:
    named = set(NAMED.findall(paper.read_text(encoding="utf-8"))) - MADE
    assert [path for path in sorted(named) if not (ROOT / path).exists() and not (paper.parent / path).exists()] == []


def test_every_threat_names_tests_that_there_are() -> None:
    """In a row, a test is in the file named before it, else anywhere in tests/classroom; a file alone stands for its tests."""
    classroom = ROOT / "tests" / "classroom"
    text = (ROOT / "classroom" / "THREATS.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$", text, re.MULTILINE))
    missing = []
    for attack, tests in rows.items():
        files = sorted(classroom.glob("test_*.py"))
        named = re.findall(r"`([\w./]+\.(?:py|go)|[Tt]est\w+)`", tests)
        for test in named:
            if test.endswith((".py", ".go")):
                files = [path for path in (ROOT / test, classroom / test) if path.is_file()]
                there = bool(files)
            else:
                there = any(re.search(rf"^(?:def|func) {test}\(", path.read_text(encoding="utf-8"), re.MULTILINE) for path in files)
            if not there:
                missing.append((attack, test))
        if not named and attack not in ("attack", "---"):
            missing.append((attack, "none"))
    assert len(rows) > 25 and missing == []


def test_the_readme_names_every_command() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in ROOT.glob("scripts/*.sh") if path.name != "lib.sh" and f"scripts/{path.name}" not in text] == []


def test_the_readme_has_a_row_for_each_notebook() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [path.stem for path in ROOT.glob("notebooks/*.ipynb") if f"(notebooks/{path.name})" not in text] == []


def test_the_version_is_the_same_everywhere() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    newest = re.search(r"^## (\S+?),? ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest and citation["version"] == newest[1] == version()


def test_the_pages_say_which_version_made_them() -> None:
    said = f'<meta name="generator" content="latentlab {version()}">'
    assert said in page([], ROOT) and said in slides.html([], None)


def test_the_licence_is_in_the_bill_of_materials() -> None:
    metadata = json.loads(json.dumps(document([])["metadata"]))
    assert metadata["component"]["version"] == version()
    assert metadata["component"]["licenses"] == [{"license": {"name": "Apache-2.0"}}]
    assert "Attribution 4.0 International" in (ROOT / "notebooks" / "LICENSE").read_text(encoding="utf-8")


def test_the_picture_of_the_house_is_who_imports_whom() -> None:
    (drawing,) = re.findall(r"```mermaid\n(.*?)```", (ROOT / "DESIGN.md").read_text(encoding="utf-8"), re.DOTALL)
    drawn, needs_gomlx, place = set(), {}, ""
    full = dict(re.findall(r'(\w+)\["(\w+/\w+)"\]', drawing))
    for line in drawing.splitlines():
        if match := re.match(r' +subgraph "(.+)"', line):
            place = match[1]
        elif match := re.match(r" +(\w+) --> (.+)", line):
            drawn |= {(full.get(match[1], match[1]), full.get(used, used)) for used in match[2].split(" & ")}
        elif (match := re.match(r" +(\w+)", line)) and match[1] != "end":
            needs_gomlx[full.get(match[1], match[1])] = place == "needs GoMLX"
    imports, links_gomlx = set(), {}
    layout = '{{.ImportPath}}:{{join .Imports " "}}:{{join .Deps " "}}'
    for line in subprocess.check_output(["go", "list", "-f", layout, "./pkg/..."], cwd=ROOT, text=True).splitlines():
        package, *imported_and_deps = line.replace("latentlab/pkg/", "").split(":")
        imported, deps = (paths.split() for paths in imported_and_deps)
        if "internal" in package:
            continue
        links_gomlx[package] = any(path.startswith("github.com/gomlx/") for path in deps)
        imports |= {(package, path) for path in imported if f"latentlab/pkg/{path}" in line and "internal" not in path}
    assert (drawn, needs_gomlx) == (imports, links_gomlx)


@pytest.mark.parametrize("fault", FAULTS, ids=name)
def test_a_fault_has_its_case_its_mend_and_its_end(fault: Path) -> None:
    text = fault.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Smallest case", "The mend", "To remove"]
    assert f"({fault.name})" in (UPSTREAM / "README.md").read_text(encoding="utf-8")


def test_the_cases_and_their_pages_name_each_other() -> None:
    cases = (UPSTREAM / "upstream_test.go").read_text(encoding="utf-8")
    for fault in FAULTS:
        for case in re.findall(r"`(Test\w+)` in", fault.read_text(encoding="utf-8")):
            body = cases.partition(f"func {case}(")[2].partition("\nfunc ")[0]
            assert f'"{fault.name}"' in body, (fault.name, case)
    assert set(re.findall(r'"([\w-]+\.md)"', cases)) <= {fault.name for fault in FAULTS}


def test_each_patch_has_a_page() -> None:
    for patch in ROOT.glob("scripts/setup/gonb/*.patch"):
        fault = UPSTREAM / f"gonb-{patch.stem}.md"
        assert f"(../{name(patch)})" in fault.read_text(encoding="utf-8")


def test_the_public_ci_needs_nothing_beside_the_clone() -> None:
    workflow = (ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8")
    steps = yaml.safe_load(workflow)["jobs"]["test"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == [".ci/run"] and ".." not in workflow


@pytest.mark.parametrize("beside", [False, True], ids=["alone", "beside MNIST"])
def test_ci_runs_every_test(tmp_path: Path, beside: bool) -> None:
    clone = tmp_path / "clone"
    for place in (".ci/run", "scripts/lib.sh"):
        (clone / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / place, clone / place)
    stand_in = clone / "scripts" / "test.sh"
    stand_in.write_text('#!/bin/sh\necho "test.sh $* on ${LATENTLAB_MNIST:-what set-up fetches}"\nexit 3\n', encoding="utf-8")
    stand_in.chmod(0o755)
    if beside:
        (tmp_path / "shared" / "mnist").mkdir(parents=True)
    environment = {key: value for key, value in os.environ.items() if key != "LATENTLAB_MNIST"}
    done = subprocess.run([clone / ".ci" / "run", "--quick"], env=environment, capture_output=True, text=True, check=False)
    digits = "../shared/mnist" if beside else "what set-up fetches"
    assert (done.stdout, done.stderr, done.returncode) == (f"test.sh --minutes 75 --quick on {digits}\n", "", 3)
