"""The command line of scripts/figures.sh: runs the notebooks and gathers what they draw."""

import argparse
import asyncio
import html
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from lib.files import write

from .__main__ import ROOT, describe, shown
from .execute import clear_outputs
from .numbering import figure_name
from .progress import clock
from .run import OURS, add_settings, find, run_all, settings_of

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
}


def main(arguments: list[str]) -> int:
    """Runs the notebooks that draw what is asked for and fills the directory. Returns 0 where every cell ran."""
    options = parse(arguments)
    every = find(ROOT / "notebooks", [])
    paths = [path for path in every if not options.only or slides_of(path) & set(options.only)]
    if not paths:
        print(f"figures.sh: no notebook draws slide {', '.join(map(str, options.only))}", file=sys.stderr)
        return 2
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
        gather(drawn, options.out, options.only)
        if options.notebooks and not failures:
            for path in paths:
                refresh(path, executed / path.name)
            if (walk := options.out / "14-walk.gif").exists():
                shutil.copy(walk, ROOT / "data" / "walk.gif")  # the README's picture
    write(options.out / "figures.html", contact_sheet(options.out))
    count = len(list(options.out.glob("*.png")))
    print(f"\n{count} figures, drawn in {clock(time.monotonic() - start)}: {shown(options.out / 'figures.html')}")
    if options.notebooks:
        print("The notebooks are as they were, because a cell failed." if failures else "Their outputs are in notebooks/.")
    return 1 if failures else 0


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(
        prog="scripts/figures.sh",
        description="Draws every figure of the lecture: PNG with two pixels to a point, SVG of plots, GIF of animations, named by slide.",
    )
    add_settings(parser)
    parser.add_argument("--only", type=int, action="append", default=[], metavar="SLIDE", help="only the figures of this slide, such as 08")
    parser.add_argument("--notebooks", action="store_true", help="also put the outputs of this run into notebooks/")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "figures", help="where to write (%(default)s)")
    return parser.parse_args(arguments)


def slides_of(path: Path) -> set[int]:
    """The slides whose figures a notebook has drawn: its outputs name them "NN-what-it-shows"."""
    cells = nbformat.read(path, as_version=4).cells
    names = (figure_name(output) for cell in cells if cell.cell_type == "code" for output in cell.outputs)
    return {slide for slide in map(slide_of, names) if slide is not None}


def slide_of(name: str) -> int | None:
    """The slide that a figure belongs to by its name, "NN-what-it-shows"; None where the name has no number."""
    number = re.match(r"(\d\d)-", name)
    return int(number[1]) if number else None


def gather(drawn: Path, out: Path, only: list[int]) -> None:
    """Moves the figures of the slides asked for to out, in place of those that were there."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.iterdir():
        if wanted(old, only):
            old.unlink()
    for new in sorted(drawn.glob("*")) if drawn.exists() else []:
        if wanted(new, only):
            shutil.move(new, out / new.name)


def wanted(path: Path, only: list[int]) -> bool:
    """Whether a file is a figure of one of the slides; of any slide where only is empty."""
    slide = slide_of(path.name)
    return slide is not None and (not only or slide in only)


def refresh(path: Path, executed: Path) -> None:
    """Puts the outputs of an executed notebook into the notebook at path, and leaves all else as it is."""
    notebook, run = nbformat.read(path, as_version=4), nbformat.read(executed, as_version=4)
    run.metadata.pop(OURS, None)
    clear_outputs(notebook)
    for cell, done in zip(notebook.cells, run.cells, strict=True):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = done.outputs, done.execution_count
            for output in cell.outputs:
                output.pop("transient", None)
    write(path, nbformat.writes(notebook) + "\n")


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
    slide = ""
    for name, files in figures.items():
        if name[:2] != slide:
            slide = name[:2]
            sections.append(f"{'</section>' if sections else ''}<h2>Slide {int(slide)}: {SLIDES.get(int(slide), '')}</h2><section>")
        shown_file = next((f for kind in (".gif", ".png") for f in files if f.suffix == kind), None)
        view = f'<a href="{shown_file.name}"><img src="{shown_file.name}" alt="{html.escape(name)}"></a>' if shown_file else ""
        links = " ".join(f'<a href="{f.name}">{f.suffix[1:].upper()}</a>' for f in files)
        sections.append(f"<figure>{view}<figcaption>{html.escape(name)}: {links}</figcaption></figure>")
    return PAGE.format(sections="\n".join(sections) + ("</section>" if sections else "<p>There are none yet.</p>"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
