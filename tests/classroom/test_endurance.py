"""What may go down, and comes back with all that was saved: the hub, a student's container, the machine, a server that nobody uses."""

import json
from pathlib import Path

from room import ROOT, TAG, Room, diary, docker, idle, kill, text, until, write_diary

# Notebook 03's network, without its drawing; the checkpoint's name is the test's.
TRAIN = """
import (
	"latentlab/pkg/backend/xla"
	"latentlab/pkg/lecture"
	"latentlab/pkg/lecture/trained"
	"latentlab/pkg/progress"
	"latentlab/pkg/training"
)

%%
x := lecture.Digits()
config := trained.Training(x, lecture.Seed())
config.Checkpoint, config.Steps = "long", STEPS
config.Report = func(r progress.Report) { fmt.Println("step", r.Step) }
net := trained.New(lecture.Must(xla.Open()))
h := lecture.Must(training.Fit(lecture.Interrupt(), net.Network, x.Train.Images, config))
fmt.Println("resumed at", h.Resumed, "of", config.Steps)
"""


def test_kernels_outlive_the_hub(room: Room) -> None:
    carl = room.person("carl").start()
    kernel = carl.kernel()
    cell = kernel.send('import "time"\n%%\nfor i := range 40 {\n\tfmt.Println("tick", i)\n\ttime.Sleep(500 * time.Millisecond)\n}')
    kernel.messages(cell, lambda m: "tick 1" in text([m]))
    started = docker("inspect", "-f", "{{.State.StartedAt}}", hub := room.service("hub"))
    kill(hub)
    printed = text(kernel.messages(cell, idle))
    assert "tick 39" in printed
    until("the hub to be back", lambda: docker("inspect", "-f", "{{.State.StartedAt}}", hub) != started and room.healthy())
    assert carl.runs()  # the session is still good
    carl = room.person("carl").start()
    write_diary(carl, "saved again")
    assert diary(carl) == "saved again"


def test_the_proxy_comes_back(room: Room) -> None:
    carl = room.person("carl").start()
    kernel = carl.kernel()
    kernel.run('import "os"\nvar _ = os.WriteFile("/tmp/kept", nil, 0o600)\n%%\nfmt.Println("kept")')
    kill(room.service("proxy"))
    until("the proxy to know the way again", carl.runs)
    assert kernel.identity in [k["id"] for k in carl.api("kernels")]


def test_a_training_goes_on_after_its_container_was_killed(room: Room) -> None:
    dora = room.person("dora").start()
    write_diary(dora, "before")
    kernel = dora.kernel()
    cell = kernel.send(TRAIN.replace("STEPS", "100000"))
    checkpoint = "test -e ~/checkpoints/long/manifest.json && echo saved"
    kernel.messages(cell, lambda m: "step" in text([m]))
    until("the training to have saved itself", lambda: dora.shell(checkpoint, check=False) == "saved")
    kill(room.student("dora"))
    until("the hub to notice", lambda: not dora.ask("hub/api/user").json()["server"])
    dora = room.person("dora").start()
    assert diary(dora) == "before"
    manifest = json.loads(dora.shell("cat ~/checkpoints/long/manifest.json"))
    steps = manifest["manifest"]["step"]
    assert 0 < steps < 100000
    kernel = dora.kernel()
    cell = kernel.send(TRAIN.replace("STEPS", "100000"))
    first = text(kernel.messages(cell, lambda m: "step" in text([m])))
    assert int(first.split()[-1]) > steps, first
    dora.api(f"kernels/{kernel.identity}/interrupt", "POST")
    kernel.messages(cell, idle)


def test_the_machine_starts_again(room: Room) -> None:
    """All containers end at once, without a word, and come back in any order, as Docker does it at boot."""
    emil = room.person("emil").start()
    write_diary(emil, "before the power cut")
    services = {name: room.service(name) for name in ("hub", "proxy", "guard", "handin")}
    for name, identity in services.items():
        policy = docker("inspect", "-f", "{{.HostConfig.RestartPolicy.Name}}", identity)
        assert policy == "unless-stopped", name
    students = docker("ps", "-q", "--filter", f"label=latentlab.classroom={room.name}").split()
    docker("kill", "--signal=KILL", *services.values(), *students)
    for name in ("hub", "proxy", "guard", "handin"):
        docker("start", services[name])
    until("the classroom to be back", room.healthy)
    emil = room.person("emil").start()
    assert diary(emil) == "before the power cut"


def test_a_newer_lecture(room: Room, tmp_path: Path) -> None:
    """It comes with the next start: into what is as it was, beside what has been changed."""
    gustav = room.person("gustav").start()
    changed = gustav.api("contents/lecture/01-unsupervised-learning.ipynb")["content"]
    changed["cells"][0]["source"] = "my own words"
    gustav.api("contents/lecture/01-unsupervised-learning.ipynb", "PUT", json={"type": "notebook", "format": "json", "content": changed})
    gustav.stop()
    for name in ("01-unsupervised-learning", "02-autoencoder"):
        newer = (
            (ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8").replace("In this notebook you", "In this newer notebook you")
        )
        (tmp_path / f"{name}.ipynb").write_text(newer, encoding="utf-8")
    tmp_path.chmod(0o755)
    mounts = ("-v", f"{room.student('gustav')}:/home/student", "-v", f"{tmp_path}:/opt/latentlab/notebooks:ro")
    found = docker("run", "--rm", "--network=none", *mounts, f"latentlab-student:{TAG}", "grep", "-l", "newer notebook", "-r", "lecture")
    assert sorted(line for line in found.splitlines() if line.startswith("lecture/")) == [
        "lecture/01-unsupervised-learning.new.ipynb",
        "lecture/02-autoencoder.ipynb",
    ]


def test_a_server_that_nobody_uses_is_stopped(small_room: Room) -> None:
    anna = small_room.person("anna").start()
    write_diary(anna, "before the break")
    until("the server to be stopped", lambda: not anna.ask("hub/api/user").json()["server"], seconds=240)
    assert diary(anna.start()) == "before the break"


def test_a_server_that_ends_as_it_starts_says_why(room: Room) -> None:
    hanna = room.person("hanna").start()
    hanna.shell(
        "mkdir -p .jupyter; echo 'import os; print(\"broken by hand\", flush=True); os._exit(3)' > .jupyter/jupyter_server_config.py"
    )
    hanna.stop()
    assert "broken by hand" in hanna.fail_to_start()
    mount = f"{room.student('hanna')}:/home/student"
    docker("run", "--rm", "--network=none", "-v", mount, f"latentlab-student:{TAG}", "rm", ".jupyter/jupyter_server_config.py")
    hanna.start()
