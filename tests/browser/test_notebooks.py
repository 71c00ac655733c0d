"""The lecture in JupyterLab: every notebook shows what it has, and those run that show more in a browser than by themselves.

tests/test_notebooks.py runs all of them."""

import re
from collections.abc import Callable

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from labpage import PATIENCE, TRAINING, WAITING, Notebook
from watch import ROOT, box, said, screenshot

NAMES = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
TRAINS = "03-train-on-mnist"
EXPLORED = "08-latent-walk"  # which has the latent explorer
POINTED = "05-latent-space"  # which has the scatter that answers the pointer
Open = Callable[[str], Notebook]

# The number of the step that the training cell shows, or -1 where it shows none.
BAR = "cell => cell.querySelector('.jp-OutputArea progress')?.value ?? -1"
CURVE = "cell => cell.querySelector('.jp-OutputArea img')?.src ?? ''"


def outputs(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def check_outputs(notebook: Notebook) -> None:
    """No cell has failed or written to stderr, each has been run, and every picture has loaded."""
    saved = notebook.saved()
    nbformat.validate(saved)
    for cell in saved.cells:
        if cell.cell_type == "code" and cell.source.strip():
            assert cell.execution_count, cell.source
    shown = outputs(saved)
    assert [output for output in shown if output.output_type == "error" or output.get("name") == "stderr"] == []
    data = [output.get("data", {}) for output in shown]
    pictures = notebook.root.locator(".jp-OutputArea-output img")
    expect(pictures).to_have_count(sum(map(is_picture, data)))
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("img => img.decode().then(() => img.naturalWidth)") > 0
    charts = notebook.root.locator(".vega-embed canvas")
    expect(charts).to_have_count(sum("application/vnd.vegalite.v5+json" in each for each in data))


def is_picture(data: nbformat.NotebookNode) -> bool:
    """Whether an output is shown as a picture: a chart and a page are shown in place of the one that is beside them."""
    page = data.get("text/html", "")
    return "<img" in page or ("image/png" in data and not page and "application/vnd.vegalite.v5+json" not in data)


def moves(cell: Locator, what: str, patience: int = TRAINING) -> None:
    """Waits until what cell shows has changed, twice."""
    cell.evaluate(
        f"""async (cell, patience) => {{
            const look = {what}, seen = new Set(), start = performance.now();
            while (seen.size < 3) {{
                seen.add(look(cell));
                if (performance.now() - start > patience) throw new Error("it stays at " + [...seen].join(", ").slice(0, 200));
                await new Promise(requestAnimationFrame);
            }}
        }}""",
        patience,
    )


def interrupt(page: Page, cell: Locator) -> float:
    """Presses the stop button and returns how many milliseconds later cell has ended, by the browser's clock."""
    cell.evaluate(
        """cell => {
            window.stopped = new Promise(resolve => document.addEventListener("click", async () => {
                const start = performance.now();
                while (cell.querySelector(".jp-InputPrompt").textContent.includes("*")) await new Promise(requestAnimationFrame);
                resolve(performance.now() - start);
            }, {capture: true, once: true}));
        }"""
    )
    page.locator('[data-jp-item-name="interrupt"]').click()
    return page.evaluate("() => window.stopped")


def run(notebook: Notebook, cell: Locator) -> None:
    """Runs one cell."""
    cell.locator(".cm-content").click()
    notebook.page.keyboard.press("Control+Enter")
    notebook.page.wait_for_function(f"() => ({WAITING})() > 0")


def run_whole(notebook: Notebook, begin: Callable[[], None], name: str) -> None:
    """Runs every cell, looks at what has come of it, and takes a screenshot of that name."""
    begin()
    notebook.wait()
    check_outputs(notebook)
    screenshot(notebook.page, name)


def test_training_moves_stops_within_a_second_and_goes_on(opened: Open, page: Page) -> None:
    notebook = opened(TRAINS)
    notebook.run_all()
    cell = notebook.cell("training.Fit")
    stopped, steps = [], 0
    for _ in range(5):  # one fast stop is enough: other programs may delay the rest
        expect(cell.locator("progress")).to_be_visible(timeout=TRAINING)
        cell.scroll_into_view_if_needed()
        moves(cell, BAR)
        moves(cell, CURVE)
        assert cell.evaluate(BAR) > steps  # goes on from where it was
        screenshot(page, "training")
        stopped.append(interrupt(page, cell))
        said = cell.locator(".jp-OutputArea").inner_text()
        found = re.search(r"interrupted; (\d+) of 2500 steps are done and kept in checkpoint \S+: run it again to go on\n", said)
        assert found, said
        assert int(found[1]) > steps
        steps = int(found[1])
        if stopped[-1] < 1000:
            break
        run(notebook, cell)
    print(f"\nstopped {', '.join(f'{each:.0f}' for each in stopped)} ms after the click")
    assert stopped[-1] < 1000
    screenshot(page, "interrupted")

    run(notebook, cell)
    notebook.wait()
    losses = cell.locator(".jp-OutputArea").inner_text()
    assert re.search(r"^steps +2500$", losses, re.MULTILINE), losses
    run_whole(notebook, notebook.run_all, "trained")


@pytest.mark.parametrize("name", NAMES)
def test_shows_the_outputs_that_it_comes_with(opened: Open, name: str) -> None:
    check_outputs(opened(name))


def test_points_of_the_scatter_show_their_digits(opened: Open) -> None:
    notebook = opened(POINTED)
    run_whole(notebook, notebook.run_all, POINTED)
    check_tooltip(notebook)


def test_the_explorer_plays_in_the_notebook(opened: Open) -> None:
    notebook = opened(EXPLORED)
    run_whole(notebook, notebook.restart_and_run_all, EXPLORED)
    check_explorer(notebook)


def check_explorer(notebook: Notebook) -> None:
    """The page in the notebook is as high as it needs to be, and the digit follows the pointer."""
    frame = notebook.root.locator("iframe")
    plane, code = frame.content_frame.locator("#plane"), frame.content_frame.locator("#code")
    plane.scroll_into_view_if_needed()
    expect(code).to_contain_text("z = (")
    assert frame.evaluate("f => f.contentDocument.documentElement.scrollHeight <= f.clientHeight")
    before = said(code)
    plane.hover(position={"x": 100, "y": 100})
    expect(code).not_to_have_text(before)
    screenshot(notebook.page, "explorer-in-notebook")


def check_tooltip(notebook: Notebook) -> None:
    """Where the pointer meets a point of the scatter, the digit is shown."""
    page, chart = notebook.page, notebook.root.locator(".vega-embed canvas").first
    chart.scroll_into_view_if_needed()
    area, digit = box(chart), page.locator("#vg-tooltip-element.visible img")
    places = [(x, y) for y in range(3, 10) for x in range(2, 30)]  # in a grid, since where points are depends on the training
    for x, y in places:
        page.mouse.move(area["x"] + area["width"] * x / 32, area["y"] + area["height"] * y / 12)
        if digit.count():
            break
    assert digit.evaluate("img => [img.src.slice(0, 22), img.naturalWidth]") == ["data:image/png;base64,", 112]
    screenshot(page, "tooltip")


def test_completion_offers_the_names_of_a_package_with_their_documentation(opened: Open, page: Page) -> None:
    notebook = opened(POINTED)
    notebook.root.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.insert_text('import "latentlab/pkg/latent"\n\n%%\npath := latent.')
    page.keyboard.press("Tab")
    names, text = page.locator(".jp-Completer-item"), page.locator(".jp-Completer-docpanel")
    expect(names.filter(has_text="Lerp")).to_have_count(2, timeout=PATIENCE)  # and Slerp
    names.filter(has_text=re.compile("^Lerp$")).click(trial=True)
    while page.locator(".jp-Completer-item.jp-mod-active").inner_text() != "Lerp":
        page.keyboard.press("ArrowDown")
    expect(text).to_contain_text("func latent.Lerp(a []float32, b []float32, n int)", timeout=PATIENCE)
    expect(text).to_contain_text("straight line from a to b")
    screenshot(page, "completion")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("(nil, nil, 9)")
    for _ in "(nil, nil, 9)":
        page.keyboard.press("ArrowLeft")
    notebook.menu("Help", "Show Contextual Help")
    notebook.root.locator(".cm-content", has_text="path := latent.Lerp").click()
    expect(page.locator(".jp-Inspector-content")).to_contain_text("straight line from a to b", timeout=PATIENCE)
    screenshot(page, "contextual-help")
