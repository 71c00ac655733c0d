"""Reads from Docker and the kernel what the class takes while it is played: memory, CPU time, processes, disk."""

import asyncio
import contextlib
import json
from pathlib import Path
from typing import Any

import httpx

from .record import Sample, Student, Trouble

SOCKET = "/var/run/docker.sock"
LABEL = "latentlab.classroom"
PROJECT, SERVICE, ONE_OFF = (f"com.docker.compose.{name}" for name in ("project", "service", "oneoff"))
EVERY = 2.0
"""Seconds between two samples."""
PATIENCE = 60
"""Seconds for Docker, while it measures for another."""


class Watch:
    """Samples the class's containers until it is left, for use in an async with statement.

    A student's container is known by the label that the hub gives it; the others are those of docker-compose's project.
    """

    def __init__(self, students: list[Student], project: str, socket: str = SOCKET) -> None:
        self.students, self.project = {student.name: student for student in students}, project
        self.docker = httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(uds=socket), base_url="http://docker", timeout=60)
        self.samples: list[Sample] = []
        self.busy = Busy()
        self.task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Watch":
        try:
            (await self.docker.get("/_ping")).raise_for_status()
        except (httpx.HTTPError, OSError) as error:
            await self.docker.aclose()
            raise Trouble(f"Docker does not answer ({error}): run this as somebody who may use it") from error
        self.task = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self.task is not None
        self.task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.task
        await self.docker.aclose()

    async def _watch(self) -> None:
        """Samples every container that is there, all at the same time, again and again."""
        while True:
            with contextlib.suppress(httpx.HTTPError):  # this sample is skipped
                found = await asyncio.gather(*(self._sample(*one) for one in await self._containers()))
                self.samples += [one for one in found if one]
                self.busy.look()
            await asyncio.sleep(EVERY)

    async def _containers(self) -> list[tuple[str, str]]:
        """The class's containers: whose each is, and its id."""
        mine = []
        # docker compose labels the images that it builds, so students' containers have its labels, too, except oneoff.
        services = [f"{PROJECT}={self.project}", f"{ONE_OFF}=False"]
        for labels, owner in (([f"{LABEL}={self.project}"], f"{LABEL}.student"), (services, SERVICE)):
            answer = await self.docker.get("/containers/json", params={"filters": json.dumps({"label": labels})})
            mine += [(one["Labels"][owner], one["Id"]) for one in answer.json() if owner in one["Labels"]]
        return mine

    async def _sample(self, owner: str, container: str) -> Sample | None:
        """One container now, or None where it has gone."""
        doing = self.students[owner].doing if owner in self.students else "service"
        response = await self.docker.get(f"/containers/{container}/stats", params={"stream": "false", "one-shot": "true"})
        # For a container that ends at this moment Docker answers with success and an empty body.
        return sample(owner, doing, response.json()) if response.is_success and response.content else None

    async def disk(self) -> dict[str, float]:
        """Bytes on disk: of the students' image, and per student on the volume and in the container, at the most."""
        for _ in range(PATIENCE):
            response = await self.docker.get("/system/df")
            if response.is_success:
                break
            await asyncio.sleep(1)  # Docker measures for one at a time, and refuses the others
        used = response.raise_for_status().json()
        label = f"{LABEL}.student"
        containers = [one for one in used["Containers"] or [] if one["Labels"].get(label) in self.students]
        mounts = {mount["Name"] for one in containers for mount in one["Mounts"] if mount["Type"] == "volume"}
        volumes = [(one.get("UsageData") or {}).get("Size", 0) for one in used["Volumes"] or [] if one["Name"] in mounts]
        images = {one["ImageID"] for one in containers}
        return {
            "image": sum(one["Size"] for one in used["Images"] or [] if one["Id"] in images),
            "volume": max(volumes, default=0),
            "container": max((one.get("SizeRw", 0) for one in containers), default=0),
        }


def sample(student: str, doing: str, stats: dict[str, Any]) -> Sample | None:
    """A sample from what Docker says of a container; None where it has just stopped."""
    memory = stats.get("memory_stats") or {}
    if "usage" not in memory:
        return None
    detail = memory["stats"]
    if "anon" in detail:  # control groups 2
        own, inactive = detail["anon"] + detail["shmem"], detail["inactive_file"]
    else:
        own, inactive = detail["total_rss"] + detail.get("total_shmem", 0), detail["total_inactive_file"]
    cpu = stats["cpu_stats"]["cpu_usage"]["total_usage"] / 1e9
    return Sample(student, doing, own, max(memory["usage"] - inactive, 0), cpu, (stats.get("pids_stats") or {}).get("current", 0))


class Busy:
    """How busy the whole machine is: shares of its CPU time between looks, and the least memory that was still to be had."""

    def __init__(self, proc: Path = Path("/proc")) -> None:
        self.proc = proc
        self.shares: list[float] = []
        self.available: list[int] = []
        self.before = self._ticks()

    def look(self) -> None:
        """Takes a sample."""
        now = self._ticks()
        if now[1] > self.before[1]:
            self.shares.append((now[0] - self.before[0]) / (now[1] - self.before[1]))
        self.before = now
        lines = (self.proc / "meminfo").read_text(encoding="ascii").splitlines()
        self.available.append(next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable")))

    def _ticks(self) -> tuple[int, int]:
        """CPU time in use since the machine's start, and all of it."""
        ticks = [int(n) for n in (self.proc / "stat").read_text(encoding="ascii").splitlines()[0].split()[1:9]]
        return sum(ticks) - ticks[3] - ticks[4], sum(ticks)  # without idle and iowait
