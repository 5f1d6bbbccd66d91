"""The engine's random numbers and networks, written in NumPy."""

import math

import numpy as np

from benchmarks import numpy_networks

GOLDEN = 0x9E3779B9


def stream(seed, purpose, count):
    """Return the first numbers of a stream of the engine's."""
    first = mixed(seed + GOLDEN)
    second = mixed(first ^ np.uint64((purpose + 1) * GOLDEN & 0xFFFFFFFF))
    places = np.arange(count, dtype=np.uint64) * GOLDEN
    return mixed(mixed(first + places) ^ second) / 2**32


def mixed(bits):
    """Hash whole numbers from 0 to below 2^32, which stand in a uint64 array."""
    bits = np.asarray(bits, np.uint64) & 0xFFFFFFFF
    bits = (bits ^ (bits >> 16)) * 0x85EBCA6B & 0xFFFFFFFF
    bits = (bits ^ (bits >> 13)) * 0xC2B2AE35 & 0xFFFFFFFF
    return bits ^ (bits >> 16)


def order(seed, epoch, count):
    """Return the order of the examples in an epoch, by Fisher and Yates."""
    drawn, places = stream(seed, 1 + epoch, count - 1), list(range(count))
    for share, left in zip(drawn, range(count, 1, -1), strict=True):
        other = int(share * left)
        places[left - 1], places[other] = places[other], places[left - 1]
    return np.array(places)


def initial(seeds):
    """Return the weights with which networks begin, as NumPy's networks take them."""
    drawn = np.array([2 * stream(seed, 0, 40 * 32 + 32 * 10) - 1 for seed in seeds])
    kernels = [drawn[:, : 40 * 32], drawn[:, 40 * 32 :]]
    weights = []
    for kernel, shape in zip(kernels, [(40, 32), (32, 10)], strict=True):
        limit = math.sqrt(6 / sum(shape))
        weights.append(np.float32(limit * kernel.reshape(-1, *shape)))
        weights.append(np.zeros((len(seeds), 1, shape[1]), np.float32))
    return weights


def mean_losses(weights, inputs, labels):
    """Return the mean cross-entropy of each network, and its share of errors in %."""
    _, scores = numpy_networks.scores(weights, inputs)
    right = scores[:, np.arange(len(labels)), labels]
    wrong = scores.argmax(axis=-1) != labels
    losses = np.logaddexp.reduce(scores, axis=-1) - right
    return losses.mean(axis=-1), 100 * wrong.mean(axis=-1)


def reference(sequences, columns, seeds, every):
    """Train networks in NumPy; return their losses and errors now and then."""
    inputs, labels, parts = sequences
    count, check = parts["training"].stop, parts["validation"]
    weights = initial(seeds)
    velocities = [np.zeros_like(weight) for weight in weights]
    updates = len(columns[0])
    epochs = range(-(-32 * updates // count))
    orders = [
        np.concatenate([order(s, epoch, count) for epoch in epochs]) for s in seeds
    ]
    rows = np.array([own[: 32 * updates].reshape(updates, 32) for own in orders])
    seen = []
    for first in range(0, updates, every):
        now = slice(first, first + every)
        rates = np.array(columns)[:, now]
        numpy_networks.train(weights, velocities, sequences[:2], rows[:, now], rates)
        seen.append(mean_losses(weights, inputs[check], labels[check]))
    return np.transpose(seen, (2, 0, 1))
