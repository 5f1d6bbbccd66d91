"""One part of a sweep: runs that train side by side, and the rows they give."""

from itertools import groupby, pairwise
from math import gcd
from threading import Lock

import numpy as np
import pandas as pd

from helpers.models import mlp_weights
from helpers.sweep.evaluation import evaluate, stack, unstack
from helpers.sweep.stacked_networks import ManyNetworks

PIECE = 50  # updates between two looks at the progress
RANDOM_NUMBERS = Lock()  # Keras has one generator for all threads


def train_together(part, protocol, data, advanced=lambda updates: None):
    """Train the runs of ``part``, a dict by place in the sweep; return their rows.

    The runs are as ``parts.split`` puts them together, and ``data`` are the images to
    train on, as ``TrainingData``. ``advanced`` is called now and then with the number
    of updates made since.
    """
    runs = list(part.values())
    seeds, order_seeds = [run.seed for run in runs], [run.order_seed for run in runs]
    size = gcd(*(len([*group]) for _, group in groupby(order_seeds)))
    orders = order_seeds[::size]  # of groups of equal size
    networks = ManyNetworks(
        initial_weights(seeds, protocol.width, len(data.lit)),
        runs[0].optimizer,
        data,
        protocol.batch_size,
        side_by_side([run.rates for run in runs]),
        {
            name: side_by_side([run.averages[name] for run in runs])
            for name in runs[0].averages
        },
    )
    names = {
        "run": list(part),
        **{name: [run.labels[name] for run in runs] for name in runs[0].labels},
        "seed": seeds,
        "order_seed": order_seeds,
    }
    per_epoch, stops = protocol.updates_per_epoch, protocol.stops(len(runs[0].rates))
    tables, losses, before = [], np.zeros(len(runs)), 0
    pauses = {*stops, *range(0, stops[-1], per_epoch), *range(0, stops[-1], PIECE)}
    for first, last in pairwise([0, *sorted(pauses)]):
        if first < last:
            if first % per_epoch == 0:
                order = protocol.order(first // per_epoch, orders)
            losses += networks.train(order, first, last) * (last - first)
            advanced(len(runs) * (last - first))
        if last in stops:
            when = {"step": last, "epoch": last / per_epoch}
            mean = losses / (last - before) if before < last else np.nan * losses
            for found in judge(networks, mean, protocol):
                tables.append(pd.DataFrame({**names, **when, **found}))
            losses, before = np.zeros(len(runs)), last
    return pd.concat(tables)


def side_by_side(columns):
    """Return columns of numbers as one table, float32 of shape ``(rows, columns)``."""
    return np.stack(columns, axis=1).astype(np.float32)


def initial_weights(seeds, width, inputs):
    """Return the stack of the weights of ``small_mlp(seed, width)`` for each seed."""
    with RANDOM_NUMBERS:
        weights = {seed: mlp_weights(seed, width, inputs) for seed in {*seeds}}
    return stack([weights[seed] for seed in seeds])


def judge(networks, train_loss, protocol):
    """Return how the networks do now, and how each average of their weights does.

    Each is a dict of columns of the results.
    """
    diverged = ~networks.finite()
    if not networks.averages:
        return [scores(networks.weights(), diverged, train_loss, protocol)]
    return [
        {
            "average": average or "none",
            **scores(networks.weights(average), diverged, train_loss, protocol),
        }
        for average in (None, *networks.averages)
    ]


def scores(weights, diverged, train_loss, protocol):
    """Return what a stack of weights is worth, a dict of columns of the results."""
    found = {
        name: evaluate(weights, images, labels)
        for name, (images, labels) in protocol.evaluate_on.items()
    }
    for _, nll in found.values():
        diverged = diverged | ~np.isfinite(nll)
    columns = {"train_loss": np.where(diverged, np.inf, train_loss)}
    for name, (error, nll) in found.items():
        columns[f"{name}_error"] = np.where(diverged, 1.0, error)
        columns[f"{name}_nll"] = np.where(diverged, np.inf, nll)
    columns["diverged"] = diverged
    if protocol.keep_weights:
        columns["weights"] = unstack(weights)
    return columns
