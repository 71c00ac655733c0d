"""A bar on a terminal, a line in a log."""

import asyncio
import io
import re

from publish.progress import Progress, clock


class Terminal(io.StringIO):
    """An output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def drive(out: io.StringIO) -> str:
    async def main() -> None:
        async with Progress("03-train-on-mnist", out) as progress:
            progress(1, 4)
            await asyncio.sleep(0)
            progress(4, 4)
            progress.finish("4 cells, 0:31")

    asyncio.run(main())
    return out.getvalue()


def test_log() -> None:
    assert drive(io.StringIO()) == "03-train-on-mnist  4 cells, 0:31\n"


def test_terminal() -> None:
    drawn = drive(Terminal())
    bars = re.findall(r"03-train-on-mnist  (█*)(░*)  (cell \d/\d)  0:00", drawn)
    assert [where for _, _, where in bars][-1] == "cell 4/4"
    assert all(len(full) + len(empty) == 24 for full, empty, _ in bars)
    assert len(bars[0][0]) < len(bars[-1][0]) < 24
    assert drawn.endswith("\r\x1b[K03-train-on-mnist  4 cells, 0:31\n"), "the last line replaces the bar"


def test_clock() -> None:
    assert [clock(seconds) for seconds in (0, 59.9, 61, 3600)] == ["0:00", "0:59", "1:01", "60:00"]
