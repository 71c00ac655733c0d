"""Table 7: training a VAE."""

from collections.abc import Iterator

from .contender import Contender, take_turns
from .table import Column, Goal, Row, Table, ratio
from .training import JAX, SMALL, STEPS, fastest, jax, train
from .workshop import XLA, Workshop

COLUMNS = [
    Column("step_ms", "ms a step"),
    Column("total_s", "call to end, s"),
    Column("process_s", "process, s"),
    Column("test_elbo", "test −ELBO, nats"),
    Column("peak_mb", "peak MB", ratio=False),
]


def measure(shop: Workshop) -> Table:
    """Trains with every contender in each round, with the number of the round as the seed."""
    steps = SMALL if shop.small else STEPS
    rows = take_turns(rounds(shop, steps))
    for row in rows:
        row.against = XLA
    table = Table(f"7. Training a VAE: {steps} steps of 50 images, Bernoulli, Adam, {shop.caption()}", COLUMNS, rows)
    ours, best = table.row(XLA), fastest(table, "step_ms")
    table.goals = [
        Goal("VAE: a step ÷ JAX's best", ratio(ours, best, "step_ms"), 0.9),
        Goal("VAE: test −ELBO, the distance of the medians ÷ JAX's spread", apart(ours, table), 1),
    ]
    return table


def apart(ours: Row, table: Table) -> float:
    """How far latentlab's bound is from JAX's, by how much JAX's seeds differ."""
    theirs = [value for name in JAX for value in table.row(name).values("test_elbo")]
    if not theirs or max(theirs) == min(theirs):
        return float("nan")
    middle = Row("JAX", [{"test_elbo": value} for value in theirs]).median("test_elbo")
    return abs(ours.median("test_elbo") - middle) / (max(theirs) - min(theirs))


def rounds(shop: Workshop, steps: int) -> Iterator[list[Contender]]:
    """latentlab and both of JAX's, in every round."""
    for number in range(1, shop.rounds + 1):
        yield [train(shop, steps, number, options=("-vae",)), *jax(shop, steps, number, "--model", "vae")]
