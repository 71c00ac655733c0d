"""JAX's speed on the products of a training step."""

import jax

from products import copy_with_threads, measure


def multiply(a, b, transposed):
    a, b = jax.numpy.asarray(a), jax.numpy.asarray(b)
    contracted = ((0,) if transposed == "first" else (1,)), ((1,) if transposed == "second" else (0,))
    product = jax.jit(lambda a, b: jax.lax.dot_general(a, b, (contracted, ((), ()))))

    def repeat(n):
        for _ in range(n):
            result = product(a, b)
        result.block_until_ready()

    return repeat


measure(multiply, copy_with_threads)
