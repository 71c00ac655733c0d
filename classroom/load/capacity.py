"""From what one student took to what more of them will take: memory, cores and disk by proportion."""

import math
from dataclasses import dataclass
from typing import Any

from .record import Played

SYSTEM = 1.5e9
"""Bytes kept for Linux, Docker and the page cache that a machine does not do without."""
TRAINING_WAIT = 120.0
"""Seconds that a class should wait at most for the lecture's training when all of it starts at once."""
HOUR_SHARE = 0.5
"""How much of the cores the rest of the lecture should take at most on average, so that cells that come at once do not queue."""


@dataclass(frozen=True)
class Needs:
    """What was measured: bytes of the median student, reading as a rule and training at the most, and of the hub and its
    proxy; seconds of CPU that a second of class takes per student without its training; seconds of CPU of one training; bytes
    on disk of the students' image and per student."""

    reading: float
    training: float
    services: float
    cores: float
    training_cpu: float
    images: float
    disk: float


def needs(summary: dict[str, Any], played: list[Played], pace: float, images: float, disk: float) -> Needs | None:
    """What a class has shown, or None where nobody trained in it or memory was not measured.

    Reading is counted at pace 1, whatever the pace was played at: only the time between cells is shorter then.
    """
    memory, cpu = summary["memory"], summary["cpu_s_per_student"]
    trained = [one for one in played if one.kind == "training"]
    if "training" not in memory or "reading" not in memory or not trained:
        return None
    students = summary["students"]
    seconds = sum(one.reading * pace + one.seconds for one in played if one.kind != "training") / students
    others = sum(used for doing, used in cpu.items() if doing != "training")
    return Needs(
        memory["reading"]["own"],
        memory["training"]["own_peak_median"],
        summary["services"],
        others / seconds,
        cpu["training"] * students / len(trained),
        images,
        disk,
    )


def plan(found: Needs, students: int) -> dict[str, float]:
    """What a class of so many needs: memory and cores when all train at once, when a third does, and disk."""
    return {
        "students": students,
        "memory_all": SYSTEM + found.services + students * found.training,
        "memory_third": SYSTEM + found.services + students * (found.reading + (found.training - found.reading) / 3),
        "cores_reading": students * found.cores / HOUR_SHARE,
        "cores_training": students * found.training_cpu / TRAINING_WAIT,
        "disk": found.images + students * found.disk,
    }


def fit(found: Needs, memory: float, cores: float) -> dict[str, float]:
    """How many students a machine holds: by its memory when all train at once, and by its cores; and how long training then takes."""
    by_memory = max(math.floor((memory - SYSTEM - found.services) / found.training), 0)
    by_cores = math.floor(cores * HOUR_SHARE / found.cores)
    students = min(by_memory, by_cores)
    return {"by_memory": by_memory, "by_cores": by_cores, "training_s": students * found.training_cpu / cores}
