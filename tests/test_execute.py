"""The runner on the real kernel: what passes, what fails, what is interrupted, and what is left behind."""

import asyncio
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from publish.execute import Run, execute


def run(path: Path, *, stop_after: float | None = None, timeout: int = 60) -> tuple[Run, list[tuple[int, int]]]:
    """Executes a notebook; also returns what it reported as progress. stop_after counts from the first cell."""
    started: list[tuple[int, int]] = []

    async def main() -> Run:
        stop = asyncio.Event()

        def progress(cell: int, cells: int) -> None:
            started.append((cell, cells))
            if stop_after is not None:
                asyncio.get_running_loop().call_later(stop_after, stop.set)

        return await execute(path, {}, progress, stop, timeout)

    return asyncio.run(main()), started


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Gives the runner an empty directory for its temporary files, and insists that it is empty again afterwards."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    yield
    assert [path.name for path in tmp_path.iterdir()] == []


def test_passes(notebooks: Path) -> None:
    done, started = run(notebooks / "01-passes.ipynb")
    assert done.failure is None
    assert started == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert done.recorded == {"digits": "none", "seed": 1, "numbers": {"mean": 3}}
    outputs = [cell.outputs for cell in done.notebook.cells if cell.cell_type == "code"]
    assert outputs[0] == []
    assert outputs[1][0].text == "3\n"
    assert "image/png" in outputs[3][0].data


def test_failing_cell_ends_the_notebook(notebooks: Path) -> None:
    done, _ = run(notebooks / "02-fails.ipynb")
    assert done.failure is not None
    assert done.failure.cell == 2
    assert "os.Exit(3)" in done.failure.source
    assert done.failure.error == "the loss is not a number\nexit status 3"
    assert done.recorded["numbers"] == {"before": 1}, "what was recorded before the failure counts"
    assert done.notebook.cells[-1].outputs == [], "the cell after the failing one must not run"


def test_a_panic_is_one_line_with_its_place(notebooks: Path) -> None:
    done, _ = run(notebooks / "05-panics.ipynb")
    assert done.failure is not None
    assert done.failure.error == "Cell[1]: Line 5, called from Cell[2]: Line 2\npanic: latent: Lerp: a has 2 numbers, b 3"


def test_compile_error_names_line_and_reason(notebooks: Path) -> None:
    done, _ = run(notebooks / "03-does-not-compile.ipynb")
    assert done.failure is not None
    assert 'cannot use "seven"' in done.failure.error
    assert "Line 2" in done.failure.error
    assert "\x1b" not in done.failure.error


def test_interrupt_ends_cell_and_kernel(notebooks: Path) -> None:
    start = time.monotonic()
    done, _ = run(notebooks / "04-sleeps.ipynb", stop_after=3)
    assert done.failure is not None
    assert done.failure.error == "Interrupted."
    assert time.monotonic() - start < 20, "the cell would sleep for a minute"


def test_timeout(notebooks: Path) -> None:
    done, _ = run(notebooks / "04-sleeps.ipynb", timeout=2)
    assert done.failure is not None
    assert "timed out" in done.failure.error


def test_kernel_that_does_not_start(notebooks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.execute.KERNEL", "no-such-kernel")
    done, started = run(notebooks / "01-passes.ipynb")
    assert done.failure is not None
    assert done.failure.cell == 0
    assert "no-such-kernel" in done.failure.error
    assert started == []


def test_cells_need_no_network(notebooks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("GOPROXY", "https://127.0.0.1:9")
    monkeypatch.setenv("GOFLAGS", "-mod=mod")
    monkeypatch.setenv("GOWORK", os.devnull)
    done, _ = run(notebooks / "01-passes.ipynb")
    assert done.failure is None, done.failure.error
