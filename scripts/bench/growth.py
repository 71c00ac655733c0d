"""Table 4: how training grows with the batch, the width of the network and the number of digits."""

from collections.abc import Iterator
from dataclasses import dataclass

from .contender import Contender, take_turns
from .table import Column, Goal, Table
from .workshop import LECTURE, XLA, Workshop

JAX = "JAX, scan"
PIXELS = 784

COLUMNS = [
    Column("image_us", "µs an image"),
    Column("step_ms", "ms a step"),
    Column("peak_mb", "peak MB"),
]


@dataclass(frozen=True)
class Point:
    """A training of another size than the lecture's; so many steps take about a second on two cores."""

    batch: int = 50
    width: int = 1
    digits: str = LECTURE
    steps: int = 200

    def __str__(self) -> str:
        classes = len(self.digits.split(","))
        return f"batch {self.batch}, width ×{self.width}, {classes} digit{'s' if classes > 1 else ''}"

    def widths(self) -> str:
        """The widths of the encoder's layers; a code keeps its two numbers."""
        return f"{PIXELS},{500 * self.width},{300 * self.width},2"


ONE, ALL = Point(digits="1"), Point(digits="0,1,2,3,4,5,6,7,8,9")
POINTS = (
    Point(),
    Point(batch=500, steps=60),
    Point(batch=5000, steps=10),
    Point(width=2, steps=100),
    Point(width=4, steps=40),
    ONE,
    ALL,
)


def measure(shop: Workshop) -> Table:
    """Trains a little at each point with latentlab and JAX."""
    points = POINTS[:2] if shop.small else POINTS
    rows = take_turns(rounds(shop, points))
    for row in rows:
        row.against = f"{row.name.split(':')[0]}: {XLA}"
    by_name = {row.name: row for row in rows}
    for point in points:
        for row in (by_name[f"{point}: {XLA}"], by_name[f"{point}: {JAX}"]):
            for found in filter(None, row.found):
                found["image_us"] = found["step_ms"] * 1000 / point.batch
    table = Table("4. Growth: time per image and memory", COLUMNS, rows)
    if ALL in points:
        table.goals = [Goal("memory: bytes held per byte of images", copies(table), 1.1)]
    return table


def copies(table: Table) -> float:
    """How often training holds its images: what all digits take more than those of the lecture, by their size."""
    few, many = (table.row(f"{point}: {XLA}") for point in (Point(), ALL))
    more_mb = (many.median("train_images") - few.median("train_images")) * PIXELS * 4 / 1e6
    return (many.median("peak_mb") - few.median("peak_mb")) / more_mb


def rounds(shop: Workshop, points: tuple[Point, ...]) -> Iterator[list[Contender]]:
    """Both contenders at every point, in each round."""
    for number in range(1, shop.rounds + 1):
        yield [contender for point in points for contender in at(shop, point, number)]


def at(shop: Workshop, point: Point, seed: int) -> list[Contender]:
    """Both contenders at a point."""
    size = ("--widths", point.widths(), "--batch", str(point.batch), "--steps", str(point.steps), "--seed", str(seed))
    scan = str(min(point.steps // 2, 100))
    return [
        shop.go(f"{point}: {XLA}", "train", "--digits", point.digits, *size),
        shop.peer(f"{point}: {JAX}", "jax_train", *size, "--scan", scan, digits=point.digits),
    ]
