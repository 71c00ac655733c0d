"""The report and the slides in a browser: they need no network, everybody can read them, and nothing is cut off."""

import re
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect

from lib import chromium
from publish import figures
from publish.page import Section
from publish.page import page as report
from publish.run import find
from publish.slides import html as deck
from publish.slides import main, pages_of

from watch import AXE, ROOT, screenshot

NOTEBOOKS = [nbformat.read(path, as_version=4) for path in find(ROOT / "notebooks", [])]
SLIDES = [each for notebook in NOTEBOOKS for each in pages_of(notebook)]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The report and the deck of the notebooks as they are in the clone."""
    out = tmp_path_factory.mktemp("pages")
    record = {"date": "2026-05-01T23:00:00+02:00", "numbers": {"test_mse": 0.0315}}
    sections = [Section(path.stem, notebook, record) for path, notebook in zip(find(ROOT / "notebooks", []), NOTEBOOKS, strict=True)]
    (out / "index.html").write_text(report(sections, ROOT / "notebooks"), encoding="utf-8")
    (out / "slides.html").write_text(deck(SLIDES, None), encoding="utf-8")
    (out / "paper.html").write_text(deck(SLIDES, None, paper=True), encoding="utf-8")
    return {path.stem: path for path in out.iterdir()}


def findings(page: Page) -> list[str]:
    """What axe finds serious or critical."""
    page.add_script_tag(path=AXE)
    result = page.evaluate("() => axe.run(document, {resultTypes: ['violations'], iframes: false})")
    return [
        f"{found['impact']}: {found['id']}: {found['help']}: {node['html'][:200]}"
        for found in result["violations"]
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("name", ["index", "paper"])
def test_everybody_can_read_it(pages: dict[str, Path], page: Page, name: str) -> None:
    page.goto(pages[name].as_uri())
    assert findings(page) == []
    assert page.evaluate("() => [...document.images].filter(img => !img.complete || !img.naturalWidth).length") == 0
    screenshot(page, {"index": "report", "paper": "slides-on-paper"}[name])


def test_axe_would_find_something(page: Page) -> None:
    page.set_content(
        '<html lang="en"><title>A page</title><main><h1>A page</h1><img src="data:,"><p style="color: #ccc">faint</p></main></html>'
    )
    assert {found.split(": ")[1] for found in findings(page)} == {"image-alt", "color-contrast"}


def test_figures_are_numbered_and_the_contents_lead_somewhere(pages: dict[str, Path], page: Page) -> None:
    page.goto(pages["index"].as_uri())
    numbers = page.locator("figure:not(.still) figcaption").all_inner_texts()
    assert [int(number) for text in numbers for number in re.findall(r"^Figure (\d+)", text)] == list(range(1, len(numbers) + 1))
    assert page.locator("figure img").count() + page.locator("figure iframe").count() == page.locator("figure").count()
    lost = page.evaluate("() => [...document.querySelectorAll('nav a')].filter(a => !document.getElementById(a.hash.slice(1))).length")
    assert lost == 0


def test_every_slide_fits(pages: dict[str, Path], page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(pages["paper"].as_uri())
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.page')].flatMap(page => {
            const below = page.closest('section').getBoundingClientRect().bottom - 10;
            const cut = part => part.scrollHeight > part.clientHeight + 2 || part.scrollWidth > part.clientWidth + 2;
            return [...page.children].filter(part => part.getBoundingClientRect().bottom > below || cut(part))
                .map(part => part.innerText.slice(0, 80));
        })"""
    )
    assert cut == []


def test_the_deck_moves_through_the_slides_in_order(pages: dict[str, Path], page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(pages["slides"].as_uri())
    page.wait_for_function("() => window.Reveal && Reveal.isReady()")
    screenshot(page, "slides")
    seen = []
    for _ in SLIDES:
        page.keyboard.press("Space")
        seen.append(int(page.locator("section.present section.present .slide").inner_text().partition(" ")[0]))
    assert seen == sorted(each.slide for each in SLIDES) and set(seen) == set(figures.SLIDES)


def test_the_speaker_sees_what_the_notebook_says(tmp_path: Path, page: Page) -> None:
    assert [each.slide for each in SLIDES if not each.notes.strip()] == []
    (tmp_path / "slides.html").write_text(deck(SLIDES[:2], None), encoding="utf-8")
    page.goto((tmp_path / "slides.html").as_uri())
    page.wait_for_function("() => window.Reveal && Reveal.isReady()")
    first, second = page.locator("section section .notes").all_text_contents()
    page.keyboard.press("Space")
    with page.context.expect_page() as opened:
        page.keyboard.press("s")
    seen = opened.value.locator(".speaker-controls-notes .value")
    expect(seen).to_have_text(first, timeout=30_000)  # the deck is loaded twice more, as it is and as it goes on
    opened.value.keyboard.press("Space")
    expect(page.locator("section.present section.present .notes")).to_have_text(second)
    expect(seen).to_have_text(second)


@pytest.mark.skipif(chromium.EXECUTABLE is None, reason=chromium.MISSING)
def test_the_pdf_has_a_page_for_each(tmp_path: Path) -> None:
    assert main(["--out", str(tmp_path)]) == 0
    document = (tmp_path / "slides.pdf").read_bytes()
    assert document.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", document)) == len(SLIDES) + 1
