"""Images that are built from a clone made under umask 077: their users can read what is theirs."""

import shutil
import subprocess
from pathlib import Path

import pytest

from room import ROOT, missing


@pytest.mark.parametrize(("target", "directory"), [("hub", "/opt/hub/classroom"), ("proxy", "/opt/proxy")])
def test_a_clone_made_under_umask_077(request: pytest.FixtureRequest, target: str, directory: str, tmp_path: Path) -> None:
    if request.config.getoption("quick"):
        pytest.skip("--quick leaves out the classroom")
    if why := missing():
        pytest.skip(why)
    for name in ("classroom", "scripts/lib"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for path in tmp_path.rglob("*"):
        path.chmod(path.stat().st_mode & 0o700)
    built = ["docker", "build", "--quiet", "--target", target, "--file", str(tmp_path / "classroom" / "Dockerfile"), str(tmp_path)]
    image = subprocess.run(built, capture_output=True, text=True, check=True).stdout.strip()
    command = ["docker", "run", "--rm", "--user", "1000", "--entrypoint", "find", image, directory, "!", "-readable"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    subprocess.run(["docker", "image", "rm", "--no-prune", image], capture_output=True, check=True)  # its layers serve the next build
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
