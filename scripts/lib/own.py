"""What notebooks/lecture.yaml says about slides and report; pkg/settings of Go reads the rest of it."""

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]

KEYS = ("digits", "images", "steps", "latent", "palette", "walk", "title", "name", "logo")
"""The settings, in the order of the file."""

LONGEST = 200
"""Characters of a text."""

KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
"""The kinds of pictures, by the end of their files' names."""

LARGEST = 1 << 20
"""Bytes of a logo, which goes into the file of the slides."""


class Mistake(Exception):
    """What is wrong with lecture.yaml: the file, the setting, its value, and what is wanted."""


@dataclass(frozen=True)
class Own:
    """What is one's own of slides and report. logo is the address of a picture that holds it whole, "" for none."""

    title: str = "The lecture on autoencoders"
    name: str = ""
    logo: str = ""


def own(root: Path = ROOT) -> Own:
    """What the file of the clone at root says; what it leaves out is the lecture's. Raises Mistake."""
    path = root / "notebooks" / "lecture.yaml"
    try:
        settings = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Own()
    except (OSError, UnicodeDecodeError) as error:
        raise Mistake(f"{path}: it cannot be read: {error}") from error
    except yaml.YAMLError as error:
        cause = " ".join(str(error).split())
        raise Mistake(f"{path}: it is no YAML ({cause}): put texts with : or # into quotes, and close every bracket") from error
    if settings is None:
        return Own()
    if not isinstance(settings, dict):
        raise Mistake(f"{path}: it holds {settings!r}: want lines such as steps: 2500")
    if unknown := [key for key in settings if key not in KEYS]:
        raise Mistake(f"{path}: there is no setting {unknown[0]}: want one of {', '.join(KEYS)}")
    lines = {key: line(path, key, settings[key]) for key in ("title", "name", "logo") if settings.get(key) is not None}
    if lines.get("logo"):
        lines["logo"] = picture(path, root / lines["logo"])
    return Own(**lines)


def line(path: Path, key: str, value: Any) -> str:
    """A text of one line. Raises Mistake."""
    if not isinstance(value, str) or len(value) > LONGEST or any(mark in value for mark in "\n\r\0"):
        wanted = f"a text of one line and at most {LONGEST} characters, in quotes where it looks like a number"
        raise Mistake(f"{path}: {key} is {value!r}: want {wanted}")
    return value.strip()


def picture(path: Path, logo: Path) -> str:
    """The address that holds the picture in a file. Raises Mistake."""
    kind = KINDS.get(logo.suffix.lower())
    if kind is None:
        raise Mistake(f"{path}: logo is {logo}: want a picture whose name ends in {', '.join(KINDS)}")
    try:
        if not logo.is_file():  # a pipe would never end
            raise FileNotFoundError("it is no file")
        content = logo.read_bytes()
    except OSError as error:
        raise Mistake(f"{path}: logo is {logo}, which cannot be read ({error.strerror or error}): want the path of a picture") from error
    if len(content) > LARGEST:
        raise Mistake(f"{path}: logo is {logo} of {len(content)} bytes: want at most {LARGEST}")
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
