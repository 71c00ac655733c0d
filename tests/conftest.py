"""What the tests share. scripts/test.sh runs them, with the environment that they need."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from lib import chromium

from campaign import Campaign
from checks import END
from watch import Watch

ROOT = Path(__file__).resolve().parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="leave out the lecture's notebooks")


def pytest_configure(config: pytest.Config) -> None:
    # Below nohup a closed terminal means nothing, and so it would to what tests start, who try just that. What is handled here,
    # in place of ignored, means to them what it always does.
    if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda *_: None)
    config.addinivalue_line(
        "markers",
        "fault(name): for scripts/test.sh --faults: the test makes the fault of this name happen, once; "
        "without a name, as often as the fixture campaign says",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers("fault"):
            for name in mark.args:
                item.user_properties.append(("fault", json.dumps({"fault": name, "tries": 1})))


@pytest.hookimpl(tryfirst=True)  # before any fixture is made
def pytest_runtest_setup() -> None:
    end = os.environ.get(END)
    if end and time.time() > float(end):
        pytest.skip("the minutes of this run are over")


@pytest.fixture
def campaign(request: pytest.FixtureRequest) -> Campaign:
    """Makes the tries of a fault, and notes how many there were."""
    return Campaign(request.node.user_properties)


@pytest.fixture
def notebooks() -> Path:
    """The small notebooks that the runner is tested with."""
    return ROOT / "tests" / "notebooks"


# The fixtures page and context are pytest-playwright's; these tell it about our Chromium.


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The Chromium of this machine. Without one, tests with a page are skipped."""
    if chromium.EXECUTABLE is None:
        pytest.skip(chromium.MISSING)
    return {"executable_path": chromium.EXECUTABLE, "args": chromium.ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """A window as on a laptop."""
    return {"viewport": {"width": 1280, "height": 800}}


@pytest.fixture
def console_noise() -> tuple[str, ...]:
    """Patterns of messages in the console that are no fault of ours; a module overrides it where it knows some."""
    return ()


@pytest.fixture
def new_context(new_context: Callable[..., BrowserContext], console_noise: tuple[str, ...]) -> Iterator[Callable[..., BrowserContext]]:
    """Makes contexts, as many as a test has people; the test fails on a request to another machine, and on errors."""
    watches = []

    def watched(**settings: object) -> BrowserContext:
        context = new_context(**settings)
        watches.append(Watch(context, console_noise))
        return context

    yield watched
    for watch in watches:
        watch.check()
