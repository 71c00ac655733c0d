"""What notebooks/ keeps of the outputs of a run, so that each notebook is small enough to be shown by GitHub and other viewers."""

import base64
import re
import struct
import zlib
from collections.abc import Iterator

import nbformat

from .numbering import figure_name

VEGA = "application/vnd.vegalite.v5+json"

LINK = (
    "Run the cell, and here is a page to play with. In the clone, that of this run is [data/{name}.html](../data/{name}.html), "
    "to be opened in a browser."
)


def page_name(figure: str) -> str:
    """What the page of a figure is called beside the notebooks: "14-explorer" is explorer."""
    return re.sub(r"^\d\d-", "", figure)


def at_rest(outputs: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """A cell's outputs as notebooks/ keeps them: of what answers the pointer the picture beside it, and of a page a link, too.

    A page and a chart come back when the cell is run. What moves by itself stays.
    """
    kept: list[nbformat.NotebookNode] = []
    for output in outputs:
        output.pop("transient", None)
        data = output.get("data", {})
        if "image/png" in data:
            data["image/png"] = packed(data["image/png"])
            data.pop(VEGA, None)
            if data.get("text/html", "").startswith("<iframe"):
                del data["text/html"]
                link = LINK.format(name=page_name(figure_name(output)))
                kept.append(nbformat.v4.new_output("display_data", data={"text/markdown": link}))
        kept.append(output)
    return kept


def packed(png: str) -> str:
    """The same picture as base64 in fewer bytes: cells pack theirs as fast as they can."""
    chunks = list(chunks_of(base64.b64decode(png)))
    pixels = zlib.compress(zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT")), 9)
    first = [kind for kind, _ in chunks].index(b"IDAT")
    others = [chunk for chunk in chunks if chunk[0] != b"IDAT"]
    file = b"\x89PNG\r\n\x1a\n" + b"".join(map(chunk_bytes, [*others[:first], (b"IDAT", pixels), *others[first:]]))
    return base64.b64encode(file).decode()


def chunks_of(file: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a PNG: of each its kind and what it holds."""
    start = 8
    while start < len(file):
        (length,) = struct.unpack_from(">I", file, start)
        yield file[start + 4 : start + 8], file[start + 8 : start + 8 + length]
        start += 12 + length


def chunk_bytes(chunk: tuple[bytes, bytes]) -> bytes:
    """A part of a PNG as it stands in the file, with its length and its checksum."""
    kind, data = chunk
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
