"""The other ways in: HTTPS by a named certificate, behind a web server, and docker-compose up lab."""

import json
import re
import ssl
from pathlib import Path

import httpx
import pytest
import websocket

from room import TAG, Room, docker, free_port, until

# Makes a certificate for 127.0.0.1 in /out.
MAKE = """
import datetime, ipaddress
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "class")])
now = datetime.datetime.now(datetime.timezone.utc)
certificate = (
    x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    .not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
    .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
)
open("/out/cert.pem", "wb").write(certificate.public_bytes(serialization.Encoding.PEM))
open("/out/key.pem", "wb").write(
    key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
)
"""


def assert_login_is_for_https(room: Room, client: httpx.Client) -> None:
    """The cookie of anna's login, who has been here before, goes over HTTPS only."""
    _, answer = room.attempt("anna", room.chosen["anna"], client)
    assert answer.status_code == 302, answer.text
    cookies = [cookie for cookie in answer.headers.get_list("set-cookie") if cookie.startswith("jupyterhub-hub-login=")]
    assert cookies and all("Secure" in cookie for cookie in cookies)


def test_https(room: Room, tmp_path: Path) -> None:
    anna = room.person("anna").start()
    docker(
        "run",
        "--rm",
        "--user=root",
        "-v",
        f"{tmp_path}:/out",
        f"latentlab-hub:{TAG}",
        "sh",
        "-c",
        f"python -c '{MAKE}' && chmod 600 /out/key.pem",
    )
    certificate = {"CLASSROOM_CERT": str(tmp_path / "cert.pem"), "CLASSROOM_KEY": str(tmp_path / "key.pem")}
    room.settings.update(certificate)
    try:
        room.compose("up", "-d", "proxy")
        address = room.url.replace("http:", "https:")
        context = ssl.create_default_context(cafile=certificate["CLASSROOM_CERT"])
        until("HTTPS", lambda: httpx.get(f"{address}hub/login", verify=context).status_code == 200)
        assert_login_is_for_https(room, httpx.Client(base_url=address, verify=context, timeout=60))
        with pytest.raises(httpx.HTTPError):
            httpx.get(f"{room.url}hub/login")
    finally:
        for name in certificate:
            del room.settings[name]
        room.compose("up", "-d", "proxy")
    # The proxy is another container now; the hub has brought it to the students' networks and told it the way.
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
    """What the web server of classroom/README.md says is believed: cookies are for HTTPS, and only its pages open kernels."""
    room.person("anna")
    headers = {"X-Scheme": "https", "Host": "class.example.org"}
    client = httpx.Client(base_url=room.url, headers=headers, timeout=60)
    assert_login_is_for_https(room, client)

    kernel = room.person("ben").start().kernel()

    def open_kernel(origin: str) -> None:
        kernel.connect(host="class.example.org", origin=origin, header=["X-Scheme: https"]).close()

    open_kernel("https://class.example.org")
    with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
        open_kernel("https://elsewhere.example.org")


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
