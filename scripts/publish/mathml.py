"""Markdown whose TeX becomes MathML, which browsers draw without a script and without a network."""

import re
import unicodedata
from html import escape

import latex2mathml.converter
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath


class Renderer(IPythonRenderer):
    """nbconvert's own renderer, except for the formulas."""

    def inline_math(self, body: str) -> str:
        """A formula within a line: $z = f(x)$."""
        return mathml(body, "inline")

    def block_math(self, body: str) -> str:
        """A formula on lines of its own: $$ ... $$."""
        return mathml(body, "block")

    def latex_environment(self, name: str, body: str) -> str:
        r"""An environment without dollars around it: \begin{align} ... \end{align}."""
        return mathml(rf"\begin{{{name}}}{body}\end{{{name}}}", "block")

    def _embed_image_or_attachment(self, src: str) -> str:
        """A picture's address, which is left as it is where there is no such file or attachment, so that its words are read."""
        try:
            return super()._embed_image_or_attachment(src)
        except (InvalidNotebook, OSError, ValueError, StopIteration):
            return src

    def _html_embed_images(self, html: str) -> str:
        """HTML without a picture is left as it is: parsed by itself, the <details> above a folded text would be closed before it."""
        return super()._html_embed_images(html) if "<img" in html else html


def mathml(tex: str, display: str) -> str:
    """TeX as a <math> element, or as code where the converter does not know it. display is "inline" or "block"."""
    try:
        return letters(latex2mathml.converter.convert(tex.strip(), display=display))
    except Exception:  # noqa: BLE001 # the converter raises many classes of errors, IndexError among them
        return f"<code>{escape(tex)}</code>"


def letters(html: str) -> str:
    """MathML with the letters of its script and double-struck alphabets themselves: browsers no longer look at mathvariant."""
    html = re.sub(r"<mo ?/><mi>(\w)</mi>", r'<mi mathvariant="normal">\1</mi>', html)  # \operatorname E, with a gap before it
    return re.sub(r'<mi mathvariant="(script|double-struck)">([A-Z])</mi>', lambda found: f"<mi>{letter(found[1], found[2])}</mi>", html)


def letter(alphabet: str, name: str) -> str:
    """The letter of an alphabet of mathematics, some of which had their places before the others."""
    try:
        return unicodedata.lookup(f"MATHEMATICAL {alphabet} CAPITAL {name}")
    except KeyError:
        return unicodedata.lookup(f"{alphabet} CAPITAL {name}")


def markdown(text: str, directory: str = "", attachments: dict[str, dict[str, str]] | None = None) -> str:
    """HTML of a markdown text; local images below directory and a cell's attachments become part of it."""
    renderer = Renderer(escape=False, embed_images=True, path=directory, attachments=attachments, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer).render(text)
