"""Classrooms for all tests of them, on a real Docker daemon; where there is none they are skipped."""

import fcntl
import os
from collections.abc import Iterator

import pytest
import yaml

from room import Room, missing, subnets

NAMES = ("anna", "ben", "carl", "dora", "emil", "frida", "gustav", "hanna", "ivan", "lea")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: has pages in Chromium, which drops what it loads when the machine gets a network")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def room(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A classroom below /class/: an instructor, and students whose first password is first-NAME."""
    if request.config.getoption("quick"):
        pytest.skip("--quick leaves out the classroom")
    if why := missing():
        pytest.skip(why)
    people = "teacher,first-teacher,instructor\n" + "".join(f"{name},first-{name},\n" for name in NAMES)
    room = Room(
        f"latentlab-test{os.getpid()}", tmp_path_factory.mktemp("classroom"), people, CLASSROOM_MEMORY="1500M", CLASSROOM_DISK="600M"
    )
    try:
        # The first of the processes that share the tests builds the images, the others find them.
        with (tmp_path_factory.getbasetemp().parent / "images.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            room.sh("up")
        yield room
    finally:
        room.destroy()


@pytest.fixture(scope="session")
def small_room(room: Room, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A classroom beside the other one that has only one name, a hub with a volume of 4 MB, in memory, and stops servers
    after 20 idle seconds."""
    directory = tmp_path_factory.mktemp("small")
    override = directory / "small.yml"
    options = {"type": "tmpfs", "device": "tmpfs", "o": "size=4m,uid=1000,gid=1000,mode=700"}
    override.write_text(yaml.safe_dump({"volumes": {"hub": {"driver_opts": options}}}), encoding="utf-8")
    people = "teacher,first-teacher,instructor\nanna,first-anna,\nben,first-ben,\n"
    small = Room(
        f"{room.name}-small",
        directory,
        people,
        override,
        CLASSROOM_ORIGINS="path",
        CLASSROOM_IDLE_SECONDS="20",
        CLASSROOM_SUBNETS=subnets(224),
    )
    try:
        small.sh("up")
        yield small
    finally:
        small.destroy()
