"""scripts/lab.sh: what it starts, what it opens, and that Ctrl-C leaves nothing behind."""

import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient

from lab import PATIENCE, ROOT, Lab

RUNTIME = ROOT / ".lab" / "jupyter" / "runtime"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    lab = Lab(tmp_path_factory.mktemp("lab") / "my work")
    yield lab
    lab.stop()


def test_opens_the_students_copies(lab: Lab) -> None:
    """The lecture with its glossary, and the exercises with gaps."""
    for directory in ("", "exercises"):
        names = {path.name for path in (ROOT / "notebooks" / directory).iterdir() if path.suffix in (".ipynb", ".md")}
        there = {entry["name"] for entry in lab.ask(f"api/contents/{directory}")["content"]}
        assert there - {"exercises"} == names
        assert {path.name for path in (lab.work / directory).iterdir() if path.suffix in (".ipynb", ".md")} == names


def test_nobody_gets_in_without_the_token(lab: Lab) -> None:
    assert len(lab.token) >= 32
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{lab.address}/api/contents", timeout=PATIENCE)


def test_the_only_kernel_is_the_lectures_with_an_icon(lab: Lab) -> None:
    specs = lab.ask("api/kernelspecs")
    assert specs["default"] == "gonb" and list(specs["kernelspecs"]) == ["gonb"]
    assert set(specs["kernelspecs"]["gonb"]["resources"]) == {"logo-64x64", "logo-svg"}


@pytest.mark.parametrize(
    ("plugin", "expected"),
    [
        ("docmanager-extension:plugin", {"autosave": True, "autosaveInterval": 30, "defaultViewers": {"markdown": "Markdown Preview"}}),
        ("apputils-extension:notification", {"fetchNews": "false", "checkForUpdates": False}),
    ],
)
def test_saves_by_itself_shows_pages_and_asks_nobody_for_news(lab: Lab, plugin: str, expected: dict[str, Any]) -> None:
    schema = lab.ask(f"lab/api/settings/@jupyterlab/{plugin}")["schema"]
    assert {name: schema["properties"][name]["default"] for name in expected} == expected


def test_a_second_one_finds_another_port(lab: Lab, tmp_path: Path) -> None:
    other = Lab(tmp_path / "work")
    try:
        assert other.address != lab.address
    finally:
        assert other.stop() == 0


@pytest.mark.parametrize(
    ("killed", "number"),
    [("", None), ("", signal.SIGTERM), ("", signal.SIGHUP), ("", signal.SIGKILL), ("gonb --kernel", None), ("-m jupyterlab", None)],
    ids=["Ctrl-C", "SIGTERM", "a closed terminal", "a killed lab.sh", "a killed kernel", "a killed JupyterLab"],
)
def test_leaves_nothing_running_also_no_cell(tmp_path: Path, killed: str, number: signal.Signals | None) -> None:
    lab = Lab(tmp_path / "work")
    try:
        kernel = lab.ask("api/kernels", "POST", {"name": "gonb"})["id"]
        client = BlockingKernelClient(connection_file=str(RUNTIME / f"kernel-{kernel}.json"))
        client.load_connection_file()
        client.start_channels()
        client.wait_for_ready(timeout=PATIENCE)
        client.execute('import "time"\n\n%%\nfmt.Println("begun")\ntime.Sleep(time.Hour)')
        while client.get_iopub_msg(timeout=PATIENCE)["content"].get("text") != "begun\n":
            pass
        client.stop_channels()
        running = lab.processes().values()
        assert any("gonb --kernel" in line for line in running) and any("gopls" in line for line in running)
        if killed:
            lab.kill(killed)
    finally:
        status = lab.stop(number)
    assert (status == 0) == (killed != "-m jupyterlab" and number != signal.SIGKILL) and "[y/" not in lab.said  # no question
    for _ in range(10 * PATIENCE):  # what was killed takes a moment to go
        if not (left := lab.processes()):
            break
        time.sleep(0.1)
    assert left == {}
