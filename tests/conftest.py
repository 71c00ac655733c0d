"""What the tests share. scripts/test.sh runs them, with the environment that they need."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="leave out the lecture's notebooks")


@pytest.fixture
def notebooks() -> Path:
    """The small notebooks that the runner is tested with."""
    return ROOT / "tests" / "notebooks"
