"""What notebooks/lecture.yaml changes of slides and report, and what it says of mistakes in it."""

import base64
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from lib.own import KEYS, ROOT, Mistake, Own, own
from publish import __main__, figures, page, slides

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone whose lecture.yaml the test writes, and which everything that is published reads."""
    (tmp_path / "notebooks").mkdir()
    for module in (__main__, figures, page, slides):
        monkeypatch.setattr(module, "own", lambda: own(tmp_path))
    return tmp_path


def says(clone: Path, text: str) -> None:
    (clone / "notebooks" / "lecture.yaml").write_text(text, encoding="utf-8")


def deck() -> str:
    cell = new_code_cell("f()", outputs=[new_output("stream", text="0.03\n")], metadata={"tags": ["slide-06"]})
    return slides.html(list(slides.pages_of(new_notebook(cells=[cell]))), None)


def test_the_file_holds_the_defaults() -> None:
    text = (ROOT / "notebooks" / "lecture.yaml").read_text(encoding="utf-8")
    assert own() == Own()
    assert [line.partition(":")[0] for line in text.splitlines() if line[:1].isalpha()] == list(KEYS)


def test_without_settings(clone: Path) -> None:
    assert own(clone) == Own()
    for text in ("", "# nothing\n", "title:\nname:\nlogo:\n", "steps: 3\n"):
        says(clone, text)
        assert own(clone) == Own()
    plain = deck()
    assert "<h1>The lecture on autoencoders</h1>" in plain and 'class="logo"' not in plain and 'class="name"' not in plain


def test_title(clone: Path) -> None:
    says(clone, "title: Digits & codes\n")
    assert "<h1>Digits &amp; codes</h1>" in deck() and "<title>Digits &amp; codes: slides</title>" in deck()
    assert "<h1>Digits &amp; codes</h1>" in page.page([], clone) and "The lecture on autoencoders" not in deck() + page.page([], clone)


def test_name(clone: Path) -> None:
    says(clone, "name: Ada Lovelace, London\n")
    assert '<p class="name">Ada Lovelace, London</p>' in deck()


def test_logo(clone: Path) -> None:
    (clone / "logo.png").write_bytes(base64.b64decode(PIXEL))
    says(clone, "logo: logo.png\n")
    assert f'<img class="logo" src="data:image/png;base64,{PIXEL}" alt="">' in deck(), "the slides hold it whole"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("titel: Ziffern", "there is no setting titel: want one of digits, images,"),
        ("title: 2026", "title is 2026: want a text of one line"),
        ("name: |\n  a\n  b", "name is 'a\\nb': want a text of one line"),
        ("name: [a]", "name is ['a']: want a text of one line"),
        (f"title: {'a' * 201}", "want a text of one line and at most 200 characters"),
        ("logo: logo.bmp", "want a picture whose name ends in .svg, .png, .jpg, .jpeg"),
        ("logo: nowhere.svg", "nowhere.svg, which cannot be read (it is no file): want the path of a picture"),
        ("logo: large.svg", "large.svg of 1048577 bytes: want at most 1048576"),
        ("title: a: b", "it is no YAML ("),
        ("title", "it holds 'title': want lines such as steps: 2500"),
    ],
)
def test_mistakes_are_named(clone: Path, capsys: pytest.CaptureFixture[str], text: str, wanted: str) -> None:
    (clone / "large.svg").write_bytes(b" " * ((1 << 20) + 1))
    says(clone, text)
    with pytest.raises(Mistake) as mistake:
        own(clone)
    assert str(mistake.value).startswith(f"{clone}/notebooks/lecture.yaml: ") and wanted in str(mistake.value)
    for command in (__main__.main, figures.main):
        assert command(["--out", str(clone / "out")]) == 2, "before any notebook runs"
        assert wanted in capsys.readouterr().err
