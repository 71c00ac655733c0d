"""Which pages the slides are made of, and what stands on them."""

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from publish.results import OURS, digest
from publish.slides import brief, html, pages_of

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="


def tagged(cell: NotebookNode, *tags: str) -> NotebookNode:
    cell.metadata["tags"] = list(tags)
    return cell


def drawn(alt: str, **more: str) -> NotebookNode:
    return new_output("display_data", data={"image/png": PIXEL, **more}, metadata={"image/png": {"alt": alt}})


def test_pages() -> None:
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# One\n\nThe end of what was. More of it.\n\n## The loss\n\nIt falls. Then it creeps."),
            new_code_cell("not a slide", outputs=[drawn("left out")]),
            tagged(new_code_cell("loss()", outputs=[new_output("stream", text="0.03\n"), drawn("a curve")]), "slide-06", "code"),
            new_markdown_cell("And in two pictures:"),
            tagged(new_code_cell("two()", outputs=[drawn("the first"), drawn("the second")]), "slide-07"),
            tagged(new_markdown_cell("Both fall.\n\n## Why\n\nBecause.\n\n## Questions\n\n1. Why not?"), "slide-15"),
        ]
    )
    pages = list(pages_of(notebook))
    assert [page.slide for page in pages] == [6, 6, 7, 7, 15]
    code, curve, first, second, why = pages
    assert "loss" in code.code and not code.picture
    assert 'alt="a curve"' in curve.picture and "0.03" in curve.shown and "It falls." in curve.text and "creeps" not in curve.text
    assert all("creeps" in page.notes for page in (code, curve)), "the speaker has the whole text"
    assert "Both fall." in second.notes and "Both fall." not in first.notes + second.text, "and below the last picture what was seen"
    assert "Because." not in second.notes and "Because." in why.notes
    assert 'alt="the first"' in first.picture and 'alt="the second"' in second.picture
    assert "The loss" in first.text and "And in two pictures:" in first.text, "the heading is that of the section"
    assert "Because." in why.text and "Why not?" not in why.text


def test_what_moves_stands_still_on_paper() -> None:
    walk = drawn("a walk", **{"text/html": f'<img src="data:image/gif;base64,{PIXEL}" alt="a walk">'})
    (page,) = pages_of(new_notebook(cells=[tagged(new_code_cell("walk()", outputs=[walk]), "slide-14")]))
    assert page.picture.index('<div class="moving">') < page.picture.index("image/gif") < page.picture.index('<div class="still">')
    assert "<script" in html([page], None) and "<script" not in html([page], None, paper=True)


def test_a_long_table_gives_way_to_its_picture() -> None:
    table = new_output("stream", text="a row\n" * 20)
    beside, alone = (
        next(pages_of(new_notebook(cells=[tagged(new_code_cell("t()", outputs=shown), "slide-16")])))
        for shown in ([table, drawn("a curve")], [table])
    )
    assert not beside.shown and 'alt="a curve"' in beside.picture
    assert "a row" in alone.shown


def test_says_when_and_on_what_it_was_made() -> None:
    notebook = new_notebook(cells=[tagged(new_code_cell("f()", outputs=[drawn("a curve")]), "slide-06")])
    (unknown,) = pages_of(notebook)
    record = {"digits": "MNIST 1", "seed": 1, "date": "2026-05-01T23:00:00+02:00", "numbers": {}, "outputs": digest(notebook)}
    notebook.metadata[OURS] = record
    (page,) = pages_of(notebook)
    mixed = html([unknown, page], None)
    assert "of a run that is not recorded" in mixed and "MNIST 1 · seed 1 · 1 May 2026" in mixed
    one = html([page], "MNIST · seed 1 · Go · 1 May 2026")
    assert one.count("1 May 2026") == 1 and '<p class="made">MNIST · seed 1' in one


def test_brief() -> None:
    text = "## A model\n\nThe first. The second.\n\n$$\na = 1, \\qquad b = 2 .\n$$\n\n- one. Two\n- three"
    assert brief(text) == "## A model\n\nThe first.\n\n$$\na = 1\n$$\n\n$$\nb = 2 .\n$$\n\n- one. Two\n- three"
