"""What notebooks/ keeps of a run's outputs: pictures and films, and of what answers the pointer the picture beside it."""

import base64
import struct
import zlib

import nbformat
from nbformat.v4 import new_output

from publish.kept import VEGA, at_rest, chunk_bytes, chunks_of, packed

ROWS = b"".join(b"\0" + bytes(range(64)) for _ in range(64))  # of 64 pixels, each row after its filter, none


def png(level: int) -> str:
    """A grey picture, compressed at a level, its pixels in two parts."""
    pixels = zlib.compress(ROWS, level)
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0)),
        (b"tEXt", b"Title\0rows"),
        (b"IDAT", pixels[:20]),
        (b"IDAT", pixels[20:]),
        (b"IEND", b""),
    ]
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"".join(map(chunk_bytes, parts))).decode()


def shown(**data: object) -> nbformat.NotebookNode:
    return new_output("display_data", data={"image/png": png(1), **data}, metadata={"latentlab": {"figure": "14-explorer"}})


def test_a_packed_picture_is_smaller_and_the_same() -> None:
    small = packed(png(0))
    assert len(small) < len(png(0)) / 4 and packed(small) == small
    parts = list(chunks_of(base64.b64decode(small)))
    assert [kind for kind, _ in parts] == [b"IHDR", b"tEXt", b"IDAT", b"IEND"]
    assert zlib.decompress(parts[2][1]) == ROWS
    assert b"".join(map(chunk_bytes, parts)) == base64.b64decode(small)[8:]


def test_of_a_page_there_is_a_link_and_its_picture() -> None:
    link, picture = at_rest([shown(**{"text/html": '<iframe srcdoc="…"></iframe>'})])
    assert "](../data/explorer.html)" in link.data["text/markdown"]
    assert list(picture.data) == ["image/png"] and picture.metadata.latentlab.figure == "14-explorer"
    assert at_rest([link, picture]) == [link, picture]


def test_of_a_chart_there_is_its_picture() -> None:
    (picture,) = at_rest([shown(**{VEGA: {"data": {}}})])
    assert list(picture.data) == ["image/png"]


def test_a_film_and_a_text_stay() -> None:
    film, text = shown(**{"text/html": '<img src="data:image/gif;base64,R0lGOD">'}), new_output("stream", text="step 6")
    kept = at_rest([film, text])
    assert [*kept[0].data] == ["image/png", "text/html"] and kept[1] == text
