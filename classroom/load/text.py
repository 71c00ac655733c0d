"""The report of a played class, for people."""

import math
from typing import Any

from lib.columns import aligned

from .capacity import Needs, fit, plan
from .record import STEPS

MB, GB = 1e6, 1e9
STATES = {
    "server": "server, no notebook",
    "reading": "reading",
    "text": "in a cell: text",
    "figure": "in a cell: figure",
    "training": "in a cell: training",
}
"""What students do while their server runs, in words."""
CLASSES = (30, 100)
MACHINE = (16e9, 8)
"""The classes and the machine that are planned for: students; bytes of memory and cores."""


def number(value: float, digits: int = 1) -> str:
    """A number with so many decimals, or a dash where there is none."""
    return "–" if math.isnan(value) else f"{value:.{digits}f}"


def waits(summary: dict[str, Any]) -> str:
    """How long students waited: for the steps before the first cell, and for cells by kind."""
    rows = [[words, *wait(summary["steps"][step])] for step, words in STEPS.items()]
    rows += [[f"cell: {kind}", *wait(one)] for kind, one in summary["waits"].items()]
    return aligned([["waiting (s)", "count", "median", "95 %", "longest"], *rows])


def wait(one: dict[str, float]) -> list[str]:
    """The columns of a wait."""
    return [str(one["count"]), number(one["median"]), number(one["p95"]), number(one["most"])]


def memory(summary: dict[str, Any]) -> str:
    """What students' containers took."""
    found = summary["memory"]
    columns = ("own", "own_peak_median", "own_peak", "used", "used_peak")
    rows = [
        [words, str(found[state]["students"]), *(number(found[state][column] / MB, 0) for column in columns)]
        for state, words in STATES.items()
        if state in found
    ]
    head = ["memory per student (MB)", "students", "own: median", "peak, median student", "peak, any", "with files: median", "peak, any"]
    return aligned([head, *rows])


def machine(summary: dict[str, Any]) -> str:
    """What the machine had to give."""
    cpu = ", ".join(f"{doing} {used:.0f}" for doing, used in summary["cpu_s_per_student"].items())
    disk, busy = summary["disk"], summary["busy"]
    services, available = summary["services"] / MB, summary["available"] / GB
    return "\n".join(
        [
            f"CPU per student: {cpu} s.",
            (
                f"The machine's {summary['cores']} cores were {100 * busy['machine']:.0f} % busy on average: the class's containers took "
                f"{100 * busy['class']:.0f} %, what plays the students {100 * busy['player']:.0f} %."
            ),
            f"The hub, the proxy and the guard took {services:.0f} MB together; at the least {available:.1f} GB were free.",
            f"Processes in one container: {summary['processes']} at the most.",
            (
                f"Disk: {disk['image'] / GB:.2f} GB the students' image, then per student at the most {disk['volume'] / MB:.0f} MB of work "
                f"and {disk['container'] / MB:.0f} MB of what cells compile."
            ),
        ]
    )


def plans(found: Needs) -> str:
    """What larger classes need, and what a usual machine holds."""
    rows = [
        [
            str(students),
            number(one["cores_reading"]),
            number(one["cores_training"]),
            number(one["memory_third"] / GB),
            number(one["memory_all"] / GB),
            number(one["disk"] / GB),
        ]
        for students in CLASSES
        for one in [plan(found, students)]
    ]
    head = ["students", "cores: reading", "cores: all train", "GB: a third trains", "GB: all train", "GB disk"]
    bytes_, cores = MACHINE
    most = fit(found, bytes_, cores)
    return (
        aligned([head, *rows])
        + f"\n\n{bytes_ / GB:.0f} GB hold {most['by_memory']} students while all train;"
        + f" {cores} cores serve {most['by_cores']} who read and run cells."
        + f" With the smaller number, a training that all start at once takes {most['training_s']:.0f} s."
    )


def report(summary: dict[str, Any], found: Needs | None) -> str:
    """All of it."""
    parts = [f"{summary['title']}; it took {summary['seconds'] / 60:.1f} minutes", waits(summary)]
    if summary["memory"]:
        parts += [memory(summary), machine(summary)]
    if found:
        parts.append("From this, by proportion:\n\n" + plans(found))
    failures = [f"{one['student']}, {one['notebook']}, cell {one['cell']}: {one['error']}" for one in summary["failed"]]
    failures += [f"{name}: {trouble}" for name, trouble in summary["troubles"].items()]
    if failures:
        parts.append("What went wrong:\n\n" + "\n".join(failures))
    parts.append(
        f"{summary['cells']} cells run, {len(summary['failed'])} failed; {summary['unplayed']} not reached in time; "
        f"{len(summary['troubles'])} of {summary['students']} students could not go on."
    )
    return "\n\n".join(parts)
