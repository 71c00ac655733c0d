"""Prints pages of HTML and the figures' drawings as PDF, by Chromium.

gonum writes PDF as well, but takes text for cp1252, so that β, − and · become other letters, and draws what is half transparent too dark.
"""

import base64
import functools
import re
import subprocess
import tempfile
from pathlib import Path

from lib import chromium

from .__main__ import ROOT


class Unprinted(Exception):
    """Says why there is no PDF, and the way out."""


def pdf(html: str) -> bytes:
    """A page of HTML as Chromium prints it, on paper of the size that its style says. Raises Unprinted where that cannot be."""
    if chromium.EXECUTABLE is None:
        raise Unprinted(chromium.MISSING)
    with tempfile.TemporaryDirectory(prefix="latentlab-paper-") as scratch:
        source, made = Path(scratch, "page.html"), Path(scratch, "page.pdf")
        source.write_text(html, encoding="utf-8")
        command = [
            chromium.EXECUTABLE,
            *chromium.ARGUMENTS,
            "--headless",
            "--disable-gpu",
            f"--user-data-dir={scratch}/profile",
            "--no-pdf-header-footer",
            f"--print-to-pdf={made}",
            source.as_uri(),
        ]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode != 0 or not made.exists():
            raise Unprinted(f"{chromium.EXECUTABLE} could not print:\n{done.stderr[-2000:]}")
        return made.read_bytes()


def pdf_of_svg(svg: str) -> bytes:
    """An SVG of package figure as a PDF of the same size. Raises Unprinted as pdf does."""
    size = re.search(r'<svg width="(\d+)pt" height="(\d+)pt"', svg)
    assert size, "package figure says the size in points"
    return pdf(PAPER.format(fonts=typeface(), wide=size[1], high=size[2], svg=svg[size.start() :]))


@functools.cache
def typeface() -> str:
    """The typeface of the figures as CSS, from the Go module that they are drawn with: few systems have it, and an SVG only names it."""
    command = ["go", "list", "-m", "-f", "{{.Dir}}", "codeberg.org/go-fonts/liberation"]
    module = Path(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip())
    faces = []
    for name, weight in (("Regular", "normal"), ("Bold", "bold")):
        data = base64.b64encode((module / f"liberationsans{name.lower()}" / f"LiberationSans-{name}.ttf").read_bytes()).decode()
        faces.append(f'@font-face {{ font-family: "Liberation Sans"; font-weight: {weight}; src: url(data:font/ttf;base64,{data}); }}')
    return "\n".join(faces)


PAPER = """<!doctype html>
<meta charset="utf-8">
<style>
{fonts}
@page {{ size: {wide}pt {high}pt; margin: 0; }}
body {{ margin: 0; }}
svg {{ display: block; }}
</style>
{svg}
"""
