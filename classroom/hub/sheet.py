"""A page to print: a strip for each person, with the address of the class, the name of the account and its first password."""

from html import escape
from typing import NamedTuple

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>First passwords</title>
<style>
  body {{ font: 12pt sans-serif; margin: 0 auto; max-width: 18cm; }}
  section {{ border-bottom: 1px dashed; break-inside: avoid; padding: 4mm 0; }}
  dl {{ display: grid; grid-template-columns: 4cm auto; gap: 1mm; margin: 2mm 0; }}
  dd {{ margin: 0; font: 13pt monospace; }}
  p {{ margin: 0; }}
  @media print {{ header {{ display: none; }} }}
</style>
</head>
<body>
<header><p>For the instructor: print this, cut it along the lines, and delete the file. It opens accounts.</p></header>
{strips}
</body>
</html>
"""
STRIP = """<section>
<p>{who}</p>
<dl><dt>Address</dt><dd>{address}</dd><dt>Name</dt><dd>{name}</dd><dt>First password</dt><dd>{password}</dd></dl>
<p>The first login asks for a password of your own in its place.</p>
</section>"""


class Strip(NamedTuple):
    """What one person is told."""

    name: str
    password: str
    who: str = ""


def page(strips: list[Strip], address: str) -> str:
    """The page as HTML. Where there is no address that students could use, a line to write it on."""
    shown = [
        STRIP.format(
            who=escape(strip.who or strip.name),
            address=escape(address) or "_" * 40,
            name=escape(strip.name),
            password=escape(strip.password),
        )
        for strip in strips
    ]
    return PAGE.format(strips="\n".join(shown))
