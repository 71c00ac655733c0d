"""Makes one self-contained page of executed notebooks: no script, no address outside the file."""

import base64
import copy
import re
from dataclasses import dataclass
from pathlib import Path

import jinja2
import nbformat
from nbconvert import HTMLExporter
from pygments.formatters import HtmlFormatter

from lib.own import own
from lib.version import version

from .mathml import markdown
from .numbering import numbered, pictures, with_anchors, with_stills
from .results import Record, columns, made, rows, run_of

HERE = Path(__file__).parent


@dataclass
class Section:
    """One notebook of the page: its file's name without .ipynb, its cells, and its record (see results)."""

    name: str
    notebook: nbformat.NotebookNode
    record: Record

    @property
    def made(self) -> str:
        """When and on what it was run."""
        return made(self.record)

    @property
    def title(self) -> str:
        """The first heading, or the name."""
        for cell in self.notebook.cells:
            if cell.cell_type == "markdown" and (match := re.search(r"^#\s+(.+)$", cell.source, re.MULTILINE)):
                return match[1].strip()
        return self.name


GLOSSARY = "glossary.md"
"""The page of words and symbols beside the notebooks, which link to it."""

MIXED = "Its notebooks are of different runs: each says below its place when and on what it was run."


def page(sections: list[Section], directory: Path) -> str:
    """The HTML of the page. directory is where the notebooks' pictures are. Raises Mistake where lecture.yaml holds one."""
    bodies, figures = [], 0
    for section in sections:
        html, places, drawn = body(section, sections, directory, figures)
        bodies.append((section, html, places))
        figures += drawn
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE), autoescape=True, trim_blocks=True)
    records = {section.name: section.record for section in sections}
    run = run_of(records.values())
    return environment.get_template("page.html.j2").render(
        version=version(),
        title=own().title,
        css=stylesheet(),
        sections=bodies,
        rows=rows(records),
        mixed=len(columns(records)) > 1,
        glossary=glossary(directory),
        made=f"Run on {run}." if run else MIXED if records else "There is no notebook here that has been run.",
    )


def glossary(directory: Path) -> str:
    """The glossary in directory as HTML, without its map, which a script would have to draw; "" where there is none."""
    if not (directory / GLOSSARY).is_file():
        return ""
    text = (directory / GLOSSARY).read_text(encoding="utf-8")
    return markdown(re.sub(r"^## [^\n]*\n\n```mermaid\n.*?```\n\n", "", text, flags=re.DOTALL | re.MULTILINE))


def stylesheet() -> str:
    """The page's style, with Go's colours and the font of the formulas."""
    return "\n".join([font(), highlighting(), (HERE / "page.css").read_text(encoding="utf-8")])


def font() -> str:
    """The font of the formulas, as CSS: few systems have one whose brackets grow."""
    # STIX Two Math 2.11, SIL Open Font License 1.1 (https://github.com/stipub/stixfonts), cut down with pyftsubset to
    # Latin and Greek, the alphabets and the symbols of mathematics.
    data = base64.b64encode((HERE / "stix-two-math.woff2").read_bytes()).decode()
    return f'@font-face {{ font-family: "Lecture Math"; src: url(data:font/woff2;base64,{data}); }}'


def highlighting() -> str:
    """The colours of Go, as CSS. Of the styles that Pygments has, this one is dark enough on a light ground for everybody."""
    return HtmlFormatter(style="xcode").get_style_defs(".highlight")


def body(section: Section, sections: list[Section], directory: Path, before: int) -> tuple[str, list[tuple[str, str]], int]:
    """The cells of one notebook as HTML, with links to the other notebooks and the glossary leading to their places on the page.

    before is how many figures there are before it. Also returns the headings, as with_anchors does, and how many figures it has.
    """

    @jinja2.pass_context
    def markdown2html(context: jinja2.runtime.Context, text: str) -> str:
        cell = context.get("cell") or {}
        return markdown(text, str(directory), cell.get("attachments"))

    exporter = HTMLExporter(template_name="basic", filters={"markdown2html": markdown2html})
    exporter.log.setLevel("ERROR")  # it warns about pictures without alternative text
    notebook = copy.deepcopy(section.notebook)
    with_stills(notebook)
    notebook.metadata.language_info = {"name": "go"}
    html, _ = exporter.from_notebook_node(notebook)
    html = re.sub(r' id="cell-id=[^"]*"', "", html)  # two notebooks may have the same ids
    for other in sections:
        html = html.replace(f'href="{other.name}.ipynb"', f'href="#{other.name}"')
    html = html.replace(f'href="{GLOSSARY}"', 'href="#glossary"')
    html = html.replace("<pre>", '<pre tabindex="0">')  # so that it can be scrolled by keyboard
    html, places = with_anchors(html, section.name)
    figures = list(pictures(notebook))
    return numbered(html, figures, before), places, sum(figure.counts for figure in figures)
