"""Do intervals hold what they say? The share that does, with an exact interval."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest

PROMISED = 0.95


@dataclass(frozen=True)
class Held:
    """The share of intervals that hold the mean of all, and Clopper and Pearson's."""

    share: float
    low: float
    high: float

    @property
    def is_as_promised(self):
        """Whether what was seen can be 95 %."""
        return self.low <= PROMISED <= self.high

    def __str__(self):
        """Return all three in %."""
        return (
            f"{100 * self.share:.1f} % ({100 * self.low:.1f} to {100 * self.high:.1f})"
        )


def held(means, half_widths, confidence=0.95):
    """Return how many of the experiments have an interval that holds the mean of all.

    ``means`` and ``half_widths`` have a value for each experiment; ``confidence`` is
    that of the exact interval of a share.
    """
    means = np.asarray(means)
    inside = np.abs(means - means.mean()) <= half_widths
    found = binomtest(int(inside.sum()), len(inside))
    low, high = found.proportion_ci(confidence, "exact")
    return Held(float(inside.mean()), float(low), float(high))
