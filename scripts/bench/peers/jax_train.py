"""Trains the lecture's network with JAX: a jitted step with donated buffers, or with --scan 100 as many in one call."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

import common
from jax_network import decode, encode, step


@partial(jax.jit, donate_argnums=0)
def one(state, images, rows):
    return step(state, images[rows])


@partial(jax.jit, donate_argnums=0)
def many(state, images, rows):
    return jax.lax.scan(lambda state, rows: step(state, images[rows]), state, rows)


@jax.jit
def mse(params, x):
    return jnp.mean((x - decode(params, encode(params, x))) ** 2)


def main():
    job = common.job(scan=0)
    images = common.images(job.data, "train")
    clock = common.Clock()
    rows = common.order(len(images), job)
    images = jnp.asarray(images)
    # From NumPy's zeros, because each shape of jnp.zeros compiles a program of its own.
    params = common.weights(job.widths, job.seed)
    m, v = (jax.tree.map(np.zeros_like, params) for _ in "mv")
    state = jax.tree.map(jnp.array, (params, m, v, np.float32(0)))

    # Called with as many steps each time: another number would compile again.
    chunk = min(job.scan or common.WARM_UP, job.steps // 2)
    assert job.steps % chunk == 0
    losses = []
    for start in range(0, job.steps, chunk):
        if job.scan:
            state, some = many(state, images, rows[start : start + chunk])
            losses.append(some)
        else:
            for row in rows[start : start + chunk]:
                state, value = one(state, images, row)
                losses.append(value)
        if start == 0:
            jax.block_until_ready(state)
            clock.warmed_up(chunk)
    jax.block_until_ready(state)
    losses = np.concatenate([np.atleast_1d(value) for value in jax.device_get(losses)])
    found = clock.stop(losses, job.steps)
    common.report(test_mse=float(mse(state[0], common.images(job.data, "test"))), **found)


main()
