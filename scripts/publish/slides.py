"""The command line of scripts/slides.sh: a slide deck of the notebooks, and a PDF of it."""

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jinja2
import nbformat
from nbconvert import HTMLExporter

from lib import chromium
from lib.files import Busy, locked, write
from lib.own import Mistake, own
from lib.version import version

from .__main__ import ROOT, shown
from .figures import SLIDES
from .mathml import markdown
from .notebooks import Unreadable, read
from .page import HERE, font, highlighting
from .paper import Unprinted, pdf
from .results import Record, made, record_of, run_of
from .run import find, unwritable

REVEAL = ROOT / ".lab" / "reveal"
LONG = 420  # characters of markdown that fill the column beside a picture
MOST_PRINTED = 12  # lines of what a cell prints that have a place beside its picture


UNKNOWN = "of a run that is not recorded"


@dataclass
class Page:
    """One page of the deck: HTML of the text, the code, the picture and what was printed.

    notes are for the speaker: what the notebook says before the cell and, on the last of its pages, after it. made says when and on
    what it was made.
    """

    slide: int
    text: str
    long: bool  # whether the text needs a smaller font
    code: str = ""
    picture: str = ""
    shown: str = ""
    notes: str = ""
    made: str = UNKNOWN


def main(arguments: list[str]) -> int:
    """Makes the deck and, where there is a Chromium, the PDF. Returns 0 where it is of all notebooks."""
    options = parse(arguments)
    try:
        with locked(options.out / ".lock", shown(options.out)):
            return make(options)
    except (LookupError, Busy, Mistake, Unprinted) as error:
        print(f"slides.sh: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"slides.sh: {error.filename or options.out}: {unwritable(error)}", file=sys.stderr)
        return 2


def make(options: argparse.Namespace) -> int:
    """Does what main says, with the right to write."""
    pages: list[Page] = []
    records: list[Record | None] = []
    unreadable = 0
    for path in find(options.source, []):
        try:
            notebook = read(path)
        except Unreadable as error:
            print(f"slides.sh: left out: {error}", file=sys.stderr)
            unreadable += 1
            continue
        if found := list(pages_of(notebook)):
            pages += found
            records.append(record_of(notebook))
    if not pages:
        raise LookupError(f"no cell in {shown(options.source)} has a tag such as slide-06")
    known = [record for record in records if record is not None]
    run = run_of(known) if len(known) == len(records) else None
    deck = options.out / "slides.html"
    write(deck, html(pages, run))
    print(f"{len(pages)} pages on {len({page.slide for page in pages})} slides: {shown(deck)}")
    if run is None:
        print("The notebooks are of different runs, or do not say of which: each page says what is known of its own.")
    if chromium.EXECUTABLE is None:
        print(f"No PDF: {chromium.MISSING} and run this again.")
    else:
        write(options.out / "slides.pdf", pdf(html(pages, run, paper=True)))
        print(f"To print:                {shown(options.out / 'slides.pdf')}")
    return 1 if unreadable else 0


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(
        prog="scripts/slides.sh",
        description="Makes slides of the cells of the notebooks that have a tag such as slide-06, with the outputs that are in them.",
    )
    parser.add_argument("--source", type=Path, default=ROOT / "notebooks", help="where the notebooks are (%(default)s)")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "slides", help="where to write (%(default)s)")
    return parser.parse_args(arguments)


def pages_of(notebook: nbformat.NotebookNode) -> Iterator[Page]:
    """The pages of a notebook's tagged cells, in order, each with when and on what the notebook was run."""
    record = record_of(notebook)
    for index, cell in enumerate(notebook.cells):
        if (slide := slide_of(cell)) is None:
            continue
        pages = list(pages_of_cell(cell, slide, text_before(notebook.cells, index)))
        if seen := text_after(notebook.cells, index):
            pages[-1].notes += f"<hr>{markdown(seen)}"
        for page in pages:
            page.made = made(record) if record else UNKNOWN
            yield page


def pages_of_cell(cell: nbformat.NotebookNode, slide: int, source: str) -> Iterator[Page]:
    """The pages of a tagged cell with the text that stands before it.

    A cell of text makes a page of text. One of code makes a page for each of its pictures, with the text beside them; where it
    has the tag "code", its code comes first, on a page of its own.
    """
    short, notes = brief(source), markdown(source)
    text = markdown(short)
    long = len(short) > LONG
    if cell.cell_type == "markdown":
        yield Page(slide, text, long, notes=notes)
        return
    pictures, printed = outputs(cell)
    if pictures and sum("".join(output.text).count("\n") for output in printed) > MOST_PRINTED:
        printed = []  # a table of that length has its picture, and no place beside it
    if "code" in cell.metadata.get("tags", []) or not pictures:
        yield Page(
            slide,
            text,
            long,
            code=rendered(cell, [], with_code="code" in cell.metadata.get("tags", [])),
            shown=rendered(cell, printed) if not pictures else "",
            notes=notes,
        )
    for picture in pictures:
        yield Page(slide, text, long, picture=picture, shown=rendered(cell, printed) if len(pictures) == 1 else "", notes=notes)


def slide_of(cell: nbformat.NotebookNode) -> int | None:
    """The number in the cell's tag "slide-NN"; None without such a tag."""
    for tag in cell.metadata.get("tags", []):
        if match := re.fullmatch(r"slide-(\d\d)", tag):
            return int(match[1])
    return None


def text_before(cells: list[nbformat.NotebookNode], index: int) -> str:
    """The last section of the nearest text at or before a cell, below the last heading that is there.

    The questions at a notebook's end are for its readers, not for the slides.
    """
    place = next((i for i in range(index, -1, -1) if cells[i].cell_type == "markdown"), None)
    if place is None:
        return ""
    text = cells[place].source.partition("\n## Questions")[0]
    headings = [match.start() for match in re.finditer(r"^##? .*$", text, re.MULTILINE)]
    if headings:
        return text[headings[-1] :]
    for cell in reversed(cells[:place]):
        if cell.cell_type == "markdown" and (found := re.findall(r"^##? .*$", cell.source, re.MULTILINE)):
            return f"{found[-1]}\n\n{text}"
    return text


def text_after(cells: list[nbformat.NotebookNode], index: int) -> str:
    """What the notebook says of what a cell of code has shown: the text right below it, up to the next heading."""
    if cells[index].cell_type != "code" or index + 1 == len(cells) or cells[index + 1].cell_type != "markdown":
        return ""
    return re.split(r"^##? ", cells[index + 1].source, maxsplit=1, flags=re.MULTILINE)[0].strip()


def brief(text: str) -> str:
    """The part of a text that a slide shows: headings, formulas, lists, and the first sentence of each paragraph.

    Formulas side by side are put below each other, because the column is narrow.
    """
    blocks = []
    text = re.sub(r",?\s*\\qquad\s*", "\n$$\n\n$$\n", text)
    for block in re.split(r"\n{2,}", text.strip()):
        whole = block.startswith(("#", "$$", "-", "1.", "|"))
        blocks.append(block if whole else re.split(r"(?<=[.?!:])\s+(?=[A-Z*$`])", block, maxsplit=1)[0])
    return "\n\n".join(blocks)


def outputs(cell: nbformat.NotebookNode) -> tuple[list[str], list[nbformat.NotebookNode]]:
    """The pictures that a cell has put out, as HTML, and what it has printed."""
    pictures, printed = [], []
    for output in cell.outputs:
        data = output.get("data", {})
        if "image/png" in data:
            still = rendered(cell, [without(output, keep="image/png")])
            moving = rendered(cell, [without(output, keep="text/html")]) if "text/html" in data else ""
            # On paper nothing moves.
            pictures.append(f'<div class="moving">{moving}</div><div class="still">{still}</div>' if moving else still)
        elif output.output_type == "stream":
            printed.append(output)
    return pictures, printed


def without(output: nbformat.NotebookNode, keep: str) -> nbformat.NotebookNode:
    """An output with its data of one type only."""
    return nbformat.from_dict({**output, "data": {keep: output.data[keep]}})


def rendered(cell: nbformat.NotebookNode, shown: list[nbformat.NotebookNode], with_code: bool = False) -> str:
    """A cell with these outputs as HTML."""
    if not (shown or with_code):
        return ""
    exporter = HTMLExporter(template_name="basic", exclude_input=not with_code, exclude_input_prompt=True, exclude_output_prompt=True)
    exporter.log.setLevel("ERROR")
    one = nbformat.v4.new_notebook(cells=[{**cell, "outputs": shown}], metadata={"language_info": {"name": "go"}})
    return re.sub(r' id="cell-id=[^"]*"', "", exporter.from_notebook_node(nbformat.from_dict(one))[0])


def html(pages: list[Page], run: str | None, paper: bool = False) -> str:
    """The deck: one file, which needs nothing else. For paper it has no script, and all pages below each other.

    run says when and on what all pages were made; None where they are of different runs, so that each says it. Raises Mistake
    where lecture.yaml holds one.
    """
    stacks = [
        (SLIDES.get(slide, ""), slide, [page for page in pages if page.slide == slide]) for slide in sorted({page.slide for page in pages})
    ]
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE), autoescape=True, trim_blocks=True)
    return environment.get_template("slides.html.j2").render(
        version=version(),
        css="\n".join(
            [
                *[reveal(name) for name in ("reveal.css",) if not paper],
                font(),
                highlighting(),
                (HERE / "slides.css").read_text(encoding="utf-8"),
            ]
        ),
        scripts=[reveal(name).replace("</script", r"<\/script") for name in ("reveal.js", "notes.js")],
        stacks=stacks,
        run=run,
        own=own(),
        paper=paper,
    )


def reveal(name: str) -> str:
    """A file of reveal.js."""
    return (REVEAL / name).read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
