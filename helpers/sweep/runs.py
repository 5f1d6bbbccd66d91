"""The sweep: many runs trained, and a table of their evaluations."""

import time
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from helpers.arrays import ArrayLike
from helpers.progress import Show, live_line
from helpers.sweep.cores import map_on_cores, share_out
from helpers.sweep.parts import may_mix_orders, split
from helpers.sweep.protocol import LabelledImages, Protocol
from helpers.sweep.run import Run
from helpers.sweep.train_part import train_part
from helpers.sweep.training_data import TrainingData

__all__ = ["check_runs", "progress", "sweep"]


def sweep(
    runs: Iterable[Run],
    train: LabelledImages,
    evaluate_on: dict[str, LabelledImages] | None = None,
    evaluate_at: ArrayLike | None = None,
    *,
    batch_size: int = 128,
    width: int = 64,
    keep_weights: bool = False,
    client: Any = None,
) -> pd.DataFrame:
    """Train one network for each of ``runs``; return a table of their evaluations.

    ``train`` is a pair: images of shape ``(n, …)``, which are uint8 pixels to be
    divided by 255 or float32 numbers, and labels from 0 to 9 of shape ``(n,)``.
    ``evaluate_on`` is a dict of such pairs by name. ``evaluate_at`` lists the steps to
    evaluate at, in updates done; by default the end of each epoch and of the run.
    Training ends with the last evaluation. ``batch_size`` is that of ``fit``, and
    ``width`` that of ``small_mlp``.

    If TensorFlow has computed nothing yet in this process, each core trains other
    parts, and TensorFlow computes on one core from then on: a ``fit`` in the same
    process is slower. Otherwise all cores share each product, and the sweep is slower.
    The numbers are the same up to rounding.

    Runs that see the images in one order share each batch: a few orders for many runs
    take hardly longer than one, an order for each run takes twice as long.

    With a ``client`` of ``dask.distributed`` its workers share the work, and a worker
    that is lost costs time only; see ``helpers.sweep.cluster``.

    Each row of the pandas table is one evaluation of one run:

    - ``run``, its place in ``runs``; its labels; ``seed`` and ``order_seed``;
    - ``average``, if runs keep averages: there is a row for each, by its name, and
      one for the weights without averaging, "none";
    - ``step``, the updates done, and ``epoch``, the passes over the data done;
    - ``train_loss``, the mean over the batches since the row before;
    - for each set ``<name>_error``, the share of images classified wrongly, 0 to 1,
      and ``<name>_nll``, the mean negative log-likelihood of an image;
    - ``diverged``, whether a weight or a loss is not finite. Then losses are infinite
      and errors 1, so that a mean does not leave them out;
    - ``weights``, with ``keep_weights``: a list for ``small_mlp().set_weights``.

    A wrong argument raises a ValueError or TypeError that names it.

    >>> from helpers.data import small_digits
    >>> from helpers.schedules import cosine, table
    >>> digits = small_digits()
    >>> train = digits.x_train[:400], digits.y_train[:400]
    >>> test = digits.x_test, digits.y_test
    >>> runs = [Run(table(cosine(0.1, 40), 40), seed) for seed in range(3)]
    >>> results = sweep(runs, train, {"test": test}, [0, 40], width=16)
    >>> results[["run", "step"]].values.tolist()
    [[0, 0], [0, 40], [1, 0], [1, 40], [2, 0], [2, 40]]
    >>> errors = results.groupby("step")["test_error"].mean()
    >>> bool(errors[40] < 0.4 < errors[0])
    True
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
    mixed = may_mix_orders(train[0][0].size, width)
    with live_line() as show:
        advanced = progress(show, runs, protocol)
        if client is None:
            cores, units = share_out()
            parts = split(runs, width, cores, units, mixed)
            data = TrainingData(*train)

            def work(part: dict[int, Run], report: Callable[[int], None]) -> Any:
                return train_part(part, protocol, data, report)

            tables = map_on_cores(cores, work, parts, advanced)
        else:
            from helpers.sweep.cluster import number_of_workers, train_on_cluster

            workers = number_of_workers(client)
            parts = split(runs, width, workers, mixed=mixed)
            tables = train_on_cluster(client, parts, protocol, advanced)
    return pd.concat(tables).sort_values(["run", "step"], ignore_index=True)


def check_runs(runs: Iterable[Run], protocol: Protocol) -> list[Run]:
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


def progress(show: Show, runs: list[Run], protocol: Protocol) -> Callable[[int], None]:
    """Return a function to call with the number of updates made since."""
    total = sum(protocol.stops(len(run.rates))[-1] for run in runs)
    began, done = time.monotonic(), 0

    def advanced(updates: int) -> None:
        nonlocal done
        done += updates
        left = (time.monotonic() - began) * (total / done - 1)
        show(f"{len(runs)} networks, {left:.0f} s left", done / total)

    return advanced
