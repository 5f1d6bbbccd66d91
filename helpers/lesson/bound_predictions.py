"""What a bound that sees norms predicts for page 11d, and what its rivals predict."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.arrays import Floats
from helpers.bounds import best_multiple
from helpers.lesson.bound_trial import NAMES, TASKS, shapes

__all__ = ["in_table", "predictions", "stand_ins"]


def stand_ins(norms: Floats) -> dict[str, Floats]:
    """Return what may stand in the place of measured norms, shape ``(T,)`` each.

    ``bump`` has the norms of the first tenth, and their root mean square after it;
    ``bump of 2`` is 2 in the first tenth and 1 after it, whatever was measured.

    >>> stand_ins(np.array([3.0, *[1.0] * 9]))["bump of 2"].tolist()
    [2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    """
    updates, tenth = len(norms), len(norms) // 10
    rest = np.full(updates - tenth, np.sqrt(np.mean(norms[tenth:] ** 2)))
    return {
        "norms": norms,
        "one norm": np.ones(updates),
        "bump": np.append(norms[:tenth], rest),
        "bump of 2": np.where(np.arange(updates) < tenth, 2.0, 1.0),
        "1/sqrt t": np.arange(1, updates + 1) ** -0.5,
    }


def predictions(norms: Mapping[str, Mapping[str, Floats]]) -> pd.DataFrame:
    """Return what each predictor says, a row for each task and quantity.

    ``norms`` has those of ``norms_of`` for each task. All is relative to the constant
    rate: the loss of a schedule at its best peak, and that peak; but the last row of a
    task is the loss with a warm-up over the loss of the cosine without it. The theory,
    ``norms``, has those of linear decay for all schedules; ``own norms`` has for each
    schedule its own; ``mean rate`` says that the loss goes with the mean rate of the
    column, and its best peak with one over it.

    >>> flat = {task: dict.fromkeys(NAMES, np.ones(390)) for task in TASKS}
    >>> table = predictions(flat)
    >>> table.loc[("MNIST-1D", "loss of linear"), "norms":"one norm"].round(2).tolist()
    [0.74, 0.74, 0.74]
    """
    columns, tables = shapes(), {}
    for task in TASKS:
        kinds = stand_ins(norms[task]["linear"])
        found = {
            kind: [best_multiple(columns[name], gradient=kinds[kind]) for name in NAMES]
            for kind in kinds
        }
        own = [best_multiple(columns[n], gradient=norms[task][n]) for n in NAMES]
        means = [columns[name].mean() for name in NAMES]
        first, *others = found
        found = {first: found[first], "own norms": own} | {k: found[k] for k in others}
        found["mean rate"] = [(1 / mean, mean) for mean in means]
        tables[task] = pd.DataFrame({k: _relative(v) for k, v in found.items()})
    return pd.concat(tables, names=["data", "quantity"])


def _relative(found: list[tuple[float, float]]) -> "pd.Series[float]":
    """Return peaks and losses, in the order of NAMES, over those of the constant."""
    peaks, losses = (
        pd.Series(values, NAMES) / values[0] for values in zip(*found, strict=True)
    )
    rows = {f"loss of {in_table(name)}": losses[name] for name in NAMES[1:]}
    rows |= {f"peak of {in_table(name)}": peaks[name] for name in NAMES[1:]}
    rows["warm-up on cosine"] = losses["warm-up + cosine"] / losses["cosine"]
    return pd.Series(rows)


def in_table(name: str) -> str:
    """Return the name of a schedule as a table of predictions has it.

    >>> in_table("warm-up, stable, decay")
    'warm-up stable decay'
    """
    return name.replace(",", "")
