"""A chosen peak beside a cliff: some trainings of the test end far from all others."""

import numpy as np
import pandas as pd

from helpers.arrays import ArrayLike, Floats

__all__ = ["beside_cliffs", "far_from_the_rest"]

TIMES = 5.0  # as far from the middle as any other, at least
FEWEST = 6  # trainings, from which on their scatter is known well enough


def far_from_the_rest(tested: ArrayLike, tuned: ArrayLike) -> np.ndarray:
    """Return which trainings of a test ended far from the rest, shape ``(n,)``.

    Of both arrays less is better, and each is seen from its own median. Those that are
    far are fewer than half, and five times as far above the median as any other of the
    test, and as any of ``tuned``, is away from it. Of normal values one test in 10 000
    has such a training, of Student's with 3 degrees of freedom one in 200.

    >>> far_from_the_rest([1, 2, 3, 2, 30, 2, 1, 31], [1, 2, 2]).nonzero()[0].tolist()
    [4, 7]
    >>> far_from_the_rest([1, 2, 3, 2, 30, 2, 1, 31], [1, 2, 20]).any().item()
    False
    """
    values: Floats = np.asarray(tested, float)
    above = values - np.median(values)
    before: Floats = np.asarray(tuned, float)
    seen = np.abs(before - np.median(before)).max() if before.size else 0.0
    ranked = np.sort(above)
    for count in range((len(values) - 1) // 2, 0, -1):
        rest = max(seen, ranked[-count - 1], -ranked[0])
        if len(values) >= FEWEST and ranked[-count] > TIMES * rest > 0:
            return above >= ranked[-count]
    return np.zeros(len(values), bool)


def beside_cliffs(trainings: pd.DataFrame, less_is_better: bool) -> list[str]:
    """Return a sentence for each arm with trainings of the test far from the rest.

    What the tuning has seen at a chosen peak are the trainings of the same repeat at
    the peak of the grid that is next to it.
    """
    sentences = []
    sign = 1 if less_is_better else -1
    kept = trainings[~trainings.diverged.astype(bool)]
    for arm, own in kept.groupby("arm", sort=False):
        test, tuning = own[own.stage == "test"], own[own.stage == "tuning"]
        if tuning.empty or test.empty:
            continue
        tuned = values_beside(test, tuning)
        far = far_from_the_rest(sign * test.value, sign * tuned)
        if far.any():
            rest, lost = test.value[~far], test.value[far]
            sentences.append(
                f"{far.sum()} of {len(test)} trainings that tested {arm!r} ended far "
                f"from the rest, at {as_range(lost)} against {as_range(rest)}, and "
                "beyond anything that the tuning saw at the chosen peaks: these may "
                "lie beside a cliff. Try a lower one before you use it."
            )
    return sentences


def values_beside(test: pd.DataFrame, tuning: pd.DataFrame) -> Floats:
    """Return the values that tuned each repeat next to the peak that it chose."""
    grid = np.sort(tuning.peak.unique())
    chosen = test.drop_duplicates("repeat").set_index("repeat").peak
    away = np.abs(np.log(grid[:, None] / chosen.to_numpy()))
    beside = dict(zip(chosen.index, grid[away.argmin(axis=0)], strict=True))
    near = tuning.peak == tuning.repeat.map(beside)
    return tuning.value[near].to_numpy(float)


def as_range(values: pd.Series) -> str:
    """Return the lowest and the highest value as text."""
    low, high = f"{values.min():.3g}", f"{values.max():.3g}"
    return low if low == high else f"{low} to {high}"
