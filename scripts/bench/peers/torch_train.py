"""Trains the lecture's network with PyTorch, eagerly or with --compile 1 through torch.compile."""

import os
import tempfile

import torch
from torch import nn

import common


def network(widths, seed):
    """The encoder and the mirrored decoder; tanh after each layer but their last."""
    layers = []
    params = common.weights(widths, seed)
    for i, (w, b) in enumerate(params):
        linear = nn.Linear(*w.shape)
        linear.weight.data, linear.bias.data = torch.from_numpy(w.T.copy()), torch.from_numpy(b)
        layers.append(linear)
        if i not in (len(params) // 2 - 1, len(params) - 1):
            layers.append(nn.Tanh())
    return nn.Sequential(*layers)


def main():
    job = common.job(compile=0)
    images = common.images(job.data, "train")
    clock = common.Clock()
    rows = torch.from_numpy(common.order(len(images), job))
    model = network(job.widths, job.seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, eps=1e-8, fused=True)
    images = torch.from_numpy(images)

    def loss(x):
        return nn.functional.mse_loss(model(x), x)

    compiled = torch.compile(loss) if job.compile else loss
    losses = []
    for i, row in enumerate(rows):
        optimizer.zero_grad(set_to_none=True)
        value = compiled(images[row])
        value.backward()
        optimizer.step()
        losses.append(value.detach())
        if i + 1 == common.WARM_UP:
            clock.warmed_up(common.WARM_UP)
    found = clock.stop(torch.stack(losses).numpy(), job.steps)
    with torch.no_grad():
        common.report(test_mse=loss(torch.from_numpy(common.images(job.data, "test"))).item(), **found)


# What torch.compile has made lies in a cache of files; an empty one makes each run compile, as the others do.
with tempfile.TemporaryDirectory() as cache:
    os.environ["TORCHINDUCTOR_CACHE_DIR"] = cache
    main()
