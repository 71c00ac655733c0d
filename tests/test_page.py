"""The page: whole in itself, and readable without a network."""

import base64
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from publish.mathml import markdown
from publish.page import Section, page

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="


def section(name: str, *cells: NotebookNode, **record: object) -> Section:
    return Section(name, new_notebook(cells=list(cells)), {"date": "2026-05-01T23:00:00+02:00", "numbers": {}, **record})


def example(directory: Path) -> str:
    """A page of two notebooks with every kind of output that the lecture uses."""
    chart = {"application/vnd.vegalite.v5+json": {"mark": "point"}, "image/png": PIXEL, "text/plain": "a chart"}
    outputs = [
        new_output("stream", text="loss 0.03 < 0.04\n"),
        new_output("display_data", data=chart),
        new_output("display_data", data={"text/html": f'<img alt="walk" src="data:image/gif;base64,{PIXEL}">'}),
        new_output("error", ename="ERROR", evalue="exit status 1", traceback=["\x1b[31mexit status 1\x1b[0m"]),
    ]
    first = section(
        "03-train-on-mnist",
        new_markdown_cell("# Training & testing\n\nMinimise $\\|x - g(f(x))\\|^2$; see [the next](04-evaluation.ipynb)."),
        new_code_cell('%%\nfmt.Println("a < b")', outputs=outputs),
        new_markdown_cell("![a pixel](pixel.png)"),
        digits="MNIST 1, 5, 6",
        backend="XLA on CPU",
        seed=1,
        numbers={"steps": 2500},
    )
    second = section(
        "04-evaluation",
        new_markdown_cell("## No title\n\n$$\\sum_i x_i$$"),
        digits="<MNIST>",
        seed=2,
        date="2026-05-02T01:00:00+02:00",
        numbers={"test_mse": 0.0315743},
    )
    return page([first, second], directory)


class Addresses(HTMLParser):
    """Collects what a browser would fetch, and which elements there are."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name in ("src", "srcset", "data") or (name == "href" and tag == "link"):
                self.fetched.append(value or "")


def test_nothing_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "pixel.png").write_bytes(base64.b64decode(PIXEL))
    html = example(tmp_path)
    found = Addresses()
    found.feed(html)
    assert len(found.fetched) == 3
    assert all(address.startswith("data:image/") for address in found.fetched), found.fetched
    assert not found.tags & {"script", "iframe", "link"}
    assert all(address.startswith("data:") for address in re.findall(r"url\(([^)]*)\)", html))


def test_what_the_page_says(tmp_path: Path) -> None:
    html = example(tmp_path)
    assert '<li><a href="#03-train-on-mnist">Training &amp; testing</a>' in html
    assert '<li><a href="#04-evaluation">04-evaluation</a>' in html
    assert '<li><a href="#04-evaluation-1">No title</a></li>' in html and '<h2 id="04-evaluation-1">No title</h2>' in html
    assert '<a href="#04-evaluation">the next</a>' in html, "links between notebooks lead to their places on the page"
    assert "03-train-on-mnist.ipynb · MNIST 1, 5, 6 · seed 1 · XLA on CPU · 1 May 2026 · " in html
    assert "04-evaluation.ipynb · &lt;MNIST&gt; · seed 2 · 2 May 2026 · " in html
    assert '<th scope="row">digits</th><td>MNIST 1, 5, 6</td><td>&lt;MNIST&gt;</td>' in html
    assert '<th scope="row">test_mse</th><td>–</td><td>0.03157</td>' in html
    assert "Its notebooks are of different runs" in html and "a column for each run" in html
    assert "loss 0.03 &lt; 0.04" in html
    assert "exit status 1" in html and "\x1b" not in html
    assert html.count("<math") == 2 and "$" not in re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)


def test_the_glossary_is_on_the_page_without_its_map(tmp_path: Path) -> None:
    (tmp_path / "glossary.md").write_text("# Glossary\n\n## Map\n\n```mermaid\ngraph TD\n  a --> b\n```\n\n## Words\n\n$z$ is a code.\n")
    html = page([section("03-a", new_markdown_cell("# A\n\nSee the [glossary](glossary.md)."))], tmp_path)
    assert 'See the <a href="#glossary">glossary</a>' in html and '<section id="glossary"' in html
    assert "is a code." in html and "graph TD" not in html and "Map" not in html
    assert 'id="glossary"' not in page([], tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"$\hat x = g(z)$", "<mover"),
        (r"$$\frac{1}{m} \sum_{i=1}^{m} (t_i - y_i)^2$$", "<mfrac>"),
        (r"$\mathbb{E}$", "𝔼"),
        ("\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}", "<mtable"),
    ],
)
def test_formulas(tex: str, expected: str) -> None:
    html = unescape(markdown(tex))
    assert "<math" in html and "</math>" in html
    assert expected in html


def test_a_page_of_one_run_says_so_once(tmp_path: Path) -> None:
    cells = new_markdown_cell("# Training")
    record = {"source": "MNIST", "seed": 1, "backend": "Go", "numbers": {"steps": 1}}
    html = page([section("03-a", cells, **record), section("04-b", cells, **record)], tmp_path)
    assert "<p>Run on MNIST · seed 1 · Go · 1 May 2026.</p>" in html and "different runs" not in html


def test_attachments(tmp_path: Path) -> None:
    cell = new_markdown_cell(
        "![one](attachment:a.png) ![lost](attachment:b.png) ![no file](.)", attachments={"a.png": {"image/png": PIXEL}}
    )
    html = page([section("03-a", cell)], tmp_path)
    assert f'src="data:image/png;base64,{PIXEL}"' in html
    assert re.findall(r'alt="(.*?)"', html) == ["one", "lost", "no file"]


def test_a_folded_answer_holds_its_text() -> None:
    html = markdown("1. Why?\n\n   <details><summary>Answer</summary>\n\n   Because.\n\n   </details>")
    assert re.search(r"<details><summary>Answer</summary>\s*<p>Because\.</p>\s*</details>", html)


def test_broken_formula_stays_readable() -> None:
    assert markdown(r"$\frac{1}{$").count("<code>") == 1


def test_figures_are_numbered_through_all_notebooks(tmp_path: Path) -> None:
    png = {"image/png": PIXEL}
    film = {"text/html": f'<img alt="a walk" src="data:image/gif;base64,{PIXEL}">', **png}

    def named(name: str, data: dict[str, str]) -> NotebookNode:
        return new_output("display_data", data=data, metadata={"image/png": {"alt": name}, "latentlab": {"figure": name}})

    first = section(
        "01-a",
        new_code_cell(
            "show()",
            outputs=[
                new_output("stream", text="60 images\n"),
                named("01-digits", png),
            ],
        ),
    )
    second = section(
        "02-b",
        new_code_cell("fit()", outputs=[new_output("display_data", data=png)]),
        new_code_cell("walk()", outputs=[named("14-the-walk", film), named("14-path", png)]),
    )
    html = page([first, second], tmp_path)
    assert re.findall(r"<figcaption>(.*?)</figcaption>", html) == [
        "Figure 1: digits",
        "Figure 2",
        "Figure 3: the walk",
        "Figure 3: the walk",
        "Figure 4: path",
    ]
    assert re.findall(r'<figure( id="[^"]*")? class="(\w*)">', html) == [
        (' id="figure-1"', ""),
        (' id="figure-2"', ""),
        (' id="figure-3"', "moving"),
        ("", "still"),
        (' id="figure-4"', ""),
    ]
    assert 'alt="01-digits"' in html
