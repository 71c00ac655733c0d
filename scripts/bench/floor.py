"""Table 2: what the machine itself allows, beside a training step."""

from collections.abc import Iterator

from .contender import Contender, take_turns
from .table import Column, Found, Goal, Row, Table, ratio
from .training import SHORT, SMALL, train
from .workshop import Workshop

FLOOR = "the floor"
LIBRARIES = {"NumPy (OpenBLAS)": "numpy", "PyTorch (oneDNN, MKL)": "torch", "JAX (XLA)": "jax"}

COLUMNS = [
    Column("step_ms", "ms a step"),
    Column("sgemm_ms", "17 products, ms", ratio=False),
    Column("gflops", "GFLOP/s", ratio=False),
    Column("adam_ms", "Adam's traffic, ms", ratio=False),
    Column("copy_gbs", "copy, GB/s", ratio=False),
]


def measure(shop: Workshop) -> Table:
    """Measures the libraries' matrix products and copies, and in the same rounds a step of latentlab."""
    rows = take_turns(rounds(shop))
    ours, libraries = rows[0], rows[1:]
    floor = Row(FLOOR, [best([row.found[i] for row in libraries if i < len(row.found)]) for i in range(shop.rounds)])
    ours.against = floor.against = FLOOR
    for row in libraries:
        for found in filter(None, row.found):
            found.update(summary(found))
    table = Table("2. The floor: a step's matrix products and Adam's traffic at the machine's speed", COLUMNS, [ours, floor, *libraries])
    table.notes = [
        "The floor takes each product from the library that does it fastest, and the fastest copy; nothing overlaps.",
    ]
    table.goals = [Goal("training: a step ÷ the floor", ratio(ours, floor, "step_ms"), 1.5)]
    return table


def rounds(shop: Workshop) -> Iterator[list[Contender]]:
    """latentlab's step and the libraries, in each round."""
    for number in range(1, shop.rounds + 1):
        seconds = "0.02" if shop.small else "0.1"  # for each product
        libraries = [shop.peer(name, f"{library}_products", "--seconds", seconds) for name, library in LIBRARIES.items()]
        yield [train(shop, SMALL if shop.small else SHORT, number), *libraries]


def summary(found: Found) -> Found:
    """A library's sums over the products."""
    sgemm_ms = sum(found["products_ms"].values())
    adam_ms = found["adam_bytes"] / found["copy_gbs"] / 1e6
    return {"sgemm_ms": sgemm_ms, "adam_ms": adam_ms, "gflops": found["flops"] / sgemm_ms / 1e6, "step_ms": sgemm_ms + adam_ms}


def best(libraries: list[Found]) -> Found:
    """The floor of one round: the fastest of each product and the fastest copy, or nothing where none was measured."""
    libraries = [found for found in libraries if found]
    if not libraries:
        return {}
    names = libraries[0]["products_ms"]
    merged = {
        **libraries[0],
        "products_ms": {name: min(found["products_ms"][name] for found in libraries) for name in names},
        "copy_gbs": max(found["copy_gbs"] for found in libraries),
    }
    return {**merged, **summary(merged)}
