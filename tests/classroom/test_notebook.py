"""Notebook 03 in a student's own container, in a browser, below the hub's base URL, with no network to go out by."""

import re

import pytest
from playwright.sync_api import Page, expect

from room import Room, arrive
from watch import screenshot

PATIENCE = 60_000  # milliseconds
TRAINING = 600_000
NOTEBOOK = "lecture/03-train-on-mnist.ipynb"
WAITING = "() => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].filter(p => p.textContent.includes('*')).length"


@pytest.fixture
def console_noise() -> tuple[str, ...]:
    # JupyterLab asks for a workspace that is not there yet; and this machine makes a network for another student.
    return (r"status of 404 .*api/workspaces", "ERR_NETWORK_CHANGED")


def test_notebook_03_runs_to_its_end(room: Room, page: Page) -> None:
    ben = room.person("ben").start()
    page.goto(f"{room.url}hub/login")
    page.fill("#username_input", "ben")
    page.fill("#password_input", room.chosen["ben"])
    page.click("#login_submit")
    arrive(page, room, "ben", NOTEBOOK)
    notebook = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    expect(notebook.locator(".jp-Cell").first).to_be_visible(timeout=PATIENCE)
    # JupyterLab drops the cells that it is told to run before it has reached the kernel.
    ben.wait_for_kernel()

    page.locator(".lm-MenuBar-item").get_by_text("Run", exact=True).click()
    page.locator('[data-command="runmenu:run-all"]').click()
    page.wait_for_function(f"() => ({WAITING})() > 0")
    training = notebook.locator(".jp-CodeCell").filter(has=page.locator(".cm-content", has_text="training.Fit"))
    expect(training.locator("progress")).to_be_visible(timeout=TRAINING)
    training.scroll_into_view_if_needed()
    # The bar and the curve come over the websocket while the cell runs: each is seen in three states.
    training.evaluate(
        """async (cell, patience) => {
            const bars = new Set(), curves = new Set(), start = performance.now();
            while (bars.size < 3 || curves.size < 3) {
                bars.add(cell.querySelector('progress')?.value);
                curves.add(cell.querySelector('.jp-OutputArea img')?.src);
                if (performance.now() - start > patience) throw new Error(`${bars.size} bars, ${curves.size} curves`);
                await new Promise(requestAnimationFrame);
            }
        }""",
        TRAINING,
    )
    screenshot(page, "classroom-training")
    page.wait_for_function(f"() => ({WAITING})() === 0", timeout=TRAINING)
    expect(training.locator(".jp-OutputArea")).to_contain_text("step 2500 of 2500")
    for picture in notebook.locator(".jp-OutputArea-output img").all():
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("img => img.decode().then(() => img.naturalWidth)") > 0

    page.keyboard.press("Control+s")
    expect(page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")).to_be_visible()
    page.wait_for_function("() => !document.querySelector('.lm-DockPanel .jp-mod-dirty')", timeout=PATIENCE)
    saved = ben.api(f"contents/{NOTEBOOK}")["content"]["cells"]
    code = [cell for cell in saved if cell["cell_type"] == "code" and cell["source"].strip()]
    assert all(cell["execution_count"] for cell in code)
    wrong = [output for cell in code for output in cell["outputs"] if output["output_type"] == "error" or output.get("name") == "stderr"]
    assert wrong == []
    recorded = re.search(r"steps +2500", str(saved))
    assert recorded and ben.shell("ls ~/checkpoints/*/manifest.json")
