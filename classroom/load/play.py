"""A student's class: arrives, logs in, reads the lecture's notebooks cell by cell, runs the cells, saves."""

import asyncio
import random
import secrets
import time
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

import httpx
from tornado.httpclient import HTTPError
from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketError

from .cells import Cell, cells_of, reading_seconds
from .hub import Browser
from .kernel import Kernel
from .record import Played, Student, Trouble


@dataclass(frozen=True)
class Class:
    """What is played: where, which notebooks, how fast (2 is twice a student's pace), for how long, from which seed.

    arrival is how many seconds after the first student the last one logs in, at pace 1. patience is how many seconds a
    cell may take.
    """

    hub: str
    directory: str
    notebooks: tuple[str, ...]
    pace: float = 1.0
    seconds: float = 480.0
    seed: int = 1
    arrival: float = 60.0
    patience: float = 900.0


async def play(lesson: Class, students: list[Student], passwords: dict[str, str]) -> None:
    """Plays the class with these students and their first passwords, all at once. What goes wrong is in the students."""
    end = time.monotonic() + lesson.seconds
    await asyncio.gather(*(attend(lesson, student, passwords[student.name], end) for student in students))


async def attend(lesson: Class, student: Student, password: str, end: float) -> None:
    """One student's class, until its end. Nothing is raised: the others go on."""
    chance = random.Random(f"{lesson.seed} {student.name}")
    await asyncio.sleep(chance.uniform(0, lesson.arrival) / lesson.pace)
    try:
        async with Browser(lesson.hub, student) as browser:
            student.doing = "arriving"
            await browser.log_in(password, secrets.token_urlsafe(12))
            await browser.start_server()
            student.doing = "server"
            for path in await find(browser, lesson):
                await work(lesson, browser, path, chance, end)
                if time.monotonic() > end:
                    break
    except Trouble as trouble:
        student.trouble = str(trouble)
    except (httpx.HTTPError, HTTPError, StreamClosedError, WebSocketError, OSError, asyncio.TimeoutError) as error:
        student.trouble = f"{type(error).__name__}: {error}"
    student.doing = "away"


async def find(browser: Browser, lesson: Class) -> list[str]:
    """The paths of the class's notebooks on the student's server, where the lecture must have been put."""
    there = await browser.api("GET", f"contents/{quote(lesson.directory)}")
    names = sorted(item["name"] for item in there["content"] if item["type"] == "notebook")
    paths = []
    for number in lesson.notebooks:
        name = next((name for name in names if name.startswith(f"{number:0>2}-")), None)
        if name is None:
            raise Trouble(
                f"there is no notebook {number} in {lesson.directory or 'the home directory'}: there are {', '.join(names) or 'none'}"
            )
        paths.append(str(PurePosixPath(lesson.directory, name)))
    return paths


async def work(lesson: Class, browser: Browser, path: str, chance: random.Random, end: float) -> None:
    """One notebook: opens it with a kernel, reads and runs its cells until the end, saves it with their outputs."""
    student, start = browser.student, time.monotonic()
    file = await browser.api("GET", f"contents/{quote(path)}")
    notebook, cells = file["content"], cells_of(file["content"])
    student.unplayed += len(cells)
    async with Kernel(browser, path) as kernel:
        student.steps.setdefault("kernel", time.monotonic() - start)
        for cell in cells:
            student.doing = "reading"
            reading = reading_seconds(cell, chance) / lesson.pace
            await asyncio.sleep(min(reading, max(end - time.monotonic(), 0)))
            if time.monotonic() >= end:
                break
            student.doing = cell.kind
            ran = await kernel.run(cell.source, lesson.patience)
            student.unplayed -= 1
            error = ran.error or ("" if ran.shown or not cell.shows else "it showed no figure")
            student.played.append(Played(student.name, PurePosixPath(path).stem, cell.number, cell.kind, reading, ran.seconds, error))
            keep(notebook, cell, ran.outputs)
        student.doing = "server"
        await browser.api("PUT", f"contents/{quote(path)}", json={"type": "notebook", "format": "json", "content": notebook})


def keep(notebook: dict[str, Any], cell: Cell, outputs: list[dict[str, Any]]) -> None:
    """Puts a cell's outputs into the notebook, as JupyterLab does before it saves."""
    code = [c for c in notebook["cells"] if c["cell_type"] == "code" and "".join(c["source"]).strip()]
    code[cell.number - 1]["outputs"] = outputs
    code[cell.number - 1]["execution_count"] = cell.number
