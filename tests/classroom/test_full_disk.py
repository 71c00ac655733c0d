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
    with small_volume(room, "lea"):
        lea = room.person("lea").start()
        write_diary(lea, "saved in time")
        lea.shell("cat /dev/zero > fill", check=False)
        assert "No space left" in lea.shell("echo x > more; cat /dev/zero > fill2", check=False)
        lea.stop()

        lea = room.person("lea").start()
        assert diary(lea) == "saved in time"
        body = {"type": "file", "format": "text", "content": "x" * 10_000_000}
        assert lea.ask("user/lea/api/contents/diary2.txt", "PUT", json=body).status_code >= 400
        assert diary(lea) == "saved in time"
        lea.shell("rm fill fill2 more")
        write_diary(lea, "saved again")
        assert diary(lea) == "saved again"
        lea.stop()


def test_who_takes_more_than_their_share_is_stopped_and_starts_again(room: Room) -> None:
    """Nobody else notices; and who deletes goes on."""
    hanna, ben = room.person("hanna").start(), room.person("ben").start()
    share = int(room.settings["CLASSROOM_DISK"].removesuffix("M"))
    notice = "cat DISK-IS-FULL.txt"
    hanna.shell(f"head -c {share // 2}M /dev/zero > half")
    hanna.shell(f"head -c {share}M /dev/zero > fill", check=False)
    until("hanna's server to be stopped", lambda: not hanna.ask("hub/api/user").json()["server"])
    assert ben.runs()

    hanna.start()
    assert f"{share} MB are yours" in hanna.shell(notice)
    hanna.shell("head -c 40M /dev/zero > more", check=False)
    until("hanna's server to be stopped again", lambda: not hanna.ask("hub/api/user").json()["server"])

    hanna.start().shell("rm fill more")
    hanna.stop()
    hanna.start()
    assert "No such file" in hanna.shell(notice, check=False)
    assert ben.runs()


def test_the_hubs_full_volume(small_room: Room) -> None:
    """Who works goes on working, and who arrives logs in: the database has kept room for them."""
    anna = small_room.person("anna").start()
    hub = small_room.service("hub")
    with held(f"{small_room.name}_hub") as holder:
        filled = subprocess.run(["docker", "exec", hub, "sh", "-c", "cat /dev/zero > fill"], check=False, capture_output=True, text=True)
        assert "No space left" in filled.stderr
        teacher = small_room.person("teacher")
        assert teacher.ask("hub/home").status_code == 200
        write_diary(anna, "saved without the hub")
        kill(hub)
        until("the hub to have ended", lambda: not small_room.healthy())
        docker("exec", holder, "rm", "/volume/fill")
        until("the hub to be back", small_room.healthy)
        assert diary(small_room.person("anna").start()) == "saved without the hub"
        small_room.person("ben")
