"""Where browsers find the class, and what keeps a student's pages apart from the hub's and from other students'.

subdomains: every student has an origin of their own, NAME.class.example.org, and browsers keep origins apart.
path: all share the class's one name, and the proxy lets nobody but NAME load what is below /user/NAME/.
"""

import re
from collections.abc import Mapping

MODES = ("subdomains", "path")
ADDRESS = re.compile(r"(?P<scheme>https?)://(?P<name>[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:[0-9]{1,5})?")
HOW = "see Names in classroom/README.md"


def check(env: Mapping[str, str]) -> None:
    """Raises ValueError with a sentence where the class's address or the way to keep origins apart is missing or wrong."""
    mode, address = env["CLASSROOM_ORIGINS"], env["CLASSROOM_ADDRESS"]
    if mode not in MODES:
        said = f"is {mode!r}" if mode else "is not set"
        raise ValueError(f"CLASSROOM_ORIGINS {said}: want subdomains (a name for each student) or path (the class has one name), {HOW}")
    parts = ADDRESS.fullmatch(address)
    if parts is None and ADDRESS.fullmatch(small := address.lower()):
        raise ValueError(f"CLASSROOM_ADDRESS is {address!r}, and browsers write it in small letters: want {small}")
    if parts is None:
        said = f"is {address!r}" if address else "is not set"
        raise ValueError(f"CLASSROOM_ADDRESS {said}: want what browsers open, without a path, such as http://class.localhost:8000, {HOW}")
    if mode == "subdomains" and not re.search(r"\.[a-z][a-z0-9-]*$", parts["name"]):
        raise ValueError(
            f"CLASSROOM_ADDRESS is {address}: {parts['name']} can have no names below it that browsers keep apart: "
            f"want one such as class.localhost or class.example.org, or CLASSROOM_ORIGINS=path, {HOW}"
        )
    if env["CLASSROOM_CERT"] and parts["scheme"] == "http":
        raise ValueError(f"CLASSROOM_CERT names a certificate and CLASSROOM_ADDRESS is {address}: with HTTPS it begins with https://")
