"""Markdown whose TeX becomes MathML, which browsers draw without a script and without a network."""

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
        return latex2mathml.converter.convert(tex.strip(), display=display)
    except Exception:  # the converter raises a class of its own for each kind of mistake, and plain IndexErrors too
        return f"<code>{escape(tex)}</code>"


def markdown(text: str, directory: str = "") -> str:
    """HTML of a markdown text; local images below directory become part of it."""
    renderer = Renderer(escape=False, embed_images=True, path=directory, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer).render(text)
