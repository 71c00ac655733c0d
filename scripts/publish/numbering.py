"""Numbers the figures of the page, and finds the headings for its table of contents."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import nbformat

# What nbconvert's template makes of an output that is a picture: an <img>, or an <iframe> whose page is in an attribute.
PICTURE = re.compile(r'<div class="output_(?:png|html rendered_html) output_subarea\s*">\s*(<(?:img|iframe)\b.*?)\s*</div>', re.DOTALL)
HEADING = re.compile(r"<h2(?: [^>]*)?>(.*?)</h2>", re.DOTALL)


class Figure(NamedTuple):
    """A picture as it stands on the page: what it is called, and whether it is what moves or what stands for it on paper."""

    name: str
    kind: str = ""

    @property
    def counts(self) -> bool:
        """Whether it has a number of its own: what stands for a moving one on paper has that one's."""
        return self.kind != "still"


def with_stills(notebook: nbformat.NotebookNode) -> None:
    """Puts a picture that does not move after each that does, for paper."""
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        shown = []
        for output in cell.outputs:
            shown.append(output)
            data = output.get("data", {})
            if "text/html" in data and "image/png" in data:
                shown.append(nbformat.from_dict({**output, "data": {"image/png": data.pop("image/png")}}))
        cell.outputs = shown


def pictures(notebook: nbformat.NotebookNode) -> Iterator[Figure]:
    """The pictures of a notebook that with_stills has prepared, in the order of the page, by the names that their outputs have."""
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        last = Figure("")
        for output in cell.outputs:
            data = output.get("data", {})
            if "image/png" in data and last.kind == "moving":
                last = Figure(last.name, "still")
            elif "image/png" in data or re.match(r"\s*<(img|iframe)\b", data.get("text/html", "")):
                last = Figure(title(output), "moving" if "text/html" in data else "")
            else:
                continue
            yield last


def figure_name(output: nbformat.NotebookNode) -> str:
    """The name that a figure's output has in its metadata, such as "08-latent-distribution"; "" where it has none."""
    ours = output.get("metadata", {}).get("latentlab")
    name = ours.get("figure") if isinstance(ours, dict) else None
    return name if isinstance(name, str) else ""


def title(output: nbformat.NotebookNode) -> str:
    """A figure's name in words, without the number of its slide."""
    return re.sub(r"^\d\d-", "", figure_name(output)).replace("-", " ")


def numbered(html: str, figures: list[Figure], before: int) -> str:
    """The HTML of a notebook with its pictures as figures, numbered from before + 1."""
    rest, number = iter(figures), before

    def figure(found: re.Match[str]) -> str:
        nonlocal number
        this = next(rest)
        number += this.counts
        anchor = f' id="figure-{number}"' if this.counts else ""
        caption = f"Figure {number}" + (f": {this.name}" if this.name else "")
        return f'<figure{anchor} class="{this.kind}">{found[1]}<figcaption>{caption}</figcaption></figure>'

    return PICTURE.sub(figure, html)


def with_anchors(html: str, name: str) -> tuple[str, list[tuple[str, str]]]:
    """The HTML of a notebook with a place to go to at each heading, and those places with the headings' HTML."""
    places: list[tuple[str, str]] = []

    def anchored(found: re.Match[str]) -> str:
        places.append((f"{name}-{len(places) + 1}", found[1]))
        return f'<h2 id="{places[-1][0]}">{found[1]}</h2>'

    return HEADING.sub(anchored, html), places
