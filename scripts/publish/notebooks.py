"""Reads notebooks as they lie on people's disks, and says of one that cannot be read what is wrong and what to do."""

import json
import os
import re
import warnings
from pathlib import Path

import nbformat

LANGUAGE = "go"

CONFLICT = re.compile(rb"^(<{7} |>{7} |={7}$)", re.MULTILINE)


class Unreadable(Exception):
    """What is wrong with a notebook's file: its name, the cause, the way out."""


def read(path: Path, way_out: str = "") -> nbformat.NotebookNode:
    """The notebook in a file, in today's format. Raises Unreadable where it is none.

    way_out says what brings the file back; without, that Git may have it.
    """

    def unreadable(cause: str, out: str = way_out or f"bring it back, for instance by git restore {path.name}") -> Unreadable:
        return Unreadable(f"{path}: {cause}: {out}")

    try:
        if not path.is_file():  # a pipe would never end
            raise unreadable("it is no file")
        content = path.read_bytes()
    except OSError as error:
        raise unreadable(why(error)) from error
    if not content.strip():
        raise unreadable("it is empty")
    if CONFLICT.search(content):
        raise unreadable(
            "it holds the marks of a merge conflict, such as <<<<<<<", way_out or "choose one of the two sides and remove the marks"
        )
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise unreadable(f"its text is not UTF-8 (byte {error.start})") from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is JSON, and Python takes none
        raise unreadable(f"it is damaged or cut short, for it is no JSON ({error})") from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a notebook without the cells' ids gets them
            text = json.dumps(found, ensure_ascii=False)
            text.encode()  # fails on half a character, which can be escaped in JSON and written nowhere else
            notebook = nbformat.reads(text, as_version=4)
            nbformat.validate(notebook, relax_add_props=True)
            check_outputs(notebook)
    except Exception as error:  # a malformed file makes nbformat raise all kinds of errors
        raise unreadable(f"it is JSON, but no notebook ({first_line(error)})") from error
    return notebook


def check_outputs(notebook: nbformat.NotebookNode) -> None:
    """Raises ValueError on what the format's own check lets through and nbconvert cannot show."""
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        for kind, content in output.get("data", {}).items():
            if not kind.endswith("json") and not isinstance(content, str):
                raise ValueError(f"an output's {kind} is no text")
        for kind, about in output.get("metadata", {}).items():
            if "/" in kind and not isinstance(about, dict):
                raise ValueError(f"what is said about an output's {kind} is no object")


def code_cells(notebook: nbformat.NotebookNode) -> list[tuple[int, nbformat.NotebookNode]]:
    """The cells that the kernel is asked to run, with their places in the notebook."""
    return [(i, cell) for i, cell in enumerate(notebook.cells) if cell.cell_type == "code" and cell.source.strip()]


def foreign(notebook: nbformat.NotebookNode) -> str | None:
    """The language of a notebook that is not written in Go; None of one that is, or does not say."""
    metadata = notebook.metadata
    language = metadata.get("kernelspec", {}).get("language") or metadata.get("language_info", {}).get("name") or LANGUAGE
    return None if str(language).lower() == LANGUAGE else str(language)


def why(error: OSError) -> str:
    """The cause of an error of the system in its own words, without Python's."""
    return os.strerror(error.errno) if error.errno else str(error)


def first_line(error: Exception) -> str:
    """The first line of what an error says, cut to what fits in a sentence."""
    text = str(error).strip().partition("\n")[0] or type(error).__name__
    return text if len(text) <= 100 else text[:99] + "…"
