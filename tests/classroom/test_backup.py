"""Backing up while the class works, and putting it back on a machine that has lost everything."""

import hashlib
import subprocess
from pathlib import Path

from room import TAG, Room, docker


def digests(room: Room, name: str) -> str:
    """The digest of every file that a student has made; what programs note for themselves changes meanwhile."""
    command = """cd /volume
find . \\( -path './.*' -o -path ./go \\) -prune -o -type f -print0 | sort -z | xargs -0 sha256sum
stat -c '%u %g %a %n' . lecture"""
    return docker("run", "--rm", "--network=none", "-v", f"{room.student(name)}:/volume:ro", f"latentlab-hub:{TAG}", "sh", "-c", command)


def test_back_up_destroy_restore(room: Room, tmp_path: Path) -> None:
    emil = room.person("emil").start()
    emil.api(
        "contents/lecture/own.ipynb",
        "PUT",
        json={
            "type": "notebook",
            "format": "json",
            "content": {
                "cells": [{"cell_type": "markdown", "metadata": {}, "source": "mine"}],
                "metadata": {},
                "nbformat": 4,
                "nbformat_minor": 4,
            },
        },
    )
    handout = tmp_path / "handout"
    handout.mkdir()
    (handout / "assignments.csv").write_text("assignment,deadline\nown,\n")
    room.sh("handout", str(handout))
    receipt = emil.shell("handin lecture/own.ipynb")
    kernel = emil.kernel()
    cell = kernel.send('import "time"\n%%\nfor range 20 {\n\ttime.Sleep(time.Second)\n}\nfmt.Println("still here")')
    backup = tmp_path / "backup"
    room.sh("backup", str(backup))
    assert "still here" in "".join(m["content"].get("text", "") for m in kernel.messages(cell, lambda m: m["msg_type"] == "stream"))
    names = {path.name for path in backup.iterdir()}
    assert {"SHA256SUMS", "hub.tar.gz", "handin.tar.gz", "handout.tar.gz", "students.csv", f"{room.student('emil')}.tar.gz"} <= names
    assert backup.stat().st_mode & 0o077 == 0
    again = room.sh("backup", str(backup), check=False)
    assert again.returncode == 1 and "is there already" in again.stderr

    emil.stop()
    before = digests(room, "emil")
    people = room.list.read_text()
    room.destroy()
    room.list.unlink()
    try:
        assert room.student("emil") not in docker("volume", "ls", "-q").split()

        damaged = tmp_path / "damaged"
        subprocess.run(["cp", "-r", backup, damaged], check=True)
        with (damaged / "hub.tar.gz").open("ab") as file:
            file.write(b"x")
        refused = room.sh("restore", str(damaged), check=False)
        assert refused.returncode == 1 and "is damaged" in refused.stderr
        assert room.student("emil") not in docker("volume", "ls", "-q")

        room.sh("restore", str(backup))
        assert room.list.read_text() == people
        assert digests(room, "emil") == before
    finally:  # the tests that follow have their class, whatever this one has found
        room.list.write_text(people)
        room.sh("up")
    assert emil.ask("hub/api/user").json()["name"] == "emil"  # the session outlives even that
    emil = room.person("emil").start()
    assert emil.api("contents/lecture/own.ipynb")["content"]["cells"][0]["source"] == "mine"
    room.sh("collect", str(tmp_path / "collected"))
    assert hashlib.sha256((tmp_path / "collected" / "emil" / "own.ipynb").read_bytes()).hexdigest() == receipt.split()[-1]
    assert "Handed in" in emil.shell("handin lecture/own.ipynb")
