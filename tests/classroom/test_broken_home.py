"""A student whose home directory keeps their server from starting: one command of the instructor's mends it."""

from room import Room, diary, write_diary

BREAK = """
mkdir -p .jupyter .local/share/jupyter/kernels/gonb
echo 'import os; print("broken by hand", flush=True); os._exit(3)' > .jupyter/jupyter_server_config.py
echo '{"argv": ["/nowhere"], "display_name": "Go (gonb)", "language": "go"}' > .local/share/jupyter/kernels/gonb/kernel.json
echo 'exit 1' > .bashrc
chmod 0 diary.txt
"""


def test_a_broken_home_is_repaired(room: Room) -> None:
    frida = room.person("frida").start()
    write_diary(frida, "before it broke")
    frida.shell(BREAK)
    frida.stop()
    assert "broken by hand" in frida.fail_to_start()
    said = room.sh("repair", "frida").stdout
    for name in (".jupyter", ".local", ".bashrc"):
        assert f"{name} is moved to {name}.aside-" in said
    assert "diary.txt: its owner may use it again" in said and "frida's server starts again" in said
    frida.start()
    assert diary(frida) == "before it broke"
    assert frida.kernel().run('%%\nfmt.Println("works")').strip() == "works"
    assert "broken by hand" in frida.shell("cat .jupyter.aside-*/jupyter_server_config.py")


def test_a_home_that_its_student_has_shut(room: Room) -> None:
    frida = room.person("frida").start()
    frida.shell("chmod 0 .")
    frida.stop()
    assert "frida: its owner may use it again" in room.sh("repair", "frida").stdout
    frida.start()


def test_names_that_are_none(room: Room) -> None:
    for name, why in (("../anna", "is no name of an account"), ("nobody", "has no files here")):
        done = room.sh("repair", name, check=False)
        assert done.returncode == 1 and why in done.stderr
