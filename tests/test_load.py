"""The played class: what is made of notebooks, pages and Docker's numbers, and the report's arithmetic."""

import asyncio
import json
import math
import random
import re
import statistics
from pathlib import Path
from typing import Any

import httpx
import pytest

from load.__main__ import MOST_STUDENTS, accounts
from load.capacity import HOUR_SHARE, SYSTEM, TRAINING_WAIT, Needs, fit, needs, plan
from load.cells import Cell, cells_of, kind_of, reading_seconds
from load.hub import Browser
from load.kernel import explain
from load.play import keep
from load.record import Played, Sample, Student, Trouble
from load.report import cpu_seconds, memory, percentile, services, summary, total_cpu, waiting
from load.text import report
from load.watch import Busy, Watch, sample

ROOT = Path(__file__).resolve().parents[1]
HUB = "http://127.0.0.1:8000/class/"


def lecture(number: str) -> list[Cell]:
    """The cells of a notebook of the lecture."""
    return cells_of(json.loads(next((ROOT / "notebooks").glob(f"{number}-*.ipynb")).read_text(encoding="utf-8")))


def test_cells_and_their_kinds_come_from_the_lecture() -> None:
    kinds = [cell.kind for cell in lecture("03")]
    assert kinds.count("training") == 1
    assert kinds[-1] == "figure"
    assert [cell.number for cell in lecture("03")] == list(range(1, len(kinds) + 1))
    assert not any(cell.kind == "training" for cell in lecture("01"))


@pytest.mark.parametrize(
    ("source", "shows", "kind"),
    [("training.Fit(ctx, ae, x)", True, "training"), ("Show(x)", True, "figure"), ("OpenOrTrain(x)", False, "text"), ("", False, "text")],
)
def test_kinds(source: str, shows: bool, kind: str) -> None:
    assert kind_of(source, shows) == kind


def test_a_cell_is_read_with_the_prose_before_it() -> None:
    def cell(kind: str, source: str | list[str], *outputs: str) -> dict[str, Any]:
        return {"cell_type": kind, "source": source, "outputs": [{"output_type": output} for output in outputs]}

    notebook = {
        "cells": [
            cell("markdown", "one two"),
            cell("code", " "),
            cell("code", ["three\n", "four"]),
            cell("code", "five", "stream", "display_data"),
            cell("raw", "six"),
        ]
    }
    assert cells_of(notebook) == [Cell(1, "three\nfour", "text", 4, False), Cell(2, "five", "figure", 1, True)]


def test_reading_times_are_drawn_from_the_seed() -> None:
    cell = Cell(1, "", "text", words=100, shows=False)
    times = [reading_seconds(cell, random.Random(seed)) for seed in range(500)]
    assert times == [reading_seconds(cell, random.Random(seed)) for seed in range(500)]
    assert statistics.median(times) == pytest.approx(30, rel=0.1)  # 100 words at 200 a minute
    assert len(set(times)) == 500


def test_accounts() -> None:
    assert accounts(["ada,first-word", "", "ben,other"]) == {"ada": "first-word", "ben": "other"}
    with pytest.raises(Trouble, match="want name,password"):
        accounts(["ada"])
    for lines in ([], [f"s{i},p" for i in range(MOST_STUDENTS + 1)]):
        with pytest.raises(Trouble, match=f"want 1 to {MOST_STUDENTS}"):
            accounts(lines)


LOGIN = """<form action="/class/hub/login?next=" method="post"><input type="hidden" name="_xsrf" value="token-1"/>
<input name="username"/><input name="password" type="password"/></form>"""
FIRST = """<form action="/class/hub/login?next=" method="post"><input type="hidden" name="_xsrf" value="token-2"/>
<input type="hidden" name="username" value="ada"/><input type="hidden" name="password" value="first-word"/>
<input name="new_password"/><input name="new_password_again"/></form>"""


class Hub:
    """A hub in one function: what was sent to it, and the pages that it answers with, one by one."""

    def __init__(self, *pages: httpx.Response) -> None:
        self.pages = list(pages)
        self.sent: list[dict[str, str]] = []

    def browser(self) -> Browser:
        """A browser that sees this hub."""
        return Browser(HUB, Student("ada"), httpx.MockTransport(self))

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(dict(httpx.QueryParams(request.content.decode())))
        return self.pages.pop(0)


def test_a_newcomer_logs_in_through_both_forms() -> None:
    hub = Hub(
        httpx.Response(200, html=LOGIN), httpx.Response(200, html=FIRST), httpx.Response(302, headers={"Location": "/class/hub/spawn"})
    )
    browser = hub.browser()
    asyncio.run(browser.log_in("first-word", "own-word"))
    assert hub.sent[1] == {"_xsrf": "token-1", "username": "ada", "password": "first-word"}
    assert hub.sent[2] == {
        "_xsrf": "token-2",
        "username": "ada",
        "password": "first-word",
        "new_password": "own-word",
        "new_password_again": "own-word",
    }
    assert list(browser.student.steps) == ["login", "password"]


@pytest.mark.parametrize(("status", "says"), [(403, "answers 403: Wrong."), (200, "does not let ada in: Wrong.")])
def test_a_refused_login_says_what_the_page_says(status: int, says: str) -> None:
    hub = Hub(httpx.Response(200, html=LOGIN), httpx.Response(status, html=f'<p class="login_error">Wrong.</p>{LOGIN}'))
    with pytest.raises(Trouble, match=says):
        asyncio.run(hub.browser().log_in("first-word", "own-word"))


def test_a_class_stays_at_its_hub() -> None:
    hub = Hub(httpx.Response(302, headers={"Location": "http://192.0.2.1/class/hub/login"}))
    with pytest.raises(Trouble, match=re.escape("not at http://127.0.0.1:8000/class/")):
        asyncio.run(hub.browser().get(HUB))
    assert len(hub.sent) == 1


def test_of_cookies_with_one_name_the_nearest_counts() -> None:
    browser = Hub().browser()
    for value, path in (("hub", "/class/hub/"), ("server", "/class/user/ada/"), ("all", "/class/")):
        browser.http.cookies.set("_xsrf", value, domain="127.0.0.1", path=path)
    assert browser.cookies(browser.server) == {"_xsrf": "server"}


def test_why_a_cell_failed_is_one_line() -> None:
    outputs: list[dict[str, Any]] = [
        {"output_type": "stream", "name": "stderr", "text": "\x1b[31mcell.go:3:\n undefined: x\x1b[0m"},
        {"output_type": "stream", "name": "stdout", "text": "no"},
        {"output_type": "display_data", "data": {"text/html": "<style>p {}</style><p>declared and <b>not used</b></p>"}},
    ]
    why = explain({"status": "error", "ename": "ERROR", "evalue": "exit status 1"}, outputs)
    assert why == "ERROR: exit status 1 declared and not used cell.go:3: undefined: x"


def test_outputs_go_into_their_cell() -> None:
    notebook: dict[str, Any] = {
        "cells": [{"cell_type": kind, "source": source} for kind, source in (("code", ""), ("markdown", "a"), ("code", "b"))]
    }
    keep(notebook, Cell(1, "b", "text", 2, False), [{"output_type": "stream"}])
    assert [cell.get("outputs") for cell in notebook["cells"]] == [None, None, [{"output_type": "stream"}]]


def test_percentiles() -> None:
    assert percentile([3, 1, 2, 4], 0.5) == 2
    assert percentile(range(1, 101), 0.95) == 95
    assert percentile([7], 0.95) == 7
    assert math.isnan(percentile([], 0.5))
    assert waiting([1, 2, 9]) == {"count": 3, "median": 2, "p95": 9, "most": 9}


@pytest.mark.parametrize(
    "detail",
    [
        {"anon": 90, "shmem": 10, "inactive_file": 200, "file": 999},
        {"total_rss": 100, "total_inactive_file": 200, "rss": 1, "inactive_file": 2, "total_cache": 999},
    ],
)
def test_docker_s_numbers_of_control_groups_2_and_1(detail: dict[str, int]) -> None:
    stats = {
        "memory_stats": {"usage": 500, "stats": detail},
        "cpu_stats": {"cpu_usage": {"total_usage": 3e9}},
        "pids_stats": {"current": 7},
    }
    assert sample("ada", "reading", stats) == Sample("ada", "reading", own=100, used=300, cpu=3.0, processes=7)
    assert sample("ada", "reading", {"memory_stats": {}, "cpu_stats": {}}) is None


def test_students_and_services_are_told_apart() -> None:
    """Labels of an image, which docker compose writes, are on its containers, too: here on a student's."""
    built = {"com.docker.compose.project": "class", "com.docker.compose.service": "student"}
    there: list[dict[str, Any]] = [
        {"Id": "1", "Labels": {**built, "com.docker.compose.service": "hub", "com.docker.compose.oneoff": "False"}},
        {"Id": "2", "Labels": {**built, "latentlab.classroom": "class", "latentlab.classroom.student": "ada"}},
        {"Id": "3", "Labels": {**built, "com.docker.compose.service": "settings", "com.docker.compose.oneoff": "True"}},
        {"Id": "4", "Labels": {"latentlab.classroom": "another", "latentlab.classroom.student": "ben"}},
    ]

    def docker(request: httpx.Request) -> httpx.Response:
        wanted = [label.split("=") for label in json.loads(request.url.params["filters"])["label"]]
        return httpx.Response(200, json=[one for one in there if all(one["Labels"].get(name) == value for name, value in wanted)])

    async def containers() -> list[tuple[str, str]]:
        watch = Watch([Student("ada")], "class")
        watch.docker = httpx.AsyncClient(transport=httpx.MockTransport(docker), base_url="http://docker")
        return await watch._containers()

    assert sorted(asyncio.run(containers())) == [("ada", "2"), ("hub", "1")]


def test_how_busy_a_machine_is(tmp_path: Path) -> None:
    def show(user: int, idle: int, available: int) -> None:
        (tmp_path / "stat").write_text(f"cpu  {user} 0 0 {idle // 2} {idle - idle // 2} 0 0 0 0 0\n")  # half of it waiting for a disk
        (tmp_path / "meminfo").write_text(f"MemTotal: 9 kB\nMemAvailable:  {available} kB\n")

    show(100, 100, 5)
    busy = Busy(tmp_path)
    show(175, 125, 4)
    busy.look()
    assert (busy.shares, busy.available) == ([0.75], [4096])


SAMPLES = [
    Sample("ada", "reading", 100, 150, 1, 5),
    Sample("ada", "reading", 120, 160, 2, 5),
    Sample("ada", "training", 400, 450, 6, 9),
    Sample("ada", "training", 300, 480, 16, 9),
    Sample("ben", "reading", 200, 210, 1, 5),
    Sample("hub", "service", 40, 50, 9, 3),
    Sample("hub", "service", 40, 70, 9, 3),
    Sample("proxy", "service", 10, 20, 9, 3),
]


def test_memory_by_what_is_done() -> None:
    found = memory(SAMPLES[:5])
    assert found["reading"] == {
        "students": 2,
        "own": 155,
        "own_peak_median": 160,
        "own_peak": 200,
        "used": 182.5,
        "used_peak_median": 185,
        "used_peak": 210,
    }
    assert found["training"]["own_peak"] == 400
    assert services(SAMPLES) == 90


def test_cpu_seconds_go_to_what_was_done_when_they_began() -> None:
    assert cpu_seconds(SAMPLES[:5]) == {"ada": {"reading": 6, "training": 10}, "ben": {"reading": 1}}
    anew = [Sample("ada", "reading", 1, 1, 50, 1), Sample("ada", "reading", 1, 1, 3, 1)]
    assert cpu_seconds(anew) == {"ada": {"reading": 53}}


def test_cpu_of_all_containers_without_what_services_had_used_before() -> None:
    assert total_cpu(SAMPLES) == 17  # 16 of ada, 1 of ben
    assert total_cpu([*SAMPLES, Sample("hub", "service", 40, 50, 12, 3)]) == 20


def class_of_two() -> list[Student]:
    """Two students: one got through, the other's cell failed and then the server."""
    ada = Student("ada", {"login": 1.0}, [Played("ada", "03", 1, "text", 10, 2), Played("ada", "03", 2, "training", 10, 20)])
    ben = Student("ben", {"login": 3.0}, [Played("ben", "03", 1, "text", 20, 8, "ERROR: no")], trouble="the server is gone", unplayed=1)
    return [ada, ben]


def test_the_summary() -> None:
    found = summary(class_of_two(), SAMPLES)
    assert (found["cells"], found["unplayed"], found["processes"], found["services"]) == (3, 1, 9, 90)
    assert found["failed"] == [{"student": "ben", "notebook": "03", "cell": 1, "error": "ERROR: no"}]
    assert found["troubles"] == {"ben": "the server is gone"}
    assert found["waits"]["text"] == {"count": 1, "median": 2, "p95": 2, "most": 2}
    assert found["waits"]["all"]["count"] == 2
    assert found["cpu_s_per_student"] == {"reading": 3.5, "training": 5}


def test_needs_are_counted_at_a_student_s_pace() -> None:
    students = class_of_two()
    found = needs(summary(students, SAMPLES), [one for s in students for one in s.played], pace=2, images=5, disk=1)
    # Of 30 s of reading at twice the pace and 10 s of waiting, each student has 35 s, in which 3.5 s of CPU were used.
    assert found == Needs(reading=155, training=400, services=90, cores=0.1, training_cpu=10, images=5, disk=1)
    assert needs(summary(students, []), [], 1, 0, 0) is None


def test_what_larger_classes_need() -> None:
    found = Needs(reading=0.4e9, training=1e9, services=0.5e9, cores=0.1, training_cpu=30, images=2e9, disk=0.1e9)
    thirty = plan(found, 30)
    assert thirty["memory_all"] == pytest.approx(SYSTEM + 30.5e9)
    assert thirty["memory_third"] == pytest.approx(SYSTEM + 0.5e9 + 30 * 0.6e9)
    assert thirty["cores_reading"] == pytest.approx(3 / HOUR_SHARE)
    assert thirty["cores_training"] == pytest.approx(30 * 30 / TRAINING_WAIT)
    assert thirty["disk"] == pytest.approx(5e9)
    assert fit(found, 16e9, 8) == {"by_memory": 14, "by_cores": 40, "training_s": pytest.approx(14 * 30 / 8)}


def test_the_report_says_what_went_wrong() -> None:
    extra = {
        "title": "two students",
        "cores": 2,
        "seconds": 90,
        "busy": {"machine": 0.5, "class": 0.4, "player": 0.1},
        "available": 3e9,
        "disk": {"image": 2e9, "volume": 1e6, "container": 3e6},
    }
    found = summary(class_of_two(), SAMPLES) | extra
    text = report(found, Needs(0.4e9, 1e9, 0.5e9, 0.1, 30, 2e9, 0.1e9))
    assert "ben, 03, cell 1: ERROR: no\nben: the server is gone" in text
    assert text.splitlines()[-1] == "3 cells run, 1 failed; 1 not reached in time; 1 of 2 students could not go on."
    assert "30" in text and "16 GB hold 14 students while all train; 8 cores serve 40" in text
    assert "What went wrong" not in report(summary([], []) | extra, None)
