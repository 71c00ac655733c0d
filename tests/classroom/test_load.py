"""A small class that is played by classroom/load.sh, beside the classroom under test, and leaves nothing behind."""

import json
import os
import subprocess
from pathlib import Path

from room import ROOT, Room, docker, free_port


def test_two_students_are_played(room: Room, tmp_path: Path) -> None:
    out = tmp_path / "load.json"
    asked = ["--students", "2", "--notebooks", "08", "--pace", "60", "--minutes", "10", "--out", str(out)]
    command = [str(ROOT / "classroom" / "load.sh"), *asked]
    env = {**os.environ, "CLASSROOM_TAG": room.settings["CLASSROOM_TAG"], "LOAD_PORT": str(free_port())}
    process = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stdout + process.stderr
    found = json.loads(out.read_text(encoding="utf-8"))
    assert (found["failed"], found["troubles"], found["unplayed"]) == ([], {}, 0)
    assert found["cells"] == 2 * len({one["number"] for one in found["played"]})
    assert all(wait["count"] == 2 for wait in found["steps"].values())
    memory = found["memory"].values()  # at this pace no sample need fall on somebody who reads
    assert max(one["students"] for one in memory) == 2
    assert all(0 < one["own"] < 2e9 for one in memory)
    for left in (("ps", "-aq"), ("volume", "ls", "-q"), ("network", "ls", "-q")):
        assert not docker(*left, "--filter", "name=-load"), left
