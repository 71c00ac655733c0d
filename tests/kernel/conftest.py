"""Kernels for the tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from notebookkernel import Kernel


@pytest.fixture
def kernel(tmp_path: Path) -> Iterator[Kernel]:
    """A kernel of the test's own."""
    started = Kernel(tmp_path, completion=False)
    yield started
    started.end()


@pytest.fixture
def kernel_with_gopls(tmp_path: Path) -> Iterator[Kernel]:
    """A kernel of the test's own that completes and explains."""
    started = Kernel(tmp_path, completion=True)
    yield started
    started.end()


@pytest.fixture(scope="module")
def shared_kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel for tests whose cells do not disturb each other."""
    started = Kernel(tmp_path_factory.mktemp("kernel"), completion=False)
    yield started
    started.end()
