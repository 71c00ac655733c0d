"""What comes of grading: a table, a page for each student, and a summary as a picture."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from statistics import mean

from jinja2 import Environment

from .submission import Part

UNGRADED = "not graded yet"


@dataclass(frozen=True)
class Result:
    """What a student has reached in a part."""

    exercise: str
    name: str
    of: int
    points: int | None
    """None where it is still to be graded: by a person, or by another run."""
    says: str


PAGE = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ student }}: {{ total }} of {{ of }} points</title>
<style>
body { font: 1rem/1.5 sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f3f3f3; color: #111; padding: .75rem; }
</style>
</head>
<body>
<h1>{{ student }}</h1>
<p>{{ total }} of {{ of }} points.</p>
{% for exercise, results in exercises.items() %}
<h2>{{ exercise }}</h2>
{% for result in results %}
<h3>{{ result.name }}: {{ ungraded if result.points is none else result.points }} of {{ result.of }}</h3>
<pre>{{ result.says }}</pre>
{% endfor %}
{% endfor %}
<p><small>latentlab {{ version }}</small></p>
</body>
</html>
""")


def page(student: str, results: list[Result], version: str) -> str:
    """A student's page of feedback. Whatever it is told is text there."""
    exercises: dict[str, list[Result]] = {}
    for result in results:
        exercises.setdefault(result.exercise, []).append(result)
    return PAGE.render(
        student=student, exercises=exercises, total=total(results), of=sum(r.of for r in results), ungraded=UNGRADED, version=version
    )


def table(grades: dict[str, list[Result]], parts: Iterable[Part]) -> str:
    """A line for each student, a column for each part. A part that is still to be graded is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["student", *(f"{part.exercise}/{part.name}" for part in parts), "total", "of"])
    for student, results in grades.items():
        of = sum(result.of for result in results)
        writer.writerow([student, *("" if r.points is None else r.points for r in results), total(results), of])
    return out.getvalue()


def total(results: Iterable[Result]) -> int:
    """The points that are given."""
    return sum(result.points or 0 for result in results)


def summary(grades: dict[str, list[Result]]) -> str:
    """The mean share of the points of each part over all students, as bars in SVG."""
    shares: dict[str, list[float]] = {}
    for results in grades.values():
        for result in results:
            if result.points is not None and result.of:
                shares.setdefault(f"{result.exercise}/{result.name}", []).append(result.points / result.of)
    row, left, width = 22, 330, 400
    bars = []
    for number, (name, reached) in enumerate(shares.items()):
        y, share = 40 + row * number, mean(reached)
        bars.append(
            f'<text x="{left - 8}" y="{y + 14}" text-anchor="end">{escape(name)}</text>'
            f'<rect x="{left}" y="{y}" width="{width}" height="{row - 6}" fill="#ddd"/>'
            f'<rect x="{left}" y="{y}" width="{width * share:.1f}" height="{row - 6}" fill="#2b6cb0"/>'
            f'<text x="{left + width + 8}" y="{y + 14}">{share:.0%}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="800" height="{50 + row * len(bars)}" font-family="sans-serif" font-size="13">'
        f'<rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="{left}" y="24">mean share of the points, {len(grades)} students</text>' + "".join(bars) + "</svg>\n"
    )
