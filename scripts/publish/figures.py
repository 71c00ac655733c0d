"""The command line of scripts/figures.sh: runs the notebooks and gathers what they draw."""

import argparse
import asyncio
import html
import json
import re
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import nbformat

from lib import chromium
from lib.files import Busy, locked, write, write_json
from lib.own import Mistake, own

from .__main__ import ROOT, describe, shown
from .execute import clear_outputs
from .kept import at_rest, page_name
from .notebooks import Unreadable, read
from .numbering import figure_name
from .paper import Unprinted, pdf_of_svg
from .progress import clock
from .results import OURS, Record, clash, digest, made, record_of
from .run import add_settings, find, run_all, settings_of, unwritable

MADE = "made.json"
"""Beside the figures: when and on what each was made, by its name."""

SLIDES = {
    1: "Unsupervised learning",
    2: "Dimension reduction",
    3: "Autoencoder",
    4: "Dimension reduction and recovery",
    5: "The objective",
    6: "Autoencoder on MNIST",
    7: "Test or evaluation",
    8: "Distribution in latent space",
    9: "Autoencoder as a generative model",
    10: "Generated fake image",
    11: "Latent representation",
    12: "Interpolation in high dimension",
    13: "Interpolation in the manifold",
    14: "A walk in the latent space",
    15: "Generative models",
    16: "Variational autoencoder",
    17: "Generative adversarial network",
}


def main(arguments: list[str]) -> int:
    """Runs the notebooks that draw what is asked for and fills the directory. Returns 0 where every cell ran."""
    options = parse(arguments)
    if options.pdf and chromium.EXECUTABLE is None:
        print(f"figures.sh: --pdf: {chromium.MISSING}", file=sys.stderr)
        return 2
    try:
        own()  # whose mistakes are told before the notebooks run
        with ExitStack() as locks:
            locks.enter_context(locked(options.out / ".lock", shown(options.out)))
            if options.notebooks:
                locks.enter_context(locked(ROOT / "out" / ".notebooks.lock", "notebooks/"))
            return draw(options)
    except (LookupError, Busy, Mistake, Mixed, Unprinted) as error:
        print(f"figures.sh: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"figures.sh: {error.filename or options.out}: {unwritable(error)}", file=sys.stderr)
        return 2


def draw(options: argparse.Namespace) -> int:
    """Does what main says, with the right to write. Raises LookupError where no notebook draws it, Mixed as refresh_all does."""
    paths, unreadable = drawing(find(ROOT / "notebooks", []), options.only)
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="latentlab-figures-") as scratch:
        drawn, executed = Path(scratch, "figures"), Path(scratch, "notebooks")
        try:
            failures = asyncio.run(run_all(paths, {**settings_of(options), "LATENTLAB_FIGURES": str(drawn)}, executed))
        except KeyboardInterrupt:
            print("Interrupted; the figures are as they were.")
            return 130
        for path, failure in failures:
            print("\n" + describe(path, failure), file=sys.stderr)
        gather(drawn, options.out, options.only, origins(executed))
        write(options.out / "figures.html", contact_sheet(options.out))
        count = len(list(options.out.glob("*.png")))
        print(f"\n{count} figures, drawn in {clock(time.monotonic() - start)}: {shown(options.out / 'figures.html')}")
        bad = bool(failures or unreadable)
        if options.notebooks and not bad:
            refresh_all(paths, executed)
            if (walk := options.out / "14-walk.gif").exists():
                write(ROOT / "data" / "walk.gif", walk.read_bytes())  # the README's picture
            for page in filter(lambda path: wanted(path, options.only), options.out.glob("*.html")):
                write(ROOT / "data" / f"{page_name(page.stem)}.html", page.read_bytes())  # to which the notebooks link
    if options.notebooks:
        print("The notebooks are as they were, because of what failed." if bad else "Their outputs are in notebooks/.")
    if options.pdf:
        print(f"{print_drawings(options.out, options.only)} of them are there as PDF, too.")
        write(options.out / "figures.html", contact_sheet(options.out))
    return 1 if bad else 0


def drawing(every: list[Path], only: list[int]) -> tuple[list[Path], int]:
    """The notebooks that draw figures of the slides asked for, and of how many nobody knows, because they cannot be read."""
    paths, unreadable = [], 0
    for path in every:
        try:
            if not only or slides_of(path) & set(only):
                paths.append(path)
        except Unreadable as error:
            print(f"figures.sh: {error}", file=sys.stderr)
            unreadable += 1
    if not paths and only:
        slides = ", ".join(map(str, only))
        raise LookupError(f"no notebook draws slide {slides}; a new one is known once scripts/figures.sh --notebooks has run it")
    return paths, unreadable


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(
        prog="scripts/figures.sh",
        description="Draws every figure of the lecture: PNG with two pixels to a point, SVG of plots, GIF of animations, named by slide.",
    )
    add_settings(parser)
    parser.add_argument("--only", type=int, action="append", default=[], metavar="SLIDE", help="only the figures of this slide, such as 08")
    parser.add_argument("--pdf", action="store_true", help="also each SVG as PDF, for LaTeX; Chromium prints it")
    parser.add_argument("--notebooks", action="store_true", help="also put the outputs of this run into notebooks/")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "figures", help="where to write (%(default)s)")
    return parser.parse_args(arguments)


def slides_of(path: Path) -> set[int]:
    """The slides whose figures a notebook has drawn: its outputs name them "NN-what-it-shows"."""
    cells = read(path).cells
    names = (figure_name(output) for cell in cells if cell.cell_type == "code" for output in cell.outputs)
    return {slide for slide in map(slide_of, names) if slide is not None}


def slide_of(name: str) -> int | None:
    """The slide that a figure belongs to by its name, "NN-what-it-shows"; None where the name has no number."""
    number = re.match(r"(\d\d)-", name)
    return int(number[1]) if number else None


def gather(drawn: Path, out: Path, only: list[int], made: dict[str, str]) -> None:
    """Moves the figures of the slides asked for to out, in place of those that were there.

    made says of each by its name when and on what it was made, which MADE in out keeps.
    """
    out.mkdir(parents=True, exist_ok=True)
    for old in out.iterdir():
        if wanted(old, only):
            old.unlink()
    for new in sorted(drawn.glob("*")) if drawn.exists() else []:
        if wanted(new, only):
            write(out / new.name, new.read_bytes())
    there = {path.stem for path in out.iterdir()}
    write_json(out / MADE, {name: when for name, when in sorted({**made_before(out), **made}.items()) if name in there})


def made_before(out: Path) -> dict[str, str]:
    """When and on what the figures in out were made, by name; of those that nothing is known of, nothing."""
    try:
        found = json.loads((out / MADE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: when for name, when in found.items() if isinstance(when, str)} if isinstance(found, dict) else {}


def origins(executed: Path) -> dict[str, str]:
    """When and on what the figures of executed notebooks were made, by name."""
    made_by_name: dict[str, str] = {}
    for path in sorted(executed.glob("*.ipynb")):
        notebook = read(path)
        record = record_of(notebook)
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                if record and (name := figure_name(output)):
                    made_by_name[name] = made(record)
    return made_by_name


def wanted(path: Path, only: list[int]) -> bool:
    """Whether a file is a figure of one of the slides; of any slide where only is empty."""
    slide = slide_of(path.name)
    return slide is not None and (not only or slide in only)


class Mixed(Exception):
    """Says which notebooks would be of different runs."""


def refresh_all(paths: list[Path], executed: Path) -> None:
    """Puts the outputs of executed notebooks into those at paths. Raises Mixed where notebooks/ would then hold several runs."""
    records: dict[str, Record] = {}
    for path in find(ROOT / "notebooks", []):
        notebook = read(executed / path.name if path in paths else path)
        record = record_of(notebook)
        if record is None and path not in paths and any(cell.get("outputs") for cell in notebook.cells):
            raise Mixed(f"notebooks/ is as it was: {path.name} does not say when and on what its outputs were made: {TOGETHER}")
        records[path.name] = record or {}
    if found := clash(records):
        key, one, other = found
        name = {"source": "digits", "trained_on": "engine"}.get(key, key)
        differ = f"{one} has {name} {records[one][key]}, {other} {name} {records[other][key]}"
        raise Mixed(f"notebooks/ is as it was: it would hold notebooks of different runs: {differ}: {TOGETHER}")
    for path in paths:
        refresh(path, executed / path.name)


TOGETHER = "run them all, by scripts/figures.sh --notebooks without --only"


def refresh(path: Path, executed: Path) -> None:
    """Puts the record of an executed notebook and what is kept of its outputs into the notebook at path, and leaves all else as it is."""
    notebook, run = read(path), read(executed)
    clear_outputs(notebook)
    for cell, done in zip(notebook.cells, run.cells, strict=True):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = at_rest(done.outputs), done.execution_count
    notebook.metadata[OURS] = {**run.metadata[OURS], "outputs": digest(notebook)}
    write(path, nbformat.writes(notebook) + "\n")


def print_drawings(out: Path, only: list[int]) -> int:
    """Puts beside each SVG in out of the slides asked for the same drawing as PDF. Returns how many; raises Unprinted as pdf does."""
    drawings = [path for path in sorted(out.glob("*.svg")) if wanted(path, only)]
    for path in drawings:
        write(path.with_suffix(".pdf"), pdf_of_svg(path.read_text(encoding="utf-8")))
    return len(drawings)


PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>The lecture's figures</title>
<style>
  body {{ margin: 24px; font: 16px/1.5 "Liberation Sans", Arial, sans-serif; color: #222; }}
  section {{ display: flex; flex-wrap: wrap; gap: 24px; }}
  figure {{ margin: 0; max-width: 480px; }}
  img {{ max-width: 480px; max-height: 480px; border: 1px solid #e2e2e2; }}
</style>
<h1>The lecture's figures</h1>
{sections}
</html>
"""


def contact_sheet(out: Path) -> str:
    """A page with all figures in out, slide by slide, each with links to its files."""
    figures: dict[str, list[Path]] = {}
    for path in sorted(out.iterdir()):
        if wanted(path, []):
            figures.setdefault(path.stem, []).append(path)
    sections: list[str] = []
    slide, made_of = "", made_before(out)
    for name, files in figures.items():
        if name[:2] != slide:
            slide = name[:2]
            sections.append(f"{'</section>' if sections else ''}<h2>Slide {int(slide)}: {SLIDES.get(int(slide), '')}</h2><section>")
        shown_file = next((f for kind in (".gif", ".png") for f in files if f.suffix == kind), None)
        view = f'<a href="{shown_file.name}"><img src="{shown_file.name}" alt="{html.escape(name)}"></a>' if shown_file else ""
        links = " ".join(f'<a href="{f.name}">{f.suffix[1:].upper()}</a>' for f in files)
        when = f"<br>{html.escape(made_of[name])}" if name in made_of else ""
        sections.append(f"<figure>{view}<figcaption>{html.escape(name)}: {links}{when}</figcaption></figure>")
    return PAGE.format(sections="\n".join(sections) + ("</section>" if sections else "<p>There are none yet.</p>"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
