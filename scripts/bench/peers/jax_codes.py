"""Encodes and decodes images with the lecture's network in JAX, from NumPy and to NumPy."""

import jax
import numpy as np

import common
from jax_network import decode, encode


def main():
    job = common.job(images=10000, calls=5)
    x = common.images(job.data, "train")[: job.images]
    params = jax.tree.map(jax.numpy.asarray, common.weights(job.widths, job.seed))
    f, g = jax.jit(encode), jax.jit(decode)
    z = np.asarray(f(params, x[:1]))
    encode_first, encode_s = common.seconds(job.calls, lambda: np.asarray(f(params, x)))
    z = np.asarray(f(params, x))
    decode_first, decode_s = common.seconds(job.calls, lambda: np.asarray(g(params, z)))
    one_first, one = common.seconds(100 * job.calls, lambda: np.asarray(g(params, z[:1])))
    common.report(
        images=len(x),
        encode_ms=encode_s * 1e3,
        encode_first_ms=encode_first * 1e3,
        decode_ms=decode_s * 1e3,
        decode_first_ms=decode_first * 1e3,
        one_us=one * 1e6,
        one_first_us=one_first * 1e6,
    )


main()
