"""JupyterLab for the tests in a browser: one server, with the copies and the checkpoints of one student."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from jupyterlab import Notebook
from lab import Lab


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
