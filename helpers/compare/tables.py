"""The trainings of a comparison, and their evaluations, as two tables."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from helpers.compare.seeds import repeat_of
from helpers.compare.training import Key, Training

__all__ = ["Row", "tables"]


class Row(NamedTuple):
    """A training of a table: its labels, and the key of what the store has of it."""

    stage: str
    rates: str
    seed: int
    arm: str
    peak: float

    @property
    def key(self) -> Key:
        """What identifies the training in a file: two rows may share one."""
        return self.stage, self.rates, self.seed


def tables(
    planned: Iterable[Training | Row], finished: Mapping[Key, dict[str, Any]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the trainings and their evaluations as two tables.

    ``finished`` has what the store holds, by key.
    """
    rows, evaluations = [], []
    for training in planned:
        found = finished[training.key]
        labels = {
            "stage": training.stage,
            "arm": training.arm,
            "repeat": repeat_of(training.seed),
            "peak": training.peak,
            "seed": training.seed,
        }
        outcome = {name: found[name] for name in ("value", "diverged", "seconds")}
        rows.append(labels | outcome)
        evaluations += [labels | logs for logs in found["evaluations"]]
    trainings = pd.DataFrame(rows).astype({"value": float, "seconds": float})
    return trainings, pd.DataFrame(evaluations)
