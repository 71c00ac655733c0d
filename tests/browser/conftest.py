"""What is opened in a browser: JupyterLab, one server with the copies and the checkpoints of one student; the explorer."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

import explorerpage
from lab import Lab
from labpage import Notebook
from watch import ROOT


@pytest.fixture(scope="session")
def lab(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    if request.config.getoption("quick"):
        pytest.skip("--quick leaves out the lecture's notebooks")
    lab = Lab(tmp_path_factory.mktemp("lab") / "work", {"LATENTLAB_CHECKPOINTS": str(tmp_path_factory.mktemp("checkpoints"))})
    yield lab
    lab.stop()


@pytest.fixture
def opened(page: Page, lab: Lab) -> Iterator[Callable[[str], Notebook]]:
    """Opens the notebook of a name; its kernel ends with the test."""
    yield lambda name: Notebook(page, lab, name)
    for kernel in lab.ask("api/kernels"):
        lab.ask(f"api/kernels/{kernel['id']}", "DELETE")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with explorer.html, and in expected.json what Go computes."""
    directory = tmp_path_factory.mktemp("explorer")
    subprocess.run(["go", "run", "./tests/explorer", "-out", directory], cwd=ROOT, check=True)
    return directory


@pytest.fixture(scope="session")
def expected(made: Path) -> dict[str, Any]:
    """What Go computes, by model."""
    return json.loads((made / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture
def explorer(page: Page, made: Path) -> Page:
    """The page, opened as a file."""
    return explorerpage.opened(page, made)
