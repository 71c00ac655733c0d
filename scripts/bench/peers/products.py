"""The 17 matrix products of a training step and Adam's traffic: their sizes, and how a library is timed on them."""

import itertools
import os
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

import common

COPIED = 7  # per parameter, Adam reads p, g, m and v and writes p, m and v


def products(widths, batch):
    """The products of a step by name: the shapes of both factors, as they lie in memory, and which is transposed.

    Forward h W; backward hᵀ d for each W, and d Wᵀ for each layer but the first, whose input needs no gradient.
    """
    all_widths = widths + widths[-2::-1]
    result = {}
    for i, (a, b) in enumerate(itertools.pairwise(all_widths)):
        result[f"forward {i}"] = (batch, a), (a, b), ""
        result[f"weights {i}"] = (batch, a), (batch, b), "first"
        if i > 0:
            result[f"input {i}"] = (batch, b), (a, b), "second"
    return result


def flops(first, second, transposed):
    """The floating point operations of a product."""
    rows, inner = first[::-1] if transposed == "first" else first
    columns = second[0] if transposed == "second" else second[1]
    return 2 * rows * inner * columns


def measure(multiply, copy_gbs):
    """Times all products with multiply(a, b, transposed), which returns a function that calculates repeatedly."""
    job = common.job(seconds=0.1)
    rng = np.random.default_rng(job.seed)
    each, total, times = job.seconds / 10, 0, {}
    for name, (first, second, transposed) in products(job.widths, job.batch).items():
        a, b = rng.standard_normal(first, np.float32), rng.standard_normal(second, np.float32)
        times[name] = best_seconds(multiply(a, b, transposed), each) * 1000
        total += flops(first, second, transposed)
    parameters = sum(w.size + b.size for w, b in common.weights(job.widths, job.seed))
    traffic = COPIED * 4 * parameters
    common.report(products_ms=times, flops=total, adam_bytes=traffic, copy_gbs=copy_gbs(traffic, each))


def best_seconds(repeat, seconds):
    """The best mean time of one calculation over ten goes; repeat(n) does n of them."""
    n = 1
    while (took := timed(repeat, n)) < seconds:
        n = max(2 * n, int(n * seconds / max(took, 1e-9)))
    return min(timed(repeat, n) for _ in range(10)) / n


def timed(repeat, n):
    start = time.perf_counter()
    repeat(n)
    return time.perf_counter() - start


def copy_with_threads(traffic, seconds):
    """The speed at which so many bytes are copied, half of them read and half written, by all cores, in GB/s."""
    threads = len(os.sched_getaffinity(0))
    floats = traffic // 2 // 4 // threads
    parts = [(np.empty(floats, np.float32), np.ones(floats, np.float32)) for _ in range(threads)]
    with ThreadPoolExecutor(threads) as pool:

        def repeat(n):
            list(pool.map(lambda part: [np.copyto(*part) for _ in range(n)], parts))

        return traffic / best_seconds(repeat, seconds) / 1e9
