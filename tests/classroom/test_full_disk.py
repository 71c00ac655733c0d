"""A full disk: nothing that was saved is lost, and once there is room again all goes on."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from room import Room, diary, docker, kill, until, write_diary


@contextmanager
def small_volume(room: Room, name: str) -> Iterator[None]:
    """Gives a student a volume of 64 MB, in memory, and holds it there."""
    volume = room.student(name)
    docker("volume", "create", "--opt=type=tmpfs", "--opt=device=tmpfs", "--opt=o=size=64m,uid=1000,gid=1000,mode=755", volume)
    holder = docker("run", "-d", "-v", f"{volume}:/volume", "latentlab-hub:test", "sleep", "infinity")
    try:
        yield
    finally:
        docker("rm", "-f", holder)
        docker("volume", "rm", volume)


def test_a_students_full_volume(room: Room) -> None:
    """The server starts and opens what was saved; once there is room again, it saves."""
    with small_volume(room, "frida"):
        frida = room.person("frida").start()
        write_diary(frida, "saved in time")
        frida.shell("cat /dev/zero > fill", check=False)
        assert "No space left" in frida.shell("echo x > more; cat /dev/zero > fill2", check=False)
        frida.stop()

        frida = room.person("frida").start()
        assert diary(frida) == "saved in time"
        body = {"type": "file", "format": "text", "content": "x" * 10_000_000}
        assert frida.ask("user/frida/api/contents/diary2.txt", "PUT", json=body).status_code >= 400
        assert diary(frida) == "saved in time"
        frida.shell("rm fill fill2 more")
        write_diary(frida, "saved again")
        assert diary(frida) == "saved again"
        frida.stop()


@pytest.fixture
def cramped(room: Room, tmp_path: Path) -> Iterator[Room]:
    """A classroom beside the other one whose hub has a volume of 4 MB, in memory."""
    override = tmp_path / "cramped.yml"
    override.write_text(yaml.safe_dump({"volumes": {"hub": {"driver_opts": {
        "type": "tmpfs", "device": "tmpfs", "o": "size=4m,uid=1000,gid=1000,mode=700"}}}}))
    people = "teacher,first-teacher,instructor\nanna,first-anna,\nben,first-ben,\n"
    cramped = Room(f"{room.name}-cramped", tmp_path, people, COMPOSE_FILE=f"docker-compose.yml:{override}", CLASSROOM_SUBNETS="10.203.224.0/20")
    try:
        cramped.sh("up")
        yield cramped
    finally:
        cramped.destroy()


def test_the_hubs_full_volume(cramped: Room) -> None:
    """Who works goes on working; who arrives waits until there is room."""
    anna = cramped.person("anna").start()
    hub = cramped.service("hub")
    holder = docker("run", "-d", "-v", f"{cramped.name}_hub:/volume", "latentlab-hub:test", "sleep", "infinity")
    try:
        filled = subprocess.run(["docker", "exec", hub, "sh", "-c", "cat /dev/zero > fill"], check=False, capture_output=True, text=True)
        assert "No space left" in filled.stderr
        new = "violet-otter-17"
        assert cramped.attempt("ben", "first-ben", new_password=new, new_password_again=new)[1].status_code == 500
        write_diary(anna, "saved without the hub")
        kill(hub)
        until("the hub to have ended", lambda: not cramped.healthy())
        docker("exec", holder, "rm", "/volume/fill")
        until("the hub to be back", cramped.healthy)
        assert diary(cramped.person("anna").start()) == "saved without the hub"
        cramped.person("ben")
    finally:
        docker("rm", "-f", holder)
