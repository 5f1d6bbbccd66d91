"""What a comparison found: peaks, paired differences, and a verdict in words."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from helpers.verdicts import detectable, interval, word


@dataclass(frozen=True, eq=False, repr=False)
class Results:
    """The tables of a finished comparison.

    ``trainings`` has a row for each: stage, arm, peak, seed, value, diverged, seconds.
    ``evaluations`` has a row for each evaluation on the way. ``best_peak`` is a dict by
    arm; ``differences`` has a row for each pair and a column for each arm but the
    reference: its value minus that of the reference. Infinite is what diverged.
    ``verdicts`` has a row for each of these arms.
    """

    trainings: pd.DataFrame
    evaluations: pd.DataFrame
    best_peak: dict
    reference: str
    judge: str
    less_is_better: bool
    notes: list

    @property
    def differences(self):
        """Return the paired differences, one row per pair, one column per arm."""
        test = self.trainings[self.trainings.stage == "test"]
        worst = math.inf if self.less_is_better else -math.inf
        values = test.assign(value=test.value.where(~test.diverged, worst))
        values = values.pivot(index="seed", columns="arm", values="value")
        others = [arm for arm in self.best_peak if arm != self.reference]
        with np.errstate(invalid="ignore"):
            gaps = values[others].sub(values[self.reference], axis=0)
        return gaps.fillna(0.0)  # both of a pair diverged: a tie

    @property
    def verdicts(self):
        """Return a table: for each arm its difference, interval, and what it says."""
        gaps = self.differences
        test = self.trainings[self.trainings.stage == "test"]
        sign = 1 if self.less_is_better else -1
        rows = {}
        for arm, gap in gaps.items():
            own = test[test.arm == arm]
            rows[arm] = {
                "peak": self.best_peak[arm],
                f"mean {self.judge}": own.value.mean(),
                **judged(sign * gap, len(gaps.columns)),
                "diverged": int(own.diverged.sum()),
            }
            rows[arm]["difference"] *= sign
        return pd.DataFrame(rows).T.infer_objects()

    def __repr__(self):
        """Say the same in a notebook, where it is the last line of a cell."""
        return str(self)

    def __str__(self):
        """Say what was found, one line for each arm."""
        lines = [*self.notes]
        peak = self.best_peak[self.reference]
        lines.append(
            f"{self.judge}, {len(self.differences)} pairs, against "
            f"{self.reference} at {peak:g}:"
        )
        for arm, row in self.verdicts.iterrows():
            words = f"- {arm} at {row.peak:g}: {row.verdict}"
            if math.isfinite(row.difference):
                words += f", {row.difference:+.3g} ± {row['±']:.2g}"
            if row.verdict == "no difference detected" and row.detectable > 0:
                words += f" ({row.detectable:.2g} would mostly have been detected)"
            if row.diverged:
                words += f"; {row.diverged} of {len(self.differences)} diverged"
            lines.append(words)
        return "\n".join(lines)


def tables(planned, finished):
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


def judged(gaps, comparisons):
    """Return difference, half-width, what was detectable, and the verdict in words.

    Less is better. Where a training diverged, its difference is infinite and has no
    interval: then the signs are counted (an exact binomial test, with the same
    correction for several comparisons).
    """
    mean, half, least = math.nan, math.nan, math.nan
    if not np.isfinite(gaps).all():
        better, worse = int((gaps < 0).sum()), int((gaps > 0).sum())
        chance = binomtest(better, better + worse).pvalue if better + worse else 1.0
        mean = math.copysign(math.inf, worse - better)
        clear = chance < 0.05 / comparisons
        said = word(worse - better, 0) if clear else word(0, 0)
    else:
        if np.ptp(gaps) == 0:
            mean, half = gaps.iloc[0], 0.0
        else:
            mean, half = interval(gaps, comparisons)
            least = detectable(gaps, comparisons)
        said = word(mean, half)
    return {"difference": mean, "±": half, "detectable": least, "verdict": said}
