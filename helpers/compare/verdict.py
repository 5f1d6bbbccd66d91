"""The verdict on an arm: by an interval, or by signs where there can't be one."""

import math
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from helpers.verdicts import detectable, interval, word

__all__ = ["verdict_of"]


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
        "difference": mean, "±": half, "detectable": least, "repeats": len(gaps),
        "better": better, "worse": worse, "verdict": verdict,
    }  # fmt: skip
