# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy==2.4.6", "scipy==1.17.1", "scikit-learn==1.9.1", "prdc==0.2"]
# ///
"""Writes peers.json: small sets of features, and what NumPy, SciPy, scikit-learn and prdc compute from them, for peers_test.go.

prdc is the code of Naeem et al. (2020). The Fréchet distance is computed as in the code of Heusel et al. (2017), with SciPy's
root of a matrix; the kernel distance by scikit-learn's polynomial kernel. All data are multiples of 1/4096, which float32 holds
exactly. Run as: uv run peers.py, or with the packages installed python peers.py, in this directory.
"""

import json
from pathlib import Path

import numpy as np
from prdc import compute_prdc
from scipy import linalg
from scipy.special import logsumexp
from sklearn.metrics.pairwise import polynomial_kernel

rng = np.random.default_rng(1)
d = 6


def exact(a):
    return np.round(a * 4096) / 4096


mixing = rng.normal(0, 1, (d, d))
real = exact(rng.normal(0, 1, (60, d)) @ mixing / 2)
fakes = exact(rng.normal(0.3, 0.8, (45, d)) @ mixing / 2)


def frechet(a, b):
    root = linalg.sqrtm(np.cov(a.T) @ np.cov(b.T)).real
    return ((a.mean(0) - b.mean(0)) ** 2).sum() + np.trace(np.cov(a.T) + np.cov(b.T) - 2 * root)


def kernel(a, b):
    def k(x, y):
        return polynomial_kernel(x, y, degree=3, gamma=1 / d, coef0=1)

    def within(x):
        m = k(x, x)
        return (m.sum() - np.trace(m)) / (len(x) * (len(x) - 1))

    return within(a) + within(b) - 2 * k(a, b).mean()


log_weights = exact(rng.normal(-110, 3, (7, 12)))


def bound(k):
    return float((logsumexp(log_weights.reshape(7, -1, k), axis=-1) - np.log(k)).mean())


peers = {
    "real": real.tolist(),
    "fakes": fakes.tolist(),
    "frechet": float(frechet(real, fakes)),
    "kernel": float(kernel(real, fakes)),
    "manifold": {k: {name: float(v) for name, v in compute_prdc(real, fakes, nearest_k=k).items()} for k in (1, 3, 5)},
    "log_weights": log_weights.tolist(),
    "bound": {k: bound(k) for k in (1, 4, 12)},
    "activity": real.var(0, ddof=1).tolist(),
}
lines = (f"{json.dumps(k)}: {json.dumps(v, separators=(',', ':'))}" for k, v in peers.items())
Path("peers.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
