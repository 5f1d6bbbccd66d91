"""What you call: a run to train, and the sweep of many."""

import time
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from helpers.checks import check_count
from helpers.progress import live_line
from helpers.schedules import check_table
from helpers.sweep.averages import check_shares
from helpers.sweep.cores import one_on_each, share_out
from helpers.sweep.parts import split
from helpers.sweep.protocol import Protocol
from helpers.sweep.stacked_networks import TrainingData
from helpers.sweep.train_part import train_together
from helpers.sweep.update_rules import Momentum, Rule


@dataclass(frozen=True, eq=False)
class Run:
    """The training of one network.

    ``rates`` has the rate of every update, shape ``(updates,)``; its length is the
    budget. ``seed`` is that of ``small_mlp(seed)``, and fixes the order of the images
    too, if ``order_seed`` doesn't. ``optimizer`` is ``Momentum(…)``, ``Adam(…)`` or
    ``ScheduleFree(…)``. ``labels``, a dict, become columns of the results.
    ``averages`` has by name a column of shares, shape ``(updates,)``, for each average
    of the weights to keep, see ``helpers.sweep.averages``.
    """

    rates: np.ndarray = field(repr=False)
    seed: int = 0
    optimizer: Rule = Momentum()
    labels: dict = field(default_factory=dict)
    order_seed: int | None = None
    averages: dict = field(default_factory=dict, repr=False)

    def __post_init__(self):
        """Check the fields."""
        object.__setattr__(self, "rates", check_table("rates", self.rates))
        check_count("seed", self.seed, at_least=0, at_most=2**32 - 1)
        if not isinstance(self.optimizer, Rule):
            raise TypeError(
                f"optimizer = {self.optimizer!r} must be Momentum, Adam or ScheduleFree"
            )
        for name in ("labels", "averages"):
            if not isinstance(value := getattr(self, name), dict):
                raise TypeError(f"{name} = {value!r} must be a dict")
        if self.order_seed is None:
            object.__setattr__(self, "order_seed", self.seed)
        check_count("order_seed", self.order_seed, at_least=0)
        shares = {
            name: check_shares(f"averages[{name!r}]", column, len(self.rates))
            for name, column in self.averages.items()
        }
        object.__setattr__(self, "averages", shares)


def sweep(
    runs,
    train,
    evaluate_on=None,
    evaluate_at=None,
    *,
    batch_size=128,
    width=64,
    keep_weights=False,
    client=None,
):
    """Train one network for each of ``runs``; return a table of their evaluations.

    ``train`` is a pair: images of shape ``(n, …)``, which are uint8 pixels to be
    divided by 255 or float32 numbers, and labels from 0 to 9 of shape ``(n,)``.
    ``evaluate_on`` is a dict of such pairs by name. ``evaluate_at`` lists the steps to
    evaluate at, in updates done; without it, that is at the end of each epoch and of
    the run. Training ends with the last evaluation. ``batch_size`` is that of ``fit``,
    and ``width`` that of ``small_mlp``.

    If it is the first thing that TensorFlow computes in its process, each core trains
    parts of its own, and TensorFlow computes on one core from then on: a ``fit`` in
    the same process is slower. After anything else, all cores share each product, and
    the sweep is slower. The numbers are the same up to rounding.

    Runs that see the images in one order share each batch: a few orders for many runs
    take hardly longer than one, an order for each run takes twice as long.

    Given a ``client`` of ``dask.distributed``, its workers share the work, and one that
    is lost costs time only; see ``helpers.sweep.cluster``.

    Each row of the pandas table is one evaluation of one run:

    - ``run``, its place in ``runs``; its labels; ``seed`` and ``order_seed``;
    - ``average``, where runs keep averages: there is a row for each, by its name, and
      one for the weights as they are, "none";
    - ``step``, the updates done, and ``epoch``, the passes over the data done;
    - ``train_loss``, the mean over the batches since the row before;
    - for each set ``<name>_error``, the share of images classified wrongly, 0 to 1,
      and ``<name>_nll``, the mean negative log-likelihood of an image;
    - ``diverged``, whether a weight or a loss is not finite. Then losses are infinite
      and errors 1, so that no mean passes over them;
    - ``weights``, with ``keep_weights``: a list for ``small_mlp().set_weights``.

    Bad arguments raise a ValueError or TypeError that names them.
    """
    protocol = Protocol(
        train,
        evaluate_on or {},
        evaluate_at,
        batch_size,
        width,
        keep_weights,
    )
    runs = check_runs(runs, protocol)
    with live_line() as show:
        advanced = progress(show, runs, protocol)
        if client is None:
            cores, units = share_out()
            parts = split(runs, width, cores, units)
            data = TrainingData(*train)

            def train_part(part, told):
                return train_together(part, protocol, data, told)

            tables = one_on_each(cores, train_part, parts, advanced)
        else:
            from helpers.sweep.cluster import number_of_workers, spread

            parts = split(runs, width, number_of_workers(client))
            tables = spread(client, parts, protocol, advanced)
    return pd.concat(tables).sort_values(["run", "step"], ignore_index=True)


def check_runs(runs, protocol):
    """Return the runs as a list, if they fit each other and the protocol."""
    runs = list(runs)
    if not runs:
        raise ValueError("runs is empty")
    taken = {"run", "seed", "order_seed", "average", "step", "epoch", "train_loss"}
    taken |= {"diverged", "weights"}
    for name in protocol.evaluate_on:
        taken |= {f"{name}_error", f"{name}_nll"}
    for place, run in enumerate(runs):
        if not isinstance(run, Run):
            raise TypeError(f"runs[{place}] = {run!r} must be a Run")
        for name in ("labels", "averages"):
            ours, first = list(getattr(run, name)), list(getattr(runs[0], name))
            if {*ours} != {*first}:
                raise ValueError(
                    f"runs[{place}] has the {name} {ours}, but runs[0] has {first}"
                )
        protocol.stops(len(run.rates))
    if both := taken & runs[0].labels.keys():
        raise ValueError(f"labels: the results have a column {min(both)!r} already")
    return runs


def progress(show, runs, protocol):
    """Return a function to call with the number of updates made since."""
    total = sum(protocol.stops(len(run.rates))[-1] for run in runs)
    began, done = time.monotonic(), 0

    def advanced(updates):
        nonlocal done
        done += updates
        left = (time.monotonic() - began) * (total / done - 1)
        show(f"{len(runs)} networks, {left:.0f} s left", done / total)

    return advanced
