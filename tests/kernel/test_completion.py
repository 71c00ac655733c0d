"""Completion and help, as JupyterLab's panels show them, and the kernel's log."""

from typing import Any

from notebookkernel import Kernel, until

CELL = '%%\nfmt.Println(strings.ToUpper("a"))'
CURSOR = CELL.index("ToUpper") + 2


def completion(kernel: Kernel, cell: str) -> dict[str, Any]:
    return kernel.reply(str(kernel.client.complete(cell)))


def explanation(kernel: Kernel) -> dict[str, str]:
    data: dict[str, str] = kernel.reply(str(kernel.client.inspect(CELL, CURSOR)))["data"]
    return data


def test_names_come_with_what_the_panel_asks_for(kernel_with_gopls: Kernel) -> None:
    until(lambda: completion(kernel_with_gopls, "%%\nstrings.ToUp")["matches"])  # gopls reads Go's library first
    found = completion(kernel_with_gopls, "%%\nstrings.ToUp")
    assert found["matches"] == ["ToUpper", "ToUpperSpecial"]
    assert {"text": "ToUpper", "type": ""} in found["metadata"]["_jupyter_types_experimental"]


def test_a_cell_that_cannot_run_completes_nothing(kernel_with_gopls: Kernel) -> None:
    assert completion(kernel_with_gopls, "%%\nx := 1\n%%\nstrings.ToUp")["matches"] == []
    assert kernel_with_gopls.run("!echo a").stdout == "a\n"


def test_help_is_plain_text_too_and_has_no_links(kernel_with_gopls: Kernel) -> None:
    until(lambda: "text/markdown" in explanation(kernel_with_gopls))
    texts = explanation(kernel_with_gopls)
    assert "func strings.ToUpper(s string) string" in texts["text/plain"]
    assert "```" not in texts["text/plain"]
    assert not any("pkg.go.dev" in text for text in texts.values())


def test_the_log_is_empty(kernel_with_gopls: Kernel) -> None:
    assert kernel_with_gopls.run("%%\nfmt.Println(1)").stdout == "1\n"
    kernel_with_gopls.log.seek(0)
    assert kernel_with_gopls.log.read() == b""
