"""What a comparison found: peaks, paired differences, and a verdict in words."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from helpers.compare.recipe import Kind
from helpers.verdicts import detectable, interval, word

__all__ = ["Results", "verdict_of"]


@dataclass(frozen=True, eq=False, repr=False)
class Results:
    """The tables of a finished comparison.

    ``trainings`` has a row for each: stage, arm, repeat, peak, seed, value, diverged,
    seconds. ``evaluations`` has a row for each evaluation on the way. ``judged_on``
    names the data of the test, and ``made_by`` the kind of program that trained.
    ``print`` the results for a line of words about each arm.

    >>> rows = [
    ...     ("test", arm, seed % 1000, peak, seed, value, False)
    ...     for arm, values in {"constant": [3, 5, 4], "cosine": [2, 4.1, 3.1]}.items()
    ...     for seed, peak, value in zip((1000, 1001, 1002), (0.1, 0.2, 0.15), values)
    ... ]
    >>> names = ["stage", "arm", "repeat", "peak", "seed", "value", "diverged"]
    >>> trainings = pd.DataFrame(rows, columns=names)
    >>> results = Results(trainings, pd.DataFrame(), "constant", "loss",
    ...                   less_is_better=True, notes=[])
    >>> results.differences.cosine.round(3).tolist()
    [-1.0, -0.9, -0.9]
    >>> results.verdicts.verdict.to_dict()
    {'cosine': 'better'}
    >>> results.best_peak
    {'constant': 0.15, 'cosine': 0.15}
    >>> print(results)
    loss on validation data, 3 repeats of 1 pair, against constant at peaks 0.1 to 0.2:
    - cosine at peaks 0.1 to 0.2: better, -0.933 ± 0.14
    (For arms tuned in this way, on these data, with this model and budget.)
    """

    trainings: pd.DataFrame
    evaluations: pd.DataFrame
    reference: str
    judge: str
    less_is_better: bool
    notes: list[str]
    judged_on: str = "validation"
    made_by: str = ""

    def rows(self, kind: Kind) -> pd.DataFrame:
        """Return the rows of ``trainings`` that are for "tuning", or for the "test"."""
        return self.trainings[self.trainings.stage == kind]

    @property
    def arms(self) -> list[str]:
        """The names of all arms, the reference among them."""
        return [*self.trainings.arm.unique()]

    @property
    def best_peaks(self) -> pd.DataFrame:
        """The peaks that were chosen: a row for each repeat, a column for each arm."""
        chosen = self.rows("test").drop_duplicates(["repeat", "arm"])
        return chosen.pivot(index="repeat", columns="arm", values="peak")[self.arms]

    @property
    def best_peak(self) -> dict[str, float]:
        """The middle one of the chosen peaks by arm: the one to go on with."""
        middle = np.exp(np.log(self.best_peaks).median())
        return {arm: float(f"{peak:.3g}") for arm, peak in middle.items()}

    @property
    def differences(self) -> pd.DataFrame:
        """The differences to the reference, a row for each repeat.

        There is a column for each other arm: its value minus that of the reference, as
        the mean over the pairs of the repeat. Infinite is what diverged.
        """
        test = self.rows("test")
        worst = math.inf if self.less_is_better else -math.inf
        values = test.assign(value=test.value.where(~test.diverged, worst))
        values = values.pivot(index=["repeat", "seed"], columns="arm", values="value")
        others = [arm for arm in self.arms if arm != self.reference]
        with np.errstate(invalid="ignore"):
            gaps = values[others].sub(values[self.reference], axis=0)
            gaps = gaps.fillna(0.0)  # both of a pair diverged: a tie
            repeats = gaps.index.unique("repeat")
            means = gaps.to_numpy().reshape(len(repeats), -1, len(others)).mean(axis=1)
        return pd.DataFrame(means, repeats, gaps.columns).fillna(0.0)

    @property
    def pairs(self) -> int:
        """The number of pairs in each repeat."""
        return self.rows("test").seed.nunique() // len(self.differences)

    @property
    def verdicts(self) -> pd.DataFrame:
        """A row for each arm but the reference: difference, interval, and verdict.

        ``peak`` is the middle one; ``better`` and ``worse`` count the repeats in which
        the arm was, and ``diverged`` its trainings in the test.
        """
        gaps, peaks = self.differences, self.best_peak
        test = self.rows("test")
        sign = 1 if self.less_is_better else -1
        rows = {}
        for arm, gap in gaps.items():
            own = test[test.arm == arm]
            pair = test[test.arm.isin([arm, self.reference])]
            rows[arm] = {
                "peak": peaks[arm],
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
        test, repeats, pairs = self.rows("test"), len(self.differences), self.pairs
        lost = test[test.arm == self.reference].diverged.sum()
        heading = (
            f"{self.judge} on {self.judged_on} data, {repeats} repeats of {pairs} "
            f"pair{'s' * (pairs > 1)}, against {self.at_peaks(self.reference)}"
            + (f", which diverged in {lost} of {repeats * pairs}:" if lost else ":")
        )
        lines = [
            f"- {self.at_peaks(arm)}: {in_words(row, repeats, pairs)}"
            for arm, row in self.verdicts.iterrows()
        ]
        end = "(For arms tuned in this way, on these data, with this model and budget.)"
        made = [f"(Made by: {self.made_by}.)"] if self.made_by else []
        return "\n".join([*self.notes, heading, *lines, end, *made])

    def at_peaks(self, arm: Any) -> str:
        """Return an arm's name, with the range of its peaks."""
        peaks = self.best_peaks[arm]
        low, high = f"{peaks.min():.2g}", f"{peaks.max():.2g}"
        return f"{arm} at " + (low if low == high else f"peaks {low} to {high}")


def verdict_of(
    gaps: pd.Series, comparisons: int, diverged: bool = False
) -> dict[str, Any]:
    """Return difference, half-width, what was detectable, and the verdict in words.

    In ``gaps``, the differences of the repeats, less is better. An interval needs three
    repeats that differ by more than rounding, and no training that ``diverged``.
    Without one the signs are counted: an exact binomial test without the ties, with the
    same correction for several comparisons.
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


def in_words(row: pd.Series, repeats: int, pairs: int) -> str:
    """Return a row of the verdicts as text."""
    words = row.verdict
    if math.isfinite(row["±"]):
        words += f", {row.difference:+.3g} ± {row['±']:.2g}"
    else:
        words += f", better in {row.better} of {repeats} repeats, worse in {row.worse}"
    if row.verdict == "no difference detected" and math.isfinite(row.detectable):
        words += f" (about {row.detectable:.2g} would mostly have been detected)"
    if row.diverged:
        words += f"; {row.diverged} of {repeats * pairs} diverged"
    return words
