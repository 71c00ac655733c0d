"""The lecture's networks, their losses and Adam in JAX."""

import jax
import jax.numpy as jnp


def mlp(layers, h):
    """tanh after each layer but the last."""
    for w, b in layers[:-1]:
        h = jnp.tanh(h @ w + b)
    w, b = layers[-1]
    return h @ w + b


def encode(params, x):
    return mlp(params[: len(params) // 2], x)


def decode(params, z):
    return mlp(params[len(params) // 2 :], z)


def mse(params, x):
    return jnp.mean((x - decode(params, encode(params, x))) ** 2)


def negative_elbo(params, x, noise):
    """−ELBO of a VAE with a Bernoulli likelihood, in nats: the mean over a batch. noise [n, d] is from N(0, 1)."""
    mean, log_variance = jnp.split(encode(params, x), 2, axis=1)
    h = decode(params, mean + jnp.exp(log_variance / 2) * noise)
    reconstruction = jnp.sum(jax.nn.softplus(h) - x * h, axis=1)
    kl = jnp.sum(mean**2 + jnp.exp(log_variance) - 1 - log_variance, axis=1) / 2
    return jnp.mean(reconstruction + kl)


def adam(params, gradients, m, v, t, rate=1e-3, b1=0.9, b2=0.999, epsilon=1e-8):
    """One update, in the form at the end of section 2 of Kingma & Ba 2015."""
    rate = rate * jnp.sqrt(1 - b2**t) / (1 - b1**t)
    m = jax.tree.map(lambda m, g: b1 * m + (1 - b1) * g, m, gradients)
    v = jax.tree.map(lambda v, g: b2 * v + (1 - b2) * g * g, v, gradients)
    params = jax.tree.map(lambda p, m, v: p - rate * m / (jnp.sqrt(v) + epsilon), params, m, v)
    return params, m, v


def step(loss, state, *batch):
    """One step of training on a batch, as the loss takes it: the new state and the loss."""
    params, m, v, t = state
    value, gradients = jax.value_and_grad(loss)(params, *batch)
    t = t + 1
    return (*adam(params, gradients, m, v, t), t), value
