"""Shows how far a run is: a bar on a terminal, a line per notebook in a log."""

import asyncio
import shutil
import sys
import time
from typing import TextIO

WIDTH = 24  # characters of the bar


class Progress:
    """The state of one notebook's run. Use as `async with Progress(name) as progress`, then call it for each cell."""

    def __init__(self, name: str, out: TextIO | None = None) -> None:
        self.name, self.out = name, out or sys.stdout
        self.terminal = self.out.isatty()
        self.cell, self.cells = 0, 0
        self.start = time.monotonic()

    def __call__(self, cell: int, cells: int) -> None:
        """Says that the given code cell starts, of so many."""
        self.cell, self.cells = cell, cells
        self.draw()

    async def __aenter__(self) -> "Progress":
        self.ticking = asyncio.create_task(self.tick())
        return self

    async def __aexit__(self, *_: object) -> None:
        self.ticking.cancel()

    async def tick(self) -> None:
        """Redraws, so that the clock runs during a long cell too."""
        while True:
            self.draw()
            await asyncio.sleep(0.5)

    def line(self) -> str:
        """The bar as it stands: cells begun count half."""
        filled = round(WIDTH * (self.cell - 0.5) / self.cells) if self.cells else 0
        where = f"cell {self.cell}/{self.cells}" if self.cells else "starting the kernel"
        return f"{self.name}  {'█' * filled}{'░' * (WIDTH - filled)}  {where}  {clock(time.monotonic() - self.start)}"

    def draw(self) -> None:
        """Draws the bar over the last one; not in a log."""
        if self.terminal:
            width = shutil.get_terminal_size().columns - 1
            self.out.write("\r\x1b[K" + self.line()[:width])
            self.out.flush()

    def finish(self, outcome: str) -> None:
        """Replaces the bar by one line that stays."""
        self.ticking.cancel()
        if self.terminal:
            self.out.write("\r\x1b[K")
        self.out.write(f"{self.name}  {outcome}\n")
        self.out.flush()


def clock(seconds: float) -> str:
    """Minutes and seconds: 1:05."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
