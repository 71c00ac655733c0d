"""Table 7: training a VAE."""

import statistics
from collections.abc import Iterator

from .contender import Contender, take_turns
from .table import Column, Goal, Row, Table, ratio
from .training import JAX, SMALL, STEPS, columns, fastest, jax, train
from .workshop import XLA, Workshop


def measure(shop: Workshop) -> Table:
    """Trains with every contender in each round, with the number of the round as the seed."""
    steps = SMALL if shop.small else STEPS
    rows = take_turns(rounds(shop, steps))
    for row in rows:
        row.against = XLA
    title = f"7. Training a VAE: {steps} steps of 50 images, Bernoulli, Adam, {shop.caption()}"
    table = Table(title, columns(Column("test_elbo", "test −ELBO, nats")), rows)
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
    return abs(ours.median("test_elbo") - statistics.median(theirs)) / (max(theirs) - min(theirs))


def rounds(shop: Workshop, steps: int) -> Iterator[list[Contender]]:
    """latentlab and both of JAX's, in every round."""
    for number in range(1, shop.rounds + 1):
        yield [train(shop, steps, number, options=("-vae",)), *jax(shop, steps, number, "--model", "vae")]
