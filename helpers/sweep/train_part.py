"""One part of a sweep: the runs that train together, and the rows of its table."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from math import gcd
from threading import Lock
from typing import Any

import numpy as np
import pandas as pd

from helpers.arrays import Array, Floats, Floats32
from helpers.models import mlp_weights
from helpers.sweep.evaluation import Stack, evaluate, stack, unstack
from helpers.sweep.protocol import Protocol
from helpers.sweep.run import Run
from helpers.sweep.stacked_networks import StackedNetworks
from helpers.sweep.training_data import TrainingData

__all__ = ["initial_weights", "judge", "train_part"]

PIECE = 50  # updates between two reports of the progress
RANDOM_NUMBERS = Lock()  # Keras has one generator for all threads


def train_part(
    part: dict[int, Run],
    protocol: Protocol,
    data: TrainingData,
    report: Callable[[int], None] = lambda updates: None,
) -> pd.DataFrame:
    """Train the runs of ``part``, a dict by place in the sweep; return their rows.

    The runs are as ``parts.split`` puts them together, and ``data`` are the images to
    train on. ``report`` is called now and then with the number of updates made since.
    """
    runs = list(part.values())
    seeds = [run.seed for run in runs]
    order_seeds = [run.seed_of_order for run in runs]
    # An order may have several groups, one behind the other, which look like one here:
    # the largest size that fits all of them makes the fewest groups.
    size = gcd(*(len([*group]) for _, group in groupby(order_seeds)))
    orders = order_seeds[::size]
    networks = StackedNetworks(
        initial_weights(seeds, protocol.width, len(data.lit)),
        runs[0].optimizer,
        data,
        protocol.batch_size,
        as_table([run.rates for run in runs]),
        {
            name: as_table([run.averages[name] for run in runs])
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
    # The program stops for an evaluation, for the order of a new epoch, or to report.
    pauses = {*stops, *range(0, stops[-1], per_epoch), *range(0, stops[-1], PIECE)}
    for first, last in pairwise([0, *sorted(pauses)]):
        if first < last:
            if first % per_epoch == 0:
                order = protocol.order(first // per_epoch, orders)
            losses += networks.train(order, first, last) * (last - first)
            report(len(runs) * (last - first))
        if last in stops:
            when = {"step": last, "epoch": last / per_epoch}
            mean = losses / (last - before) if before < last else np.nan * losses
            for columns in judge(networks, mean, protocol):
                tables.append(pd.DataFrame({**names, **when, **columns}))
            losses, before = np.zeros(len(runs)), last
    return pd.concat(tables)


def as_table(columns: Sequence[Floats]) -> Floats32:
    """Return columns of numbers as one table, float32 of shape ``(rows, columns)``."""
    return np.stack(columns, axis=1).astype(np.float32)


def initial_weights(seeds: Sequence[int], width: int, inputs: int) -> Stack:
    """Return the stack of the weights of ``small_mlp(seed, width)`` for each seed."""
    with RANDOM_NUMBERS:
        weights = {seed: mlp_weights(seed, width, inputs) for seed in {*seeds}}
    return stack([weights[seed] for seed in seeds])


def judge(
    networks: StackedNetworks, train_loss: Floats, protocol: Protocol
) -> Iterator[dict[str, Any]]:
    """Evaluate the networks, then each average of their weights.

    Each evaluation is a dict of columns of the results. ``train_loss`` has shape
    ``(N,)``.
    """
    diverged = ~networks.finite()
    for average in (None, *networks.averages):
        columns = scores(networks.weights(average), diverged, train_loss, protocol)
        label = {"average": average or "none"} if networks.averages else {}
        yield {**label, **columns}


def scores(
    weights: Stack, diverged: Array, train_loss: Floats, protocol: Protocol
) -> dict[str, Any]:
    """Return errors and losses of a stack of weights, as columns of the results.

    Where a network has diverged, or its loss on some set is not finite, losses are
    infinite and errors 1.
    """
    evaluations = {
        name: evaluate(weights, images, labels)
        for name, (images, labels) in protocol.evaluate_on.items()
    }
    for _, nll in evaluations.values():
        diverged = diverged | ~np.isfinite(nll)
    columns: dict[str, Any] = {"train_loss": np.where(diverged, np.inf, train_loss)}
    for name, (error, nll) in evaluations.items():
        columns[f"{name}_error"] = np.where(diverged, 1.0, error)
        columns[f"{name}_nll"] = np.where(diverged, np.inf, nll)
    columns["diverged"] = diverged
    if protocol.keep_weights:
        columns["weights"] = unstack(weights)
    return columns
