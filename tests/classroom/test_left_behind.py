"""What docker-compose down, a killed backup or a lost database leave behind, scripts/classroom.sh up takes in hand."""

import json
from typing import NamedTuple

import pytest

from room import TAG, Kernel, Person, Room, docker


class Left(NamedTuple):
    """Somebody at work, and somebody whom a backup that was killed held still."""

    at_work: Person
    kernel: Kernel
    held: Person


@pytest.fixture(scope="module")
def left(room: Room) -> Left:
    """The room after docker-compose down and up again, with a server that no hub knows."""
    anna, ben = room.person("anna").start(), room.person("ben").start()
    kernel = anna.kernel()
    docker("pause", room.student("ben"))
    gone = room.student("gone")
    label = f"--label=latentlab.classroom={room.name}"
    docker("network", "create", "--internal", label, gone)
    docker(
        "run",
        "-d",
        f"--name={gone}",
        f"--network={gone}",
        f"--label=latentlab.classroom={room.name}",
        f"latentlab-hub:{TAG}",
        "sleep",
        "infinity",
    )
    docker("network", "connect", gone, room.service("hub"))
    room.compose("down")
    assert docker("inspect", "-f", "{{.State.Running}}", room.student("anna")) == "true"
    room.sh("up")
    return Left(anna, kernel, ben)


def test_a_server_that_ran_is_taken_over(room: Room, left: Left) -> None:
    assert left.at_work.runs()
    assert left.kernel.identity in [kernel["id"] for kernel in left.at_work.api("kernels")]
    members = json.loads(docker("network", "inspect", room.student("anna")))[0]["Containers"]
    assert {room.service(name) for name in ("hub", "proxy", "handin")} < set(members)


def test_a_server_that_was_held_goes_on(left: Left) -> None:
    assert left.held.runs()


def test_a_server_that_the_hub_does_not_know_is_removed(room: Room, left: Left) -> None:
    label = f"--filter=label=latentlab.classroom={room.name}"
    for kind in (("ps", "-a"), ("network", "ls")):
        names = docker(*kind, label, "--format={{.Names}}" if kind[0] == "ps" else "--format={{.Name}}").split()
        assert room.student("anna") in names and room.student("gone") not in names


def test_status_says_who_is_there(room: Room, left: Left) -> None:
    rows = [line.split() for line in room.sh("status").stdout.splitlines()]
    memory = next(row for row in rows if row[:1] == ["anna"])
    assert memory[-1].endswith("iB") and "min" in memory


def test_nothing_is_left_after_down(room: Room, left: Left) -> None:
    room.sh("down")
    try:
        label = f"--filter=label=latentlab.classroom={room.name}"
        assert docker("ps", "-aq", label) == docker("network", "ls", "-q", label) == ""
        assert "The class is closed" in room.sh("status").stdout
    finally:
        room.sh("up")
