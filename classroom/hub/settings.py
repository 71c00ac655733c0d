"""Checks the classroom's settings before anything starts, and makes the secret that hub and proxy share.

    python settings.py

If a setting is missing or wrong, one sentence on standard error says so, and nothing else starts.
"""

import ipaddress
import os
import secrets
import sys
from pathlib import Path

import classlist
from lib.files import write

SECRETS = Path("/run/classroom")
TLS = Path("/run/tls")


def check(env: dict[str, str], tls: Path = TLS) -> None:
    """Raises ListError or ValueError with a sentence on the first setting that is wrong. tls has the files that they name."""
    classlist.read(Path(env["CLASSROOM_LIST"]))
    base = env["CLASSROOM_BASE_URL"]
    if not base.startswith("/") or not base.endswith("/"):
        raise ValueError(f"CLASSROOM_BASE_URL is {base!r}: want a path that begins and ends with /, such as /latentlab/")
    cert, key = env["CLASSROOM_CERT"], env["CLASSROOM_KEY"]
    if bool(cert) != bool(key):
        named, missing = ("CERT", "KEY") if cert else ("KEY", "CERT")
        raise ValueError(f"CLASSROOM_{named} names a file and CLASSROOM_{missing} none: for HTTPS name both in .env")
    for name, path, mounted in (("CERT", cert, "cert.pem"), ("KEY", key, "key.pem")):
        if path and not (tls / mounted).is_file():
            raise ValueError(f"CLASSROOM_{name} names {path}, which is no file")
    number("CLASSROOM_CPUS", env, float, "a number such as 2")
    number("CLASSROOM_PROCESSES", env, int, "a whole number such as 512")
    number("CLASSROOM_IDLE_SECONDS", env, int, "a whole number such as 3600")
    try:
        ipaddress.ip_network(env["CLASSROOM_SUBNETS"])
    except ValueError as error:
        raise ValueError(f"CLASSROOM_SUBNETS is {env['CLASSROOM_SUBNETS']!r}: want a network such as 10.203.0.0/20") from error


def number(name: str, env: dict[str, str], kind: type, want: str) -> None:
    """Raises ValueError unless the setting is a number above 0."""
    try:
        if kind(env[name]) > 0:
            return
    except ValueError:
        pass
    raise ValueError(f"{name} is {env[name]!r}: want {want}")


def make_secrets(directory: Path) -> None:
    """Makes the token with which the hub tells the proxy where to send whom, unless it is there."""
    token = directory / "proxy-token"
    if not token.exists():
        write(token, secrets.token_hex(32) + "\n", mode=0o600)


def main() -> int:
    """Returns 1 where a setting is wrong."""
    try:
        check(dict(os.environ))
    except (classlist.ListError, ValueError) as error:
        print(f"The classroom does not start: {error}.", file=sys.stderr)
        return 1
    make_secrets(SECRETS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
