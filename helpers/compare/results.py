"""What a comparison found: peaks, paired differences, and a verdict in words."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from helpers.compare.alike import different_repeats, outcomes
from helpers.compare.outlook import detectable_with
from helpers.compare.recipe import Kind
from helpers.compare.verdict import verdict_of

__all__ = ["Results"]


@dataclass(frozen=True, eq=False, repr=False)
class Results:
    """The tables of a finished comparison.

    ``trainings`` has a row for each: stage, arm, repeat, peak, seed, value, diverged,
    seconds. ``evaluations`` has a row for each evaluation on the way. ``judged_on``
    names the data of the test, ``made_by`` the kind of program that trained, and
    ``software`` what it is part of. ``control`` is the arm that must lose, if there is
    one. ``print`` the results for a line of words about each arm.

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
    software: str = ""
    control: str = ""

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
    def pair_differences(self) -> pd.DataFrame:
        """The differences to the reference, a row for each repeat and seed.

        There is a column for each other arm: its value minus that of the reference.
        Infinite is what diverged, and 0 where both did.
        """
        test = self.rows("test")
        worst = math.inf if self.less_is_better else -math.inf
        values = test.assign(value=test.value.where(~test.diverged, worst))
        values = values.pivot(index=["repeat", "seed"], columns="arm", values="value")
        others = [arm for arm in self.arms if arm != self.reference]
        with np.errstate(invalid="ignore"):
            gaps = values[others].sub(values[self.reference], axis=0)
        return gaps.fillna(0.0)

    @property
    def differences(self) -> pd.DataFrame:
        """The differences to the reference, a row for each repeat.

        There is a column for each other arm: the mean over the pairs of the repeat.
        """
        gaps = self.pair_differences
        repeats = gaps.index.unique("repeat")
        with np.errstate(invalid="ignore"):
            rows = gaps.to_numpy().reshape(len(repeats), -1, gaps.shape[1])
            means = rows.mean(axis=1)
        return pd.DataFrame(means, repeats, gaps.columns).fillna(0.0)

    @property
    def pairs(self) -> int:
        """The number of pairs in each repeat."""
        return self.rows("test").seed.nunique() // len(self.differences)

    @property
    def comparisons(self) -> int:
        """The number of verdicts that are to be right together, without the control."""
        return len({*self.arms} - {self.reference, self.control})

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """The trainings, with all the numbers of each as one."""
        return outcomes(self.trainings, self.evaluations)

    def different_repeats(self, arm: str) -> list[int]:
        """Return the repeats that count: equal ones, bit for bit, count once."""
        return different_repeats(self.outcomes, [self.reference, arm])

    def detectable_with(self, repeats: int, pairs: int | None = None) -> pd.Series:
        """Return by arm what so many repeats, of so many pairs, would mostly detect.

        Without ``pairs`` there are as many as now. nan is what can't be told: by fewer
        than four repeats, or for other ``pairs`` by repeats of one.
        """
        gaps, sizes = self.pair_differences, {}
        for arm in gaps:
            own = gaps[arm].loc[self.different_repeats(arm)].to_numpy()
            rows = own.reshape(-1, self.pairs)
            counts = repeats, pairs or self.pairs
            sizes[arm] = detectable_with(rows, *counts, self.comparisons)
        return pd.Series(sizes, dtype=float)

    @property
    def verdicts(self) -> pd.DataFrame:
        """A row for each arm but the reference: difference, interval, and verdict.

        ``peak`` is the middle one; ``repeats`` are those that count, ``better`` and
        ``worse`` those in which the arm was; ``diverged`` counts trainings of the test.
        """
        gaps, peaks = self.differences, self.best_peak
        test = self.rows("test")
        sign = 1 if self.less_is_better else -1
        rows = {}
        for arm in gaps:
            own = test[test.arm == arm]
            pair = test[test.arm.isin([arm, self.reference])]
            counted = sign * gaps[arm].loc[self.different_repeats(arm)]
            rows[arm] = {
                "peak": peaks[arm],
                f"mean {self.judge}": own.value.mean(),
                **verdict_of(counted, self.comparisons, pair.diverged.any()),
                "diverged": int(own.diverged.sum()),
            }
            rows[arm]["difference"] *= sign
        return pd.DataFrame(rows).T.infer_objects()

    def __repr__(self) -> str:
        """Return the same text as ``print`` shows."""
        return str(self)

    def __str__(self) -> str:
        """Return the notes, and what was found, one line for each arm."""
        from helpers.compare.report import report  # which reads results

        return report(self)
