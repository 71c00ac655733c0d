"""What a student's processes take is taken from that student: not from their own server, and not from the class."""

import json
import time
from collections.abc import Callable, Iterator

import pytest

from room import TAG, Person, Room, docker, write_diary

# Go that lets twenty processes take 300 MB each at the same time, and says how many of them were killed.
GREEDY = """
import (
	"os/exec"
	"sync"
	"sync/atomic"
)

%%
var killed atomic.Int32
var all sync.WaitGroup
for range 20 {
	all.Go(func() {
		if exec.Command("python3", "-c", "import time; b = bytearray(b'x') * (300 << 20); time.sleep(10)").Run() != nil {
			killed.Add(1)
		}
	})
}
all.Wait()
fmt.Println("killed:", killed.Load())
"""


@pytest.fixture(scope="module")
def dora(room: Room) -> Iterator[Person]:
    dora = room.person("dora").start()
    yield dora
    dora.stop()


def setting(container: str, name: str) -> int:
    """A number of a container's host configuration."""
    return json.loads(docker("inspect", container))[0]["HostConfig"][name]


def test_twenty_greedy_processes_end_and_the_server_stays(room: Room, dora: Person) -> None:
    started = docker("inspect", "-f", "{{.State.StartedAt}}", room.student("dora"))
    kernel = dora.kernel()
    said = kernel.run(GREEDY)
    assert int(said.removeprefix("killed:")) > 0
    assert docker("inspect", "-f", "{{.State.StartedAt}}", room.student("dora")) == started
    write_diary(dora, "still here")
    assert kernel.run('%%\nfmt.Println("still here")').strip() == "still here"


def test_what_a_student_starts_ends_before_their_server(room: Room, dora: Person) -> None:
    """Kernels and terminals, and all that they start."""
    read = "cat /proc/self/oom_score_adj"
    server = int(dora.shell(read))
    kernel = dora.kernel()
    in_kernel = kernel.run(f'import "os/exec"\n%%\nout, _ := exec.Command("sh", "-c", "{read}").Output()\nfmt.Println(string(out))')
    assert int(in_kernel) > server > 0


def test_the_class_comes_before_a_student(room: Room, dora: Person) -> None:
    for service in ("hub", "proxy", "guard", "handin"):
        assert setting(room.service(service), "OomScoreAdj") < setting(room.student("dora"), "OomScoreAdj")
        assert setting(room.service(service), "CpuShares") > 32 * setting(room.student("dora"), "CpuShares")


def test_the_hub_answers_while_twenty_students_compute(room: Room, dora: Person) -> None:
    """In less than four times the time that it takes when nobody does, at the median."""

    def median(ask: Callable[[], object]) -> float:
        times = []
        for _ in range(21):
            start = time.perf_counter()
            ask()
            times.append(time.perf_counter() - start)
        return sorted(times)[10]

    quiet = median(room.healthy)
    weight = f"--cpu-shares={setting(room.student('dora'), 'CpuShares')}"
    busy = [docker("run", "-d", weight, "--network=none", f"latentlab-hub:{TAG}", "sh", "-c", "while :; do :; done") for _ in range(20)]
    try:
        while_busy = median(room.healthy)
    finally:
        docker("rm", "-f", *busy)
    assert while_busy < 4 * quiet, f"{while_busy:.4f} s beside {quiet:.4f} s"
