"""One part of a sweep: runs that train side by side, and the rows they give."""

from itertools import pairwise
from threading import Lock

import numpy as np
import pandas as pd

from helpers.models import mlp_weights
from helpers.sweep.evaluation import evaluate, stack, unstack
from helpers.sweep.many_networks import ManyNetworks

PIECE = 50  # updates between two looks at the progress
RANDOM_NUMBERS = Lock()  # Keras has one generator for all threads


def train_together(part, protocol, advanced=lambda updates: None):
    """Train the runs of ``part``, a dict by place in the sweep; return their rows.

    The runs have one optimizer and one number of updates. ``advanced`` is called now
    and then with the number of updates made since.
    """
    runs = list(part.values())
    seeds = [run.seed for run in runs]
    rates = np.stack([run.rates for run in runs], axis=1).astype(np.float32)
    networks = ManyNetworks(
        initial_weights(seeds, protocol.width),
        runs[0].optimizer,
        *protocol.train,
        protocol.batch_size,
    )
    names = {
        "run": list(part),
        **{name: [run.labels[name] for run in runs] for name in runs[0].labels},
        "seed": seeds,
    }
    per_epoch, stops = protocol.updates_per_epoch, protocol.stops(len(rates))
    tables, losses, before = [], np.zeros(len(runs)), 0
    pauses = {*stops, *range(0, stops[-1], per_epoch), *range(0, stops[-1], PIECE)}
    for first, last in pairwise([0, *sorted(pauses)]):
        if first < last:
            if first % per_epoch == 0:
                order = protocol.order(first // per_epoch, seeds)
            losses += networks.train(order, rates, first, last) * (last - first)
            advanced(len(runs) * (last - first))
        if last in stops:
            when = {"step": last, "epoch": last / per_epoch}
            mean = losses / (last - before) if before < last else np.nan * losses
            found = judge(networks, mean, protocol)
            tables.append(pd.DataFrame({**names, **when, **found}))
            losses, before = np.zeros(len(runs)), last
    return pd.concat(tables)


def initial_weights(seeds, width):
    """Return the stack of the weights of ``small_mlp(seed, width)`` for each seed."""
    with RANDOM_NUMBERS:
        weights = {seed: mlp_weights(seed, width) for seed in {*seeds}}
    return stack([weights[seed] for seed in seeds])


def judge(networks, train_loss, protocol):
    """Return how the networks do now: columns of the results, as a dict."""
    weights, diverged = networks.weights(), ~networks.finite()
    scores = {
        name: evaluate(weights, images, labels)
        for name, (images, labels) in protocol.evaluate_on.items()
    }
    for _, nll in scores.values():
        diverged |= ~np.isfinite(nll)
    columns = {"train_loss": np.where(diverged, np.inf, train_loss)}
    for name, (error, nll) in scores.items():
        columns[f"{name}_error"] = np.where(diverged, 1.0, error)
        columns[f"{name}_nll"] = np.where(diverged, np.inf, nll)
    columns["diverged"] = diverged
    if protocol.keep_weights:
        columns["weights"] = unstack(weights)
    return columns
