"""A full disk: nothing that was saved is lost, and once there is room again all goes on."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from room import TAG, Room, diary, docker, kill, until, write_diary


@contextmanager
def held(volume: str) -> Iterator[str]:
    """Keeps a volume in memory, which would go with the last container that uses it. Yields the holder, where it is /volume."""
    holder = docker("run", "-d", "-v", f"{volume}:/volume", f"latentlab-hub:{TAG}", "sleep", "infinity")
    try:
        yield holder
    finally:
        docker("rm", "-f", holder)


@contextmanager
def small_volume(room: Room, name: str) -> Iterator[None]:
    """Gives a student a volume of 64 MB, in memory."""
    volume = room.student(name)
    docker("volume", "create", "--opt=type=tmpfs", "--opt=device=tmpfs", "--opt=o=size=64m,uid=1000,gid=1000,mode=755", volume)
    try:
        with held(volume):
            yield
    finally:
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


def test_the_hubs_full_volume(small_room: Room) -> None:
    """Who works goes on working; who arrives waits until there is room."""
    anna = small_room.person("anna").start()
    hub = small_room.service("hub")
    with held(f"{small_room.name}_hub") as holder:
        filled = subprocess.run(["docker", "exec", hub, "sh", "-c", "cat /dev/zero > fill"], check=False, capture_output=True, text=True)
        assert "No space left" in filled.stderr
        new = "violet-otter-17"
        assert small_room.attempt("ben", "first-ben", new_password=new, new_password_again=new)[1].status_code == 500
        write_diary(anna, "saved without the hub")
        kill(hub)
        until("the hub to have ended", lambda: not small_room.healthy())
        docker("exec", holder, "rm", "/volume/fill")
        until("the hub to be back", small_room.healthy)
        assert diary(small_room.person("anna").start()) == "saved without the hub"
        small_room.person("ben")
