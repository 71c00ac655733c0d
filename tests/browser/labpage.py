"""A notebook in JupyterLab, handled as a student does: with the menu, the toolbar, the keyboard and the pointer."""

import re

import nbformat
from playwright.sync_api import Locator, Page, expect

from lab import Lab

PATIENCE = 60_000  # milliseconds, for what takes one or two seconds
TRAINING = 600_000  # for what may train, on a busy machine

# How many code cells wait for the kernel.
WAITING = "() => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].filter(p => p.textContent.includes('*')).length"


class Notebook:
    """A notebook that is open in a page."""

    def __init__(self, page: Page, lab: Lab, name: str) -> None:
        self.page, self.path = page, lab.work / f"{name}.ipynb"
        # Each test has a workspace, so that JupyterLab does not reopen another test's notebook.
        page.goto(f"{lab.address}/lab/workspaces/{name}/tree/{name}.ipynb?token={lab.token}")
        self.root = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook")
        expect(self.root.locator(".jp-Cell").first).to_be_visible(timeout=PATIENCE)
        # The state of a kernel that has not been asked anything is unknown.
        expect(page.get_by_text(re.compile(r"^Go \(gonb\) \| (Unknown|Idle)$"))).to_be_visible(timeout=PATIENCE)

    def menu(self, name: str, entry: str) -> None:
        """Chooses an entry of the menu bar."""
        self.page.get_by_role("menuitem", name=name, exact=True).click()
        self.page.get_by_role("menuitem", name=re.compile("^" + re.escape(entry))).click()

    def run_all(self) -> None:
        """Begins to run every cell."""
        self.menu("Run", "Run All Cells")
        self.page.wait_for_function(f"() => ({WAITING})() > 0")

    def restart_and_run_all(self) -> None:
        """Restarts the kernel and begins to run every cell."""
        self.menu("Kernel", "Restart Kernel and Run All Cells…")
        self.page.locator(".jp-Dialog .jp-mod-accept").click()
        self.page.wait_for_function(f"() => ({WAITING})() > 0")

    def wait(self) -> None:
        """Waits until no cell waits for the kernel."""
        self.page.wait_for_function(f"() => ({WAITING})() === 0", timeout=TRAINING)

    def saved(self) -> nbformat.NotebookNode:
        """The notebook as JupyterLab saves it. What answers may be a save that JupyterLab began by itself, and the file half written."""
        for _ in range(10):
            with self.page.expect_response(lambda response: "/api/contents/" in response.url and response.request.method == "PUT"):
                self.page.keyboard.press("Control+s")
            try:
                return nbformat.read(self.path, as_version=4)
            except nbformat.reader.NotJSONError:
                pass
        raise AssertionError(f"{self.path} is no notebook, however often it is saved")

    def cell(self, text: str) -> Locator:
        """The code cell whose source contains text."""
        return self.root.locator(".jp-CodeCell").filter(has=self.page.locator(".cm-content", has_text=re.compile(re.escape(text))))
