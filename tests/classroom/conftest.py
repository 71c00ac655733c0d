"""One classroom for all tests of it, on a real Docker daemon; where there is none they are skipped."""

import os
from collections.abc import Iterator

import pytest

from room import Room, missing

NAMES = ("anna", "ben", "carl", "dora", "emil", "frida", "gustav", "hanna")


@pytest.fixture(scope="session")
def room(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A classroom below /class/: an instructor, and students whose first password is first-NAME."""
    if request.config.getoption("quick"):
        pytest.skip("--quick leaves out the classroom")
    if why := missing():
        pytest.skip(why)
    people = "teacher,first-teacher,instructor\n" + "".join(f"{name},first-{name},\n" for name in NAMES)
    room = Room(f"latentlab-test{os.getpid()}", tmp_path_factory.mktemp("classroom"), people, CLASSROOM_MEMORY="1500M")
    room.sh("up")
    yield room
    room.destroy()
