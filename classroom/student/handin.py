#!/usr/bin/python3 -I
"""Hands a notebook in, as it was saved last. What has arrived stays as it is: hand in again, and the last one before the deadline counts.

handin                     what can be handed in, until when, and what you have handed in
handin 03-dense-layer      hands in 03-dense-layer.ipynb, of this directory, ~/handout or ~/lecture/exercises
handin my/03-walk.ipynb    hands in that file, as 03-walk
handin --feedback          puts your page of feedback into ~/feedback.html
"""

import argparse
import hashlib
import json
import os
import sys
import time
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

PLACES = (Path(), Path.home() / "handout", Path.home() / "lecture" / "exercises")
LARGEST = 20 << 20
"""Bytes of a notebook that are taken."""
TRIES = 6
"""How often, in all, where the classroom does not answer."""


class Trouble(Exception):
    """What is wrong, and what to do."""


def ask(method: str, path: str, body: bytes | None = None) -> bytes:
    """What the classroom answers. Raises Trouble with its words where it refuses."""
    where, token = os.environ.get("CLASSROOM_HANDIN"), os.environ.get("JUPYTERHUB_API_TOKEN")
    if not where or not token:
        raise Trouble("there is no classroom here to hand in to: open a terminal in your JupyterLab of the class")
    request = urllib.request.Request(where + path, body, {"Authorization": f"token {token}"}, method=method)
    open_it = urllib.request.build_opener(urllib.request.ProxyHandler({})).open
    for attempt in range(1, TRIES + 1):
        try:
            with open_it(request, timeout=120) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            if error.code != 503 or attempt == TRIES:
                raise Trouble(reason(error)) from error
        except OSError as error:
            if attempt == TRIES:
                raise Trouble(f"the classroom does not answer ({error}): tell your instructor, and try again") from error
        time.sleep(2 * attempt)
    raise AssertionError


def reason(error: urllib.error.HTTPError) -> str:
    """Why the classroom refuses."""
    try:
        return str(json.load(error)["error"])
    except (ValueError, KeyError, TypeError):
        return f"the classroom answers {error.code}: tell your instructor"


def find(name: str) -> Path:
    """The notebook of that name or path."""
    path = Path(name).expanduser()
    if path.suffix == ".ipynb":
        if not path.is_file():
            raise Trouble(f"there is no file {name}")
        return path
    found = [place / f"{name}.ipynb" for place in PLACES if (place / f"{name}.ipynb").is_file()]
    if not found:
        raise Trouble(f"there is no {name}.ipynb here, in ~/handout or in ~/lecture/exercises: name its path")
    if any(not other.samefile(found[0]) for other in found[1:]):
        raise Trouble(f"there is more than one {name}.ipynb: name the path of yours, such as {found[0]}")
    return found[0]


def hand_in(path: Path) -> str:
    """Hands a notebook in. Returns what was confirmed, in a sentence."""
    content = path.read_bytes()
    if len(content) > LARGEST:
        raise Trouble(f"{path} has more than {LARGEST >> 20} MB: clear its outputs, save it, and try again")
    try:
        json.loads(content)
    except ValueError as error:
        raise Trouble(f"{path} is no notebook: save it again") from error
    receipt = json.loads(ask("POST", "/submissions/" + quote(path.stem, safe=""), content))
    if receipt["sha256"] != hashlib.sha256(content).hexdigest():
        raise Trouble("something else has arrived than was sent: hand it in again")
    late = ", after the deadline" if receipt["late"] else ""
    return f"Handed in: {receipt['assignment']}, at {clock(receipt['time'])}{late}. SHA-256 {receipt['sha256']}"


def overview() -> str:
    """What can be handed in, and what was."""
    said = json.loads(ask("GET", "/submissions"))
    lines = [f"{a['assignment']}: until {clock(a['deadline']) if a['deadline'] else 'any time'}" for a in said["assignments"]]
    lines = lines or ["Nothing can be handed in yet."]
    for receipt in said["submissions"]:
        late = "  late" if receipt["late"] else ""
        lines.append(f"  {receipt['assignment']}  {clock(receipt['time'])}  {receipt['sha256'][:16]}…{late}")
    if said["feedback"]:
        lines.append("There is feedback for you: handin --feedback")
    return "\n".join(lines)


def clock(text: str) -> str:
    """A moment as people write it, with its distance from UTC."""
    return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M:%S %z}"


def feedback() -> str:
    """Writes the page of feedback. Returns where it is, in a sentence."""
    page = Path.home() / "feedback.html"
    content = ask("GET", "/feedback")
    new = page.with_name(".feedback.html.new")
    new.write_bytes(content)
    new.replace(page)
    return "Your feedback is in feedback.html, beside the directory lecture."


def main(arguments: list[str]) -> int:
    """Returns 1 where nothing was handed in."""
    parser = argparse.ArgumentParser(prog="handin", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notebook", nargs="?", help="its name, or its path")
    parser.add_argument("--feedback", action="store_true", help="fetches your feedback")
    options = parser.parse_args(arguments)
    try:
        print(feedback() if options.feedback else hand_in(find(options.notebook)) if options.notebook else overview())
    except (Trouble, OSError) as error:
        print(f"handin: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
