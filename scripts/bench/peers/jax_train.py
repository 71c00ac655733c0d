"""Trains one of the lecture's networks with JAX: a jitted step with donated buffers, or with --scan 100 as many in one call."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

import common
from jax_network import mse, negative_elbo, step


def main():
    job = common.job(scan=0, model="autoencoder")
    vae = job.model == "vae"
    loss = negative_elbo if vae else mse

    @partial(jax.jit, donate_argnums=0)
    def one(state, images, rows, *noise):
        return step(loss, state, images[rows], *noise)

    @partial(jax.jit, donate_argnums=0)
    def many(state, images, *batches):
        return jax.lax.scan(lambda state, batch: step(loss, state, images[batch[0]], *batch[1:]), state, batches)

    images = common.images(job.data, "train")
    clock = common.Clock()
    batches = [common.order(len(images), job)]
    if vae:  # drawn beforehand, which is faster than by JAX in each step
        batches.append(normal(job.steps, job.batch, job.widths[-1]))
    images = jnp.asarray(images)
    # From NumPy's zeros, because each shape of jnp.zeros compiles a program of its own.
    params = common.weights(job.widths, job.seed, ends=2 if vae else 1)
    m, v = (jax.tree.map(np.zeros_like, params) for _ in "mv")
    state = jax.tree.map(jnp.array, (params, m, v, np.float32(0)))

    # Called with as many steps each time: another number would compile again.
    chunk = min(job.scan or common.WARM_UP, job.steps // 2)
    assert job.steps % chunk == 0
    losses = []
    for start in range(0, job.steps, chunk):
        part = [numbers[start : start + chunk] for numbers in batches]
        if job.scan:
            state, some = many(state, images, *part)
            losses.append(some)
        else:
            for batch in zip(*part, strict=True):
                state, value = one(state, images, *batch)
                losses.append(value)
        if start == 0:
            jax.block_until_ready(state)
            clock.warmed_up(chunk)
    jax.block_until_ready(state)
    losses = np.concatenate([np.atleast_1d(value) for value in jax.device_get(losses)])
    found = clock.stop(losses, job.steps)
    x = common.images(job.data, "test")
    noise = [normal(len(x), job.widths[-1])] if vae else []
    common.report(**{"test_elbo" if vae else "test_mse": float(jax.jit(loss)(state[0], x, *noise))}, **found)


def normal(*shape):
    """Numbers from N(0, 1) in float32, the same ones each time."""
    return np.random.default_rng(0).standard_normal(shape, np.float32)


main()
