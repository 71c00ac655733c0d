"""What the peers share: the job they are given, the same digits, weights and batches, and how they report."""

import argparse
import itertools
import json
import sys
import time
from pathlib import Path

import numpy as np


def job(**more):
    """The job from the command line: the options of the Go program `train`, and those in more with their defaults."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True, help="directory with train.npy and test.npy")
    parser.add_argument("--widths", type=numbers, default=[784, 500, 300, 2])
    parser.add_argument("--steps", type=int, default=2500)
    parser.add_argument("--batch", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    for name, default in more.items():
        parser.add_argument("--" + name, type=type(default), default=default)
    return parser.parse_args()


def numbers(text):
    return [int(n) for n in text.split(",")]


def images(directory, which):
    """Images [n, 784] float32, of "train" or "test"."""
    return np.load(directory / f"{which}.npy")


def weights(widths, seed, ends=1):
    """Weights [in, out], normal with σ = 0.1, and biases 0 [out], of the encoder and the mirrored decoder.

    The encoder ends with so many numbers for each latent dimension: a VAE's with a mean and a log-variance.
    """
    rng = np.random.default_rng(seed)
    layers = [*itertools.pairwise([*widths[:-1], ends * widths[-1]]), *itertools.pairwise(widths[::-1])]
    return [(0.1 * rng.standard_normal((a, b), np.float32), np.zeros(b, np.float32)) for a, b in layers]


def order(n, job):
    """The rows each step takes, [steps, batch] int32: one random permutation of the n images after the other."""
    rng = np.random.default_rng(job.seed)
    count = job.steps * job.batch
    epochs = [rng.permutation(n) for _ in range(-(-count // n))]
    return np.concatenate(epochs)[:count].astype(np.int32).reshape(job.steps, job.batch)


class Clock:
    """Times a training from its call on. The first steps, which compile, count for its total only."""

    def __init__(self):
        self.start = time.perf_counter()
        self.warm = self.warm_steps = None

    def warmed_up(self, steps):
        """Says that the first steps are done, and with them all compilation."""
        self.warm, self.warm_steps = time.perf_counter(), steps

    def stop(self, losses, steps):
        """The numbers of a training whose every step is done and whose losses are read, as floats."""
        end = time.perf_counter()
        assert len(losses) == steps and np.isfinite(losses).all()
        return {
            "total_s": end - self.start,
            "step_ms": (end - self.warm) * 1000 / (steps - self.warm_steps),
            "losses": steps,
            "peak_mb": peak_mb(),
        }


WARM_UP = 10  # steps of those that train step by step


def peak_mb():
    """The most memory this process has ever held, in MB of 10⁶ bytes."""
    with Path("/proc/self/status").open(encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) * 1024 / 1e6


def seconds(calls, function):
    """How long the first call took, which compiles, and the median of the calls that follow."""
    times = []
    for _ in range(calls + 1):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return times[0], float(np.median(times[1:]))


def report(**found):
    """Writes what was found as one line of JSON."""
    json.dump(found, sys.stdout)
    print()
