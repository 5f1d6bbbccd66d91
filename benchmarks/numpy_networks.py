"""The playground's networks in NumPy, many at once: what its engine is compared with.

Each layer's weights are a stack of matrices, float32 (networks, inputs, units),
followed by its biases, (networks, 1, units); NumPy multiplies whole stacks. That is
faster than one network after the other: with 64 of them by a factor of four to five.
"""

import numpy as np

MOMENTUM = np.float32(0.9)


def train(weights, velocities, data, rows, rates):
    """Train a network for each row of ``rates``, shape ``(networks, updates)``.

    ``weights`` and ``velocities`` are lists of stacks, changed in place; ``data`` are
    inputs and labels, and ``rows`` says which of them each network sees in each update,
    shape ``(networks, updates, batch)``. velocity ← 0.9 · velocity − rate · gradient,
    then weight ← weight + velocity.
    """
    inputs, labels = data
    targets = np.eye(weights[-1].shape[-1], dtype=np.float32)[labels]
    rates = np.float32(rates).T[:, :, None, None]
    for batch, rate in zip(np.swapaxes(rows, 0, 1), rates, strict=True):
        steps = gradients(weights, inputs[batch], targets[batch])
        for weight, velocity, step in zip(weights, velocities, steps, strict=True):
            velocity *= MOMENTUM
            velocity -= rate * step
            weight += velocity


def gradients(weights, inputs, targets):
    """Return the gradients of the mean cross-entropy of a batch, stack by stack."""
    units, found = scores(weights, inputs)
    odds = np.exp(found - found.max(axis=-1, keepdims=True))
    error = odds / odds.sum(axis=-1, keepdims=True) - targets
    error /= np.float32(targets.shape[-2])
    back = error @ np.swapaxes(weights[2], 1, 2)
    back *= units > 0
    sums = {"axis": 1, "keepdims": True}
    of_inputs, of_units = np.swapaxes(inputs, 1, 2), np.swapaxes(units, 1, 2)
    return of_inputs @ back, back.sum(**sums), of_units @ error, error.sum(**sums)


def scores(weights, inputs):
    """Return the hidden units and the scores of the ten classes."""
    kernel_1, bias_1, kernel_2, bias_2 = weights
    units = np.maximum(inputs @ kernel_1 + bias_1, 0)
    return units, units @ kernel_2 + bias_2
