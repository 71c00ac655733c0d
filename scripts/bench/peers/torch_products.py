"""PyTorch's speed on the products of a training step."""

import torch

from products import best_seconds, measure


def multiply(a, b, transposed):
    a, b = torch.from_numpy(a), torch.from_numpy(b)
    a, b = a.T if transposed == "first" else a, b.T if transposed == "second" else b
    out = torch.empty(a.shape[0], b.shape[1])

    def repeat(n):
        for _ in range(n):
            torch.mm(a, b, out=out)

    return repeat


def copy_gbs(traffic, seconds):
    source, target = torch.ones(traffic // 8), torch.empty(traffic // 8)

    def repeat(n):
        for _ in range(n):
            target.copy_(source)

    return traffic / best_seconds(repeat, seconds) / 1e9


measure(multiply, copy_gbs)
