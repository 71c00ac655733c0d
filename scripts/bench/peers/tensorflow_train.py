"""Trains the lecture's network with TensorFlow, each step one function compiled by XLA."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # before the import

import numpy as np
import tensorflow as tf

import common


def reconstruct(params, h):
    """g(f(x)): tanh after each layer but the last of the encoder and of the decoder."""
    for i, (w, b) in enumerate(params):
        h = h @ w + b
        if i not in (len(params) // 2 - 1, len(params) - 1):
            h = tf.tanh(h)
    return h


def loss(params, x):
    return tf.reduce_mean(tf.square(x - reconstruct(params, x)))


def main():
    job = common.job()
    images = common.images(job.data, "train")
    clock = common.Clock()
    rows = common.order(len(images), job)
    params = [(tf.Variable(w), tf.Variable(b)) for w, b in common.weights(job.widths, job.seed)]
    flat = [p for layer in params for p in layer]
    moments = [(tf.Variable(tf.zeros_like(p)), tf.Variable(tf.zeros_like(p))) for p in flat]
    images = tf.constant(images)

    @tf.function(jit_compile=True)
    def step(rows, t, rate=1e-3, b1=0.9, b2=0.999, epsilon=1e-8):
        with tf.GradientTape() as tape:
            value = loss(params, tf.gather(images, rows))
        rate = rate * tf.sqrt(1 - b2**t) / (1 - b1**t)
        for p, (m, v), g in zip(flat, moments, tape.gradient(value, flat), strict=True):
            m.assign(b1 * m + (1 - b1) * g)
            v.assign(b2 * v + (1 - b2) * g * g)
            p.assign_sub(rate * m / (tf.sqrt(v) + epsilon))
        return value

    losses = []
    for i, row in enumerate(rows):
        losses.append(step(tf.constant(row), tf.constant(i + 1.0)))
        if i + 1 == common.WARM_UP:
            losses[-1].numpy()
            clock.warmed_up(common.WARM_UP)
    found = clock.stop(np.array([value.numpy() for value in losses]), job.steps)
    common.report(test_mse=float(loss(params, tf.constant(common.images(job.data, "test")))), **found)


main()
