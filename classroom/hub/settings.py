"""Checks the classroom's settings before anything starts, and makes the secret that hub and proxy share.

    python settings.py                      in the service settings: its environment is docker-compose's reading of .env
    python settings.py values NAME... <CONFIG
                                            prints the settings as NAME=value, from what docker-compose config prints; NAMEs are
                                            those of variables that are set

If a setting is missing or wrong, one sentence on standard error says so, and nothing else starts.
"""

import difflib
import ipaddress
import os
import re
import secrets
import ssl
import sys
from collections.abc import Iterable
from pathlib import Path

import yaml

import classlist
import origins
from lib.files import write

SECRETS = Path("/run/classroom")
TLS = Path("/run/tls")
CLONE = Path("/clone")
"""Where the clone is mounted."""

FORMS = {
    "CLASSROOM_BASE_URL": (r"/(?:[A-Za-z0-9._~-]+/)*", "a path that begins and ends with /, such as /latentlab/"),
    "CLASSROOM_MEMORY": (r"[0-9]+(?:\.[0-9]+)?[KMGT]", "a number and then K, M, G or T, such as 2G"),
    "CLASSROOM_CPUS": (r"[0-9]+(?:\.[0-9]+)?", "a number such as 2"),
    "CLASSROOM_PROCESSES": (r"[0-9]{1,7}", "a whole number such as 512"),
    "CLASSROOM_DISK": (r"[0-9]+(?:\.[0-9]+)?[KMGT]", "a number and then K, M, G or T, such as 2G"),
    "CLASSROOM_IDLE_SECONDS": (r"[0-9]{1,9}", "a whole number such as 3600"),
    "CLASSROOM_TAG": (r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}", "a tag for images, such as 2026-10"),
}
"""What a setting looks like, and how that is said."""

UNITS = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
LEAST = {
    "CLASSROOM_MEMORY": (512 << 20, "512M at least: JupyterLab takes 0.3 GB before a notebook is open"),
    "CLASSROOM_CPUS": (0.1, "0.1 at least"),
    "CLASSROOM_PROCESSES": (64, "64 at least: a student's server with two notebooks has 53"),
    "CLASSROOM_DISK": (256 << 20, "256M at least: Go's cache alone takes 0.1 GB"),
    "CLASSROOM_IDLE_SECONDS": (1, "1 at least"),
}
PROFILES = {"gpu", "lab", "lab-gpu"}


def check(env: dict[str, str], tls: Path = TLS) -> None:
    """Raises ListError or ValueError with a sentence on the first setting that is wrong. tls has the files that they name."""
    for name, (form, want) in FORMS.items():
        if not re.fullmatch(form, env[name]):
            raise ValueError(f"{name} is {env[name]!r}: want {want}")
    for name, (least, want) in LEAST.items():
        amount = float(env[name].rstrip("".join(UNITS))) * UNITS.get(env[name][-1], 1)
        if amount < least:
            raise ValueError(f"{name} is {env[name]!r}: want {want}")
    for profile in filter(None, env["CLASSROOM_PROFILES"].split(",")):
        if profile not in PROFILES:
            raise ValueError(f"COMPOSE_PROFILES names {profile!r}, which is none: want gpu, or nothing")
    check_port(env["CLASSROOM_PORT"])
    check_certificate(env, tls)
    origins.check(env)
    people = classlist.read(Path(env["CLASSROOM_LIST"]))
    check_subnets(env["CLASSROOM_SUBNETS"], len(people))


def check_port(setting: str) -> None:
    """Raises ValueError unless the setting is a port, or an address of this machine and a port."""
    address, _, port = setting.rpartition(":")
    try:
        if address:
            ipaddress.ip_address(address.removeprefix("[").removesuffix("]"))
        if re.fullmatch(r"[0-9]{1,5}", port) and 0 < int(port) < 65536:
            return
    except ValueError:
        pass
    raise ValueError(f"CLASSROOM_PORT is {setting!r}: want a port such as 8000, or an address and a port such as 127.0.0.1:8000")


def check_certificate(env: dict[str, str], tls: Path) -> None:
    """Raises ValueError unless none is named, or a certificate and the key that belongs to it."""
    cert, key = env["CLASSROOM_CERT"], env["CLASSROOM_KEY"]
    if bool(cert) != bool(key):
        named, missing = ("CERT", "KEY") if cert else ("KEY", "CERT")
        raise ValueError(f"CLASSROOM_{named} names a file and CLASSROOM_{missing} none: for HTTPS name both in .env")
    if not cert:
        return
    for name, path, mounted in (("CERT", cert, "cert.pem"), ("KEY", key, "key.pem")):
        if not (tls / mounted).is_file():
            raise ValueError(f"CLASSROOM_{name} names {path}, which is no file")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(tls / "cert.pem", tls / "key.pem", password="")
    except (ssl.SSLError, ValueError) as error:
        raise ValueError(
            f"CLASSROOM_CERT and CLASSROOM_KEY name {cert} and {key}: want a certificate and the key that belongs to it,"
            f" as PEM and without a password ({getattr(error, 'reason', None) or error})"
        ) from error


def check_subnets(setting: str, people: int) -> None:
    """Raises ValueError unless the setting is a private network in which each of so many people may have one of 8 addresses."""
    try:
        network = ipaddress.IPv4Network(setting)
    except ValueError as error:
        raise ValueError(f"CLASSROOM_SUBNETS is {setting!r}: want a network such as 10.203.0.0/20") from error
    if not network.is_private:
        raise ValueError(f"CLASSROOM_SUBNETS is {setting!r}, which others have: want a private network such as 10.203.0.0/20")
    if network.num_addresses < 8 * people:
        raise ValueError(f"CLASSROOM_SUBNETS is {setting!r}: {people} people need {8 * people} addresses, want one such as 10.203.0.0/20")


def check_names(clone: Path, environment: Iterable[str]) -> None:
    """Raises ValueError where .env, or a variable of the environment, has a name that docker-compose.yml does not read."""
    text = (clone / "docker-compose.yml").read_text(encoding="utf-8")
    known = set(re.findall(r"\$\{([A-Z_]+)", text))
    dotenv = clone / ".env"
    # Only names: what is behind them, docker-compose reads.
    lines = dotenv.read_text(encoding="utf-8", errors="replace") if dotenv.is_file() and os.access(dotenv, os.R_OK) else ""
    for name in re.findall(r"^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=", lines, re.MULTILINE):
        if name not in known:
            close = difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.85)
            if close or name.upper().startswith(("CLASSROOM_", "LAB_")):
                raise ValueError(f".env sets {name}, which is no setting{advice(close)}")
    for number, line in enumerate(lines.splitlines(), 1):
        # docker-compose 1.29 passes over such a line.
        if (found := re.match(r"\s*(?:export\s+)?(\w+)\b(?!\s*=)", line)) and found[1] in known:
            raise ValueError(f".env, line {number}: {found[1]} is given nothing: want {found[1]}=…")
    for name in environment:
        if name.startswith("CLASSROOM_") and name not in known and not name.startswith("CLASSROOM_TEST_"):  # the tests' own
            close = difflib.get_close_matches(name, known, n=1)
            raise ValueError(f"the environment has {name}, which is no setting{advice(close)}")


def advice(close: list[str]) -> str:
    """What to write in place of a name that is none."""
    return f": did you mean {close[0]}" if close else ": classroom/env.example names them all"


def values(config: str) -> dict[str, str]:
    """The settings in what docker-compose config prints, and CLASS, the path of the class list."""
    resolved = yaml.safe_load(config)
    settings = {name: str(value).replace("$$", "$") for name, value in resolved["services"]["settings"]["environment"].items()}
    found = {name: value for name, value in settings.items() if name not in ("CLASSROOM_LIST", "CLASSROOM_PROJECT")}
    found["CLASS"] = resolved["secrets"]["list"]["file"].replace("$$", "$")
    found["COMPOSE_PROJECT_NAME"] = re.sub(r"[^a-z0-9_-]", "", settings["CLASSROOM_PROJECT"].lower())  # as docker-compose 1.29 does
    for name, value in found.items():
        if not value.isprintable():
            raise ValueError(f"{name} is {value!r}: want one line")
    return found


def check_restored(directory: Path) -> None:
    """Raises ValueError where a restore was cut off while it exchanged files: some are then of the backup, some are not."""
    if (directory / "restoring").exists():
        raise ValueError("a restore was cut off, by the machine perhaps: run scripts/classroom.sh restore DIRECTORY again")


def make_secrets(directory: Path) -> None:
    """Makes the token with which the hub tells the proxy where to send whom, unless it is there. It is the directory's owner's."""
    token = directory / "proxy-token"
    if not token.exists():
        owner = directory.stat()
        write(token, secrets.token_hex(32) + "\n", mode=0o600, owner=(owner.st_uid, owner.st_gid))


def main() -> int:
    """Returns 1 where a setting is wrong."""
    command, *names = sys.argv[1:] or ["check"]
    begin = "classroom.sh" if command == "values" else "The classroom does not start"
    try:
        if command == "values":
            check_names(CLONE, names)
            for name, value in values(sys.stdin.read()).items():
                print(f"{name}={value}")
        else:
            check_names(CLONE, ())  # of the environment, classroom.sh knows which names it has
            check(dict(os.environ))
            check_restored(SECRETS)
            make_secrets(SECRETS)
    except (classlist.ListError, ValueError) as error:
        print(f"{begin}: {error}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
