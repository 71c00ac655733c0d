"""What a played class says: failed cells, waiting times, what students take, and what more of them would take."""

import math
import statistics
from collections.abc import Iterable
from typing import Any

from .cells import KINDS
from .record import STEPS, Sample, Student

MB, GB = 1e6, 1e9


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least that share of the values does not exceed; not a number where there are none."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)] if ordered else math.nan


def waiting(values: list[float]) -> dict[str, float]:
    """How often, and the median, the 95th percentile and the longest of some waits in seconds."""
    return {"count": len(values), "median": percentile(values, 0.5), "p95": percentile(values, 0.95), "most": max(values, default=math.nan)}


def memory(samples: list[Sample]) -> dict[str, dict[str, float]]:
    """Bytes by what was being done: of the median student the median and the most, and the most of any; own and used."""
    result: dict[str, dict[str, float]] = {}
    for doing in dict.fromkeys(sample.doing for sample in samples):
        each: dict[str, list[Sample]] = {}
        for sample in samples:
            if sample.doing == doing:
                each.setdefault(sample.student, []).append(sample)
        of = result[doing] = {"students": len(each)}
        for kind in ("own", "used"):
            values = [[getattr(sample, kind) for sample in some] for some in each.values()]
            of[kind] = statistics.median(statistics.median(some) for some in values)
            of[f"{kind}_peak_median"] = statistics.median(max(some) for some in values)
            of[f"{kind}_peak"] = max(max(some) for some in values)
    return result


def cpu_seconds(samples: list[Sample]) -> dict[str, dict[str, float]]:
    """Seconds of CPU of each container, by what was being done when they were used, which is as exact as the samples are dense."""
    result: dict[str, dict[str, float]] = {}
    last: dict[str, Sample] = {}
    for sample in samples:
        used = sample.cpu - last[sample.student].cpu if sample.student in last else sample.cpu
        if used < 0:  # the container was started anew
            used = sample.cpu
        of = result.setdefault(sample.student, {})
        doing = last[sample.student].doing if sample.student in last else sample.doing
        of[doing] = of.get(doing, 0) + used
        last[sample.student] = sample
    return result


def total_cpu(samples: list[Sample]) -> float:
    """Seconds of CPU that all containers used while they were watched."""
    first: dict[str, float] = {}
    for sample in samples:  # those of students are watched from their start
        first.setdefault(sample.student, sample.cpu if sample.doing == "service" else 0)
    used = sum(sum(of.values()) for of in cpu_seconds(samples).values())
    return used - sum(first.values())


def services(samples: list[Sample]) -> float:
    """The bytes that the hub and what belongs to it took together, at the most of each."""
    most: dict[str, int] = {}
    for sample in samples:
        if sample.doing == "service":
            most[sample.student] = max(most.get(sample.student, 0), sample.used)
    return sum(most.values())


def summary(students: list[Student], samples: list[Sample]) -> dict[str, Any]:
    """All of it, as plain values."""
    played = [one for student in students for one in student.played]
    cpu = cpu_seconds([sample for sample in samples if sample.doing != "service"])
    return {
        "students": len(students),
        "cells": len(played),
        "failed": [{"student": p.student, "notebook": p.notebook, "cell": p.number, "error": p.error} for p in played if p.error],
        "troubles": {student.name: student.trouble for student in students if student.trouble},
        "unplayed": sum(student.unplayed for student in students),
        "steps": {step: waiting([s.steps[step] for s in students if step in s.steps]) for step in STEPS},
        "waits": {kind: waiting([p.seconds for p in played if p.kind == kind and not p.error]) for kind in KINDS}
        | {"all": waiting([p.seconds for p in played if not p.error])},
        "memory": memory([sample for sample in samples if sample.doing != "service"]),
        "services": services(samples),
        "cpu_s_per_student": {
            doing: statistics.mean(of.get(doing, 0) for of in cpu.values())
            for doing in dict.fromkeys(doing for of in cpu.values() for doing in of)
        },
        "processes": max((sample.processes for sample in samples if sample.doing != "service"), default=0),
    }
