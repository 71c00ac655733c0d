"""The other ways in: a new proxy, a certificate that is missing, behind a web server, and docker-compose up lab."""

import json
import re
from pathlib import Path

import httpx
import pytest
import websocket

from room import Room, docker, free_port, until


def test_a_new_proxy_finds_the_servers(room: Room) -> None:
    """The hub brings it to the students' networks and tells it the way."""
    anna = room.person("anna").start()
    room.compose("up", "-d", "--no-deps", "--force-recreate", "proxy")
    until("anna's server behind the new proxy", anna.runs)


def test_a_certificate_that_is_not_there(room: Room, tmp_path: Path) -> None:
    room.settings.update(CLASSROOM_CERT=str(tmp_path / "none.pem"), CLASSROOM_KEY=str(tmp_path / "none.key"))
    try:
        refused = room.sh("up", check=False)
        assert refused.returncode == 1
        assert f"CLASSROOM_CERT names {tmp_path}/none.pem, which is no file" in refused.stderr
        refused = room.compose("up", "-d", check=False)  # the daemon's words, on the one of them that it looked at first
        assert refused.returncode != 0 and re.search(r"does not exist: \S+/none\.(pem|key)", refused.stderr)
    finally:
        del room.settings["CLASSROOM_CERT"], room.settings["CLASSROOM_KEY"]
    assert room.healthy()


def test_behind_a_web_server_with_https(room: Room) -> None:
    """Where the web server of classroom/README.md ends HTTPS, cookies are for HTTPS, and only its pages open kernels."""
    before = room.settings["CLASSROOM_ADDRESS"]
    room.person("ben").stop()  # a server knows the address with which it started
    room.settings["CLASSROOM_ADDRESS"] = "https://class.example.org"
    try:
        room.compose("up", "-d", "--no-build", "hub", "proxy")
        until("the hub to be back", room.healthy)
        ben = room.person("ben").start()
        assert all(cookie.secure for cookie in ben.client.cookies.jar)
        assert any(cookie.name.startswith("__Host-") for cookie in ben.client.cookies.jar)
        kernel = ben.kernel()
        kernel.connect(header=["X-Scheme: https"]).close()
        with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
            kernel.connect(origin="https://elsewhere.example.org", header=["X-Scheme: https"])
        ben.stop()
    finally:
        room.settings["CLASSROOM_ADDRESS"] = before
        room.compose("up", "-d", "--no-build", "hub", "proxy")
        until("the hub to be back", room.healthy)


def test_lab(room: Room) -> None:
    port = free_port()
    room.settings.update(LAB_PORT=str(port), LAB_TOKEN="a-token-of-the-test")
    try:
        room.compose("up", "-d", "lab")
        address = f"http://127.0.0.1:{port}/api"
        until("the lab", lambda: httpx.get(f"{address}/status?token=a-token-of-the-test").status_code == 200)
        assert httpx.get(f"{address}/contents").status_code == 403
        lecture = httpx.get(f"{address}/contents/lecture?token=a-token-of-the-test").json()["content"]
        assert "03-train-on-mnist.ipynb" in [entry["name"] for entry in lecture]
        ports = json.loads(docker("inspect", room.service("lab")))[0]["NetworkSettings"]["Ports"]["8888/tcp"]
        assert [binding["HostIp"] for binding in ports] == ["127.0.0.1"]
    finally:
        room.compose("rm", "-f", "-s", "-v", "lab")
        del room.settings["LAB_PORT"], room.settings["LAB_TOKEN"]
