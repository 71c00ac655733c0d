"""Markdown whose TeX becomes MathML, which browsers draw without a script and without a network."""

import re
import unicodedata
from html import escape

import latex2mathml.converter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath


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


def markdown(text: str, directory: str = "") -> str:
    """HTML of a markdown text; local images below directory become part of it."""
    renderer = Renderer(escape=False, embed_images=True, path=directory, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer).render(text)
