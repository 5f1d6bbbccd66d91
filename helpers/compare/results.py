"""What a comparison found: peaks, paired differences, and a verdict in words."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from helpers.compare.recipe import Kind
from helpers.compare.training import Key, Training
from helpers.verdicts import detectable, interval, word

__all__ = ["Results", "tables", "verdict_of"]


@dataclass(frozen=True, eq=False, repr=False)
class Results:
    """The tables of a finished comparison.

    ``trainings`` has a row for each: stage, arm, peak, seed, value, diverged, seconds.
    ``evaluations`` has a row for each evaluation on the way. ``best_peak`` is a dict by
    arm. ``judged_on`` names the data of the test. ``print`` the results for a line of
    words about each arm.

    >>> rows = [
    ...     ("test", arm, 0.1, seed, value, False)
    ...     for arm, values in {"constant": [3, 5, 4], "cosine": [2, 4.1, 3.1]}.items()
    ...     for seed, value in enumerate(values)
    ... ]
    >>> names = ["stage", "arm", "peak", "seed", "value", "diverged"]
    >>> trainings = pd.DataFrame(rows, columns=names)
    >>> results = Results(trainings, pd.DataFrame(), {"constant": 0.1, "cosine": 0.1},
    ...                   "constant", "loss", less_is_better=True, notes=[])
    >>> results.differences.cosine.round(3).tolist()
    [-1.0, -0.9, -0.9]
    >>> results.verdicts.verdict.to_dict()
    {'cosine': 'better'}
    >>> print(results)
    loss on validation data, 3 pairs, against constant at 0.1:
    - cosine at 0.1: better, -0.933 ± 0.14
    """

    trainings: pd.DataFrame
    evaluations: pd.DataFrame
    best_peak: dict[str, float]
    reference: str
    judge: str
    less_is_better: bool
    notes: list[str]
    judged_on: str = "validation"

    def rows(self, kind: Kind) -> pd.DataFrame:
        """Return the rows of ``trainings`` that are for "tuning", or for the "test"."""
        return self.trainings[self.trainings.stage == kind]

    @property
    def differences(self) -> pd.DataFrame:
        """The paired differences, a row for each pair.

        There is a column for each arm but the reference: its value minus that of the
        reference. Infinite is what diverged.
        """
        test = self.rows("test")
        worst = math.inf if self.less_is_better else -math.inf
        values = test.assign(value=test.value.where(~test.diverged, worst))
        values = values.pivot(index="seed", columns="arm", values="value")
        others = [arm for arm in self.best_peak if arm != self.reference]
        with np.errstate(invalid="ignore"):
            gaps = values[others].sub(values[self.reference], axis=0)
        return gaps.fillna(0.0)  # both of a pair diverged: a tie

    @property
    def verdicts(self) -> pd.DataFrame:
        """A row for each arm but the reference: difference, interval, and verdict."""
        gaps = self.differences
        test = self.rows("test")
        sign = 1 if self.less_is_better else -1
        rows = {}
        for arm, gap in gaps.items():
            own = test[test.arm == arm]
            pair = test[test.arm.isin([arm, self.reference])]
            rows[arm] = {
                "peak": self.best_peak[arm],
                f"mean {self.judge}": own.value.mean(),
                **verdict_of(sign * gap, len(gaps.columns), pair.diverged.any()),
                "diverged": int(own.diverged.sum()),
            }
            rows[arm]["difference"] *= sign
        return pd.DataFrame(rows).T.infer_objects()

    def __repr__(self) -> str:
        """Return the same text as ``print`` shows."""
        return str(self)

    def __str__(self) -> str:
        """Return the notes, and what was found, one line for each arm."""
        pairs, peak = len(self.differences), self.best_peak[self.reference]
        test = self.rows("test")
        lost = test[test.arm == self.reference].diverged.sum()
        heading = (
            f"{self.judge} on {self.judged_on} data, {pairs} pairs, against "
            f"{self.reference} at {peak:g}"
            + (f", which diverged in {lost} of {pairs}:" if lost else ":")
        )
        rows = self.verdicts.iterrows()
        return "\n".join(
            [*self.notes, heading, *(in_words(arm, row, pairs) for arm, row in rows)]
        )


def tables(
    planned: Iterable[Training], finished: Mapping[Key, dict[str, Any]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the trainings and their evaluations as two tables.

    ``finished`` has what the store holds, by key.
    """
    rows, evaluations = [], []
    for training in planned:
        found = finished[training.key]
        labels = {
            name: getattr(training, name) for name in ("stage", "arm", "peak", "seed")
        }
        outcome = {name: found[name] for name in ("value", "diverged", "seconds")}
        rows.append(labels | outcome)
        evaluations += [labels | logs for logs in found["evaluations"]]
    trainings = pd.DataFrame(rows).astype({"value": float})
    return trainings, pd.DataFrame(evaluations)


def verdict_of(
    gaps: pd.Series, comparisons: int, diverged: bool = False
) -> dict[str, Any]:
    """Return difference, half-width, what was detectable, and the verdict in words.

    In ``gaps``, the paired differences, less is better. An interval needs three pairs
    that differ by more than rounding, and no training that ``diverged``. Without one
    the signs are counted: an exact binomial test without the ties, with the same
    correction for several comparisons.
    """
    better, worse = int((gaps < 0).sum()), int((gaps > 0).sum())
    alike = np.ptp(gaps) <= 1e-9 * np.max(np.abs(gaps)) if not diverged else True
    mean = gaps.mean() if np.isfinite(gaps).all() and not diverged else math.nan
    half, least = math.nan, math.nan
    if alike or len(gaps) < 3:
        chance = binomtest(better, better + worse).pvalue if better + worse else 1.0
        clear = chance < 0.05 / comparisons
        verdict = word(worse - better, 0) if clear else word(0, 0)
    else:
        mean, half = interval(gaps, comparisons)
        least = detectable(gaps, comparisons)
        verdict = word(mean, half)
    return {
        "difference": mean, "±": half, "detectable": least, "better": better,
        "worse": worse, "verdict": verdict,
    }  # fmt: skip


def in_words(arm: Any, row: pd.Series, pairs: int) -> str:
    """Return a row of the verdicts as a line of text."""
    words = f"- {arm} at {row.peak:g}: {row.verdict}"
    if math.isfinite(row["±"]):
        words += f", {row.difference:+.3g} ± {row['±']:.2g}"
    else:
        words += f", better in {row.better} of {pairs} pairs, worse in {row.worse}"
    if row.verdict == "no difference detected" and math.isfinite(row.detectable):
        words += f" (about {row.detectable:.2g} would mostly have been detected)"
    if row.diverged:
        words += f"; {row.diverged} of {pairs} diverged"
    return words
