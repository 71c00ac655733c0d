"""Table 1: training the lecture's network."""

from collections.abc import Iterator

from .contender import Contender, take_turns
from .table import Column, Goal, Row, Table, ratio
from .workshop import GO, XLA, Workshop

STEPS = 2500
SHORT = 300  # steps, in the later rounds of contenders whose full training takes long
SMALL = 100

JAX = ("JAX, step by step", "JAX, 100 steps in a scan")
OFF = 0.03
"""The share by which a test error may differ from latentlab's: another seed changes it by less."""


def columns(test: Column) -> list[Column]:
    """What is told of a training; test is how good it is on the test images."""
    return [
        Column("step_ms", "ms a step"),
        Column("total_s", "call to end, s"),
        Column("process_s", "process, s"),
        test,
        Column("peak_mb", "peak MB", ratio=False),
    ]


def measure(shop: Workshop) -> Table:
    """Trains with every contender in each round, with the number of the round as the seed."""
    steps = SMALL if shop.small else STEPS
    rows = take_turns(rounds(shop, steps))
    for row in rows:
        row.against = XLA
        for found in row.found:
            if found.get("losses", 0) < steps:
                for key in ("total_s", "process_s", "test_mse"):
                    found.pop(key, None)
    table = Table(f"1. Training: {steps} steps of 50 images, Adam, {shop.caption()}", columns(Column("test_mse", "test MSE")), rows)
    if not shop.small:
        for row in rows:
            judge_error(row, table.row(XLA))
    ours, best, soonest = table.row(XLA), fastest(table, "step_ms"), fastest(table, "total_s")
    table.goals = [
        Goal("training: a step ÷ JAX's best", ratio(ours, best, "step_ms"), 0.9),
        Goal("training: from call to end ÷ JAX's best", ratio(ours, soonest, "total_s"), 0.9),
        Goal("training: a step on Go ÷ on XLA", ratio(table.row(GO), ours, "step_ms"), 3),
    ]
    return table


def fastest(table: Table, key: str) -> Row:
    """JAX's best row."""
    return min((table.row(name) for name in JAX), key=lambda row: (row.median(key) != row.median(key), row.median(key)))


def judge_error(row: Row, ours: Row) -> None:
    """Notes where a row's training has come to another test error than latentlab's."""
    off = row.median("test_mse") / ours.median("test_mse") - 1
    if abs(off) > OFF:
        row.note = f"its test MSE differs from latentlab's by {off:+.1%}"


def rounds(shop: Workshop, steps: int) -> Iterator[list[Contender]]:
    """The contenders of each round: all train in full in the first, the two fastest kinds in every one."""
    for number in range(1, shop.rounds + 1):
        rest = steps if number == 1 else SHORT
        yield [
            train(shop, steps, number),
            *jax(shop, steps, number),
            train(shop, rest, number, GO, GOMLX_BACKEND="go"),
            peer(shop, "TensorFlow with XLA", "tensorflow_train", rest, number),
            peer(shop, "PyTorch", "torch_train", rest, number),
            peer(shop, "PyTorch, compiled", "torch_train", rest, number, "--compile", "1"),
        ]


def train(shop: Workshop, steps: int, seed: int, name: str = XLA, options: tuple[str, ...] = (), **env: str) -> Contender:
    """latentlab's training of the lecture's network, or of another that the options name."""
    return shop.go(name, "train", "-steps", str(steps), "-seed", str(seed), *options, **env)


def jax(shop: Workshop, steps: int, seed: int, *options: str) -> list[Contender]:
    """Both of JAX's."""
    return [
        peer(shop, JAX[0], "jax_train", steps, seed, *options),
        peer(shop, JAX[1], "jax_train", steps, seed, "--scan", "100", *options),
    ]


def peer(shop: Workshop, name: str, script: str, steps: int, seed: int, *options: str) -> Contender:
    """A peer's."""
    return shop.peer(name, script, "--steps", str(steps), "--seed", str(seed), *options)
