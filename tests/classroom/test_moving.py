"""A class moves to a machine where it has another name. What is not whole, or would break out, changes nothing there."""

import hashlib
import io
import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from test_full_disk import held

from room import TAG, Room, diary, docker, subnets, write_diary

ODD = "t.o-student-x_1"
"""A name that is much like those of volumes."""
ODD_ESCAPED = "t-2eo-2dstudent-2dx-5f1"

MADE = """
cd ~
mkfifo pipe
truncate -s 200G sparse
ln -s /etc away
chmod 4755 diary.txt
mkdir -m 0 shut .latentlab-restore
echo x > $'a\\nb'
"""


@pytest.fixture(scope="module")
def backup(room: Room, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the class while ODD works, with files as only students make them."""
    with room.list.open("a", encoding="utf-8") as people:
        people.write(f"{ODD},first-{ODD},\n")
    odd = room.person(ODD).start()
    write_diary(odd, "before the move")
    docker("exec", f"{room.name}-student-{ODD_ESCAPED}", "bash", "-c", MADE)
    backup = tmp_path_factory.mktemp("moving") / "backup"
    docker("volume", "create", another := f"{room.name}-student-b-student-anna")
    try:
        room.sh("backup", str(backup))
    finally:
        docker("volume", "rm", another)
    return backup


@pytest.fixture(scope="module")
def elsewhere(room: Room, backup: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """The class, moved to a classroom by another name, which had neither images nor a class list."""
    directory = tmp_path_factory.mktemp("elsewhere")
    elsewhere = Room(f"{room.name}-student-b", directory, "", CLASSROOM_TAG=f"{TAG}-elsewhere", CLASSROOM_SUBNETS=subnets(208))
    elsewhere.list.unlink()
    try:
        assert "The images are not here yet" in elsewhere.sh("restore", str(backup)).stdout
        elsewhere.chosen = dict(room.chosen)
        yield elsewhere
    finally:
        elsewhere.destroy()
        for image in ("student", "hub", "proxy", "guard"):
            subprocess.run(["docker", "image", "rm", f"latentlab-{image}:{TAG}-elsewhere"], capture_output=True, check=False)


def room_of(backup: Path) -> str:
    """The name of the classroom that a backup is of."""
    return next(backup.glob(f"*-student-{ODD_ESCAPED}.tar.gz")).name.removesuffix(f"-student-{ODD_ESCAPED}.tar.gz")


def volumes(room: Room) -> list[str]:
    return [name for name in docker("volume", "ls", "-q").split() if name.startswith(room.name)]


def in_volume(volume: str, *command: str) -> str:
    """What a command prints that runs in a volume."""
    return docker("run", "--rm", "--network=none", "--user=root", "-v", f"{volume}:/v", "-w", "/v", f"latentlab-hub:{TAG}", *command)


def changed(backup: Path, target: Path, archive: str, content: bytes) -> Path:
    """A copy of a backup with another archive in it. Its digests are right."""
    shutil.copytree(backup, target)
    (target / archive).write_bytes(content)
    sums = [(hashlib.sha256(path.read_bytes()).hexdigest(), path.name) for path in sorted(target.iterdir()) if path.name != "SHA256SUMS"]
    (target / "SHA256SUMS").write_text("".join(f"{digest}  {name}\n" for digest, name in sums), encoding="utf-8")
    return target


def archive(*members: tarfile.TarInfo, content: bytes = b"x") -> bytes:
    """An archive of these members, each file with that content."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as tar:
        for member in members:
            if member.isreg():
                member.size = len(content)
            tar.addfile(member, io.BytesIO(content) if member.isreg() else None)
    return file.getvalue()


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "", mode: int = 0o644) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname, made.mode, made.devmajor, made.devminor = kind, link, mode, 1, 3
    return made


def test_a_backup_is_of_one_class(room: Room, backup: Path) -> None:
    assert {path.name.rpartition("-student-")[0] for path in backup.glob("*-student-*")} == {room.name}
    assert sum(path.stat().st_size for path in backup.iterdir()) < 100 << 20  # though 200 GB of nothing are in it


def test_who_worked_goes_on_elsewhere(room: Room, backup: Path, elsewhere: Room) -> None:
    assert elsewhere.list.read_text(encoding="utf-8") == (backup / "students.csv").read_text(encoding="utf-8")
    elsewhere.sh("up")
    assert diary(elsewhere.person(ODD).start()) == "before the move"
    command = "cd /home/student; stat -c '%A %s %n' pipe sparse diary.txt; readlink away; ls -A"
    said = docker("exec", f"{elsewhere.name}-student-{ODD_ESCAPED}", "sh", "-c", command).splitlines()
    assert said[:4] == ["prw-r--r-- 0 pipe", "-rw-r--r-- 214748364800 sparse", "-rwsr-xr-x 15 diary.txt", "/etc"]
    assert "shut" in said and ".latentlab-restore" not in said
    assert room.healthy()


def test_a_server_by_another_name_is_forgotten(elsewhere: Room) -> None:
    """As where the database was copied by hand."""
    elsewhere.sh("up")
    odd = elsewhere.person(ODD).start()
    elsewhere.sh("down")
    query = "UPDATE spawners SET state = replace(state, 'student', 'pupil') WHERE server_id IS NOT NULL"
    python = f'import sqlite3; c = sqlite3.connect("jupyterhub.sqlite"); print(c.execute("{query}").rowcount); c.commit()'
    assert in_volume(f"{elsewhere.name}_hub", "python", "-c", python) == "1"
    elsewhere.sh("up")
    assert diary(odd.start()) == "before the move"


@pytest.fixture
def refused(elsewhere: Room, backup: Path, tmp_path: Path) -> Callable[[bytes], str]:
    """Restores the backup with another archive of ODD's. Returns why that fails, and looks that nothing has changed."""
    elsewhere.sh("down")
    volume = f"{elsewhere.name}-student-{ODD_ESCAPED}"
    shown = "find . ! -path './.latentlab-restore*' -print0 | sort -z | xargs -0 stat -c '%A %u %s %n'"

    def state() -> list[str]:
        of_the_hub = in_volume(f"{elsewhere.name}_hub", "ls", "-A")
        return [elsewhere.list.read_text(encoding="utf-8"), *volumes(elsewhere), of_the_hub, in_volume(volume, "sh", "-c", shown)]

    def restore(content: bytes) -> str:
        before = state()
        name = f"{room_of(backup)}-student-{ODD_ESCAPED}.tar.gz"
        done = elsewhere.sh("restore", str(changed(backup, tmp_path / "changed", name, content)), check=False)
        assert done.returncode == 1 and state() == before
        return done.stderr

    return restore


def test_a_device_is_not_made(refused: Callable[[bytes], str]) -> None:
    said = refused(archive(member("./null", tarfile.CHRTYPE)))
    assert "Cannot mknod: Operation not permitted" in said and "All is as it was before" in said


def test_an_archive_that_breaks_off(refused: Callable[[bytes], str]) -> None:
    assert "All is as it was before" in refused(archive(member("./a"), member("./b"))[:-30])


def test_a_file_that_is_no_archive(refused: Callable[[bytes], str]) -> None:
    assert "not in gzip format" in refused(b"no archive")


@pytest.mark.parametrize(
    "members",
    [
        (member("./out", tarfile.SYMTYPE, "/tmp"), member("./out/evil")),
        (member("./out", tarfile.SYMTYPE, "../../.."), member("./out/evil")),
        (member("./own", tarfile.LNKTYPE, "/etc/passwd"),),
        (member("../../above"),),
    ],
)
def test_nothing_leads_out_of_the_volume(refused: Callable[[bytes], str], members: tuple[tarfile.TarInfo, ...]) -> None:
    assert "All is as it was before" in refused(archive(*members))


def test_roots_files_are_the_students_own(elsewhere: Room, backup: Path, tmp_path: Path) -> None:
    """A file of the root directory lands in the home directory, and root's program runs as the student."""
    name, volume = f"{room_of(backup)}-student-{ODD_ESCAPED}.tar.gz", f"{elsewhere.name}-student-{ODD_ESCAPED}"
    evil = archive(member("/root/own"), member("./program", mode=0o6755), member("./.latentlab-restore/new/x"))
    elsewhere.sh("restore", str(changed(backup, tmp_path / "evil", name, evil)))
    assert in_volume(volume, "find", ".", "-type", "f", "-printf", "%u %g %m %P\\n").splitlines() == [
        "hub hub 644 root/own",
        "hub hub 6755 program",
    ]


def test_too_little_room_changes_nothing(elsewhere: Room, backup: Path, tmp_path: Path, refused: Callable[[bytes], str]) -> None:
    volume = f"{elsewhere.name}-student-{ODD_ESCAPED}"
    docker("volume", "rm", volume)
    docker("volume", "create", "--opt=type=tmpfs", "--opt=device=tmpfs", "--opt=o=size=1m", volume)
    with held(volume) as holder:
        docker("exec", holder, "sh", "-c", "echo mine > /volume/mine")
        said = refused(archive(member("./large"), content=os.urandom(4 << 20)))
    docker("volume", "rm", volume)
    assert "Wrote only" in said and "All is as it was before" in said


def test_a_restore_that_was_cut_off_is_done_again(elsewhere: Room, backup: Path) -> None:
    """Half exchanged, the class does not open."""
    docker("run", "--rm", "-v", f"{elsewhere.name}_secrets:/run/classroom", f"latentlab-hub:{TAG}", "touch", "/run/classroom/restoring")
    said = elsewhere.sh("up", check=False)
    assert said.returncode == 1 and "a restore was cut off" in said.stderr + said.stdout
    elsewhere.sh("restore", str(backup))
    elsewhere.sh("up")
    assert diary(elsewhere.person(ODD).start()) == "before the move"


def test_a_backup_that_is_not_whole(elsewhere: Room, backup: Path, tmp_path: Path) -> None:
    """Named as such, before the class is ended."""
    for number, (file, text, why) in enumerate(
        (
            ("SHA256SUMS", f"{'0' * 64}  ../evil.tar.gz\n", "../evil.tar.gz, which is no part of a backup"),
            ("more-student-anna.tar.gz", "x", "does not name more-student-anna.tar.gz"),
            ("students.csv", "x", "is damaged, see above"),
        )
    ):
        shutil.copytree(backup, tmp_path / str(number))
        with (tmp_path / str(number) / file).open("a", encoding="utf-8") as sums:
            sums.write(text)
        done = elsewhere.sh("restore", str(tmp_path / str(number)), check=False)
        assert done.returncode == 1 and why in done.stderr and "nothing was changed" in done.stderr
    assert elsewhere.healthy()
