"""The notebooks' texts: each says where it stands in the lecture, and the numbers that it tells are those of the runs, and the runs of
the code that is there."""

import re
from pathlib import Path

import nbformat
import pytest

from publish.results import stale
from publish.run import find

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = find(ROOT / "notebooks", [])
RECKONED = {"6.9": "2,500 steps of 50 images, of 18,081", "543.4": "784 log 2"}
"""Numbers of the texts that no cell prints, and what they are."""
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")


def texts(path: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]


def shown(path: Path) -> str:
    """All that a notebook has printed, and its figures in words."""
    said = []
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            said += [output.get("text", ""), output.get("metadata", {}).get("image/png", {}).get("alt", "")]
    return "\n".join(said)


def values(text: str) -> list[float]:
    """The numbers in what was printed."""
    return [float(found.replace("−", "-")) for found in re.findall(r"[−-]?\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d{3})", "", text))]


def untold(text: str, printed: list[float]) -> list[str]:
    """The numbers with decimals and the percentages of a text that were not printed: as they stand, or as a share of 1."""
    lost = []
    prose = re.sub(r"\$\$.*?\$\$|\(http[^)]*\)|`[^`]*`", " ", text, flags=re.DOTALL)
    for number, decimals, percent in re.findall(r"(?<![\w.$^{])(−?\d+(?:\.(\d+))?)( %)?", prose):
        if not decimals and not percent:
            continue
        value, half = abs(float(number.replace("−", "-"))), 0.5 * 10 ** -len(decimals)
        if not any(abs(abs(each) * scale - value) <= 1.0001 * half for each in printed for scale in ([1, 100] if percent else [1])):
            lost.append(number + percent)
    return lost


def test_untold() -> None:
    printed = values("knn_accuracy  0.9762\nlog q -4.582 nats, 93 % of 18,081")
    assert untold("97.6 % of the labels, −4.582 nats, 0.976 and 93 %", printed) == []
    assert untold("97.7 % of the labels, −4.583 nats, 94 % of 5", printed) == ["97.7 %", "−4.583", "94 %"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_links_lead_somewhere(path: Path) -> None:
    assert [target for text in texts(path) for target in LINK.findall(text) if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("place", range(len(NOTEBOOKS)), ids=lambda place: NOTEBOOKS[place].stem)
def test_each_leads_to_its_neighbours_and_the_glossary(place: int) -> None:
    cells = texts(NOTEBOOKS[place])
    assert "[glossary](glossary.md)" in cells[0]
    if place > 0:
        assert f"]({NOTEBOOKS[place - 1].name})" in cells[0], "it begins with what the last one found"
    if place < len(NOTEBOOKS) - 1:
        assert any(f"]({NOTEBOOKS[place + 1].name})" in text for text in cells[-2:]), "it ends with the next"
    assert "https://" in cells[-1], "it ends with what to read"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_question_has_its_answer_folded_below_it(path: Path) -> None:
    asked = "\n".join(text.partition("## Questions\n")[2] for text in texts(path))
    questions = re.split(r"^\d\. ", asked, flags=re.MULTILINE)[1:]
    assert questions
    assert [question for question in questions if question.count("   <details><summary>Answer</summary>\n\n") != 1] == []


@pytest.mark.parametrize("place", range(len(NOTEBOOKS)), ids=lambda place: NOTEBOOKS[place].stem)
def test_the_numbers_that_it_ends_with_are_those_of_its_outputs(place: int) -> None:
    end, _, _ = texts(NOTEBOOKS[place])[-1].partition("**Next**")
    assert untold(end.partition("**To read**")[0].partition("## To read")[0], values(shown(NOTEBOOKS[place]))) == []


@pytest.mark.parametrize("place", range(1, len(NOTEBOOKS)), ids=lambda place: NOTEBOOKS[place].stem)
def test_the_numbers_that_it_begins_with_are_those_of_the_one_before(place: int) -> None:
    assert untold(texts(NOTEBOOKS[place])[0], values(shown(NOTEBOOKS[place - 1]))) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_its_outputs_are_those_of_its_code(path: Path) -> None:
    said = stale(path.name, nbformat.read(path, as_version=4))
    assert said is None, said


def test_every_number_of_the_texts_was_printed_there_or_before() -> None:
    printed: list[float] = []
    for path in NOTEBOOKS:
        printed += values(shown(path))
        assert set(untold("\n\n".join(texts(path)), printed)) <= RECKONED.keys(), path.name
