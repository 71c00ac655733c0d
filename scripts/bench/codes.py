"""Table 3: encoding and decoding."""

from collections.abc import Iterator

from .contender import Contender, take_turns
from .table import Column, Goal, Table, ratio
from .workshop import GO, XLA, Workshop

JAX = "JAX, jitted"

COLUMNS = [
    Column("encode_ms", "encode, ms"),
    Column("decode_ms", "decode, ms"),
    Column("one_us", "decode one, µs"),
    Column("encode_first_ms", "encode first, ms"),
    Column("decode_first_ms", "decode first, ms"),
    Column("one_first_us", "decode one first, µs"),
]


def measure(shop: Workshop) -> Table:
    """Encodes and decodes with every contender in each round."""
    images = 1000 if shop.small else 10000
    rows = take_turns(rounds(shop, images))
    for row in rows:
        row.against = XLA
    table = Table(f"3. Encoding and decoding {images} images, and decoding a single code", COLUMNS, rows)
    table.notes = ["The first call compiles for its number of images; the others are medians of the calls that follow."]
    jax = table.row(JAX)
    for name, most in ((XLA, 1), (GO, 1.5)):
        for key, what in (("encode_ms", "encode"), ("decode_ms", "decode"), ("one_us", "decode one")):
            table.goals.append(Goal(f"codes: {what}, {name} ÷ JAX", ratio(table.row(name), jax, key), most))
    return table


def rounds(shop: Workshop, images: int) -> Iterator[list[Contender]]:
    """Every contender in each round."""
    amount = ("--images", str(images), "--calls", "2" if shop.small else "5")
    for _ in range(shop.rounds):
        yield [
            shop.go(XLA, "codes", "-engine", "xla", *amount),
            shop.go(GO, "codes", "-engine", "go", *amount),
            shop.peer(JAX, "jax_codes", *amount),
        ]
