"""The two stages of the protocol: peaks from one grid, then fresh pairs at the best."""

from helpers.compare.arms import column
from helpers.compare.peaks import best_on_grid, lowest_point, valleys
from helpers.compare.training import Training

WIDENINGS = 3  # by so many peaks the grid grows on either side, at most
FRESH = 1000  # the first seed of the test: no tuning has seen it


def all_stages(comparison, updates):
    """Yield the name, the grid and the trainings of each stage.

    The next stage is known once what the last one has is finished, ``comparison.store``
    then tells: a best peak at an edge makes the grid wider, or else the test comes.
    """
    peaks, name = comparison.peaks, "tuning"
    lowest, highest = limits(peaks)
    arms = comparison.arms
    while True:
        tuned = tuning(arms, peaks, comparison.tuning_seeds, updates)
        yield name, peaks, tuned
        finished = comparison.store.finished()
        found = valleys(tuned, finished, comparison.less_is_better)
        best = {arm: best_on_grid(valley) for arm, valley in found.items()}
        grown = wider(peaks, best, lowest, highest)
        if grown == peaks:
            break
        peaks, name = grown, "tuning on a wider grid"
    chosen = {arm: lowest_point(valley) for arm, valley in found.items()}
    yield "test", peaks, test(arms, chosen, comparison.pairs, updates)


def limits(peaks):
    """Return the lowest and the highest peak that a grid may grow to."""
    lowest = peaks[0] * (peaks[0] / peaks[1]) ** WIDENINGS
    highest = peaks[-1] * (peaks[-1] / peaks[-2]) ** WIDENINGS
    return 0.99 * lowest, 1.01 * highest


def tuning(arms, peaks, seeds, updates):
    """Return the trainings that tune all arms on a grid of peaks."""
    points = [(arm, peak) for arm in arms for peak in peaks]
    return trainings("tuning", arms, points, range(seeds), updates)


def test(arms, chosen, pairs, updates):
    """Return the trainings of the test, at the peak ``chosen`` for each arm."""
    return trainings("test", arms, chosen.items(), range(FRESH, FRESH + pairs), updates)


def trainings(stage, arms, points, seeds, updates):
    """Return a training for each point, an arm and its peak, and each seed."""
    columns = {
        (arm, peak): column(arm, arms[arm], peak, updates) for arm, peak in points
    }
    return [
        Training(stage, *point, seed, rates)
        for point, rates in columns.items()
        for seed in seeds
    ]


def wider(peaks, best, lowest, highest):
    """Return the grid with one peak more on each side where a best peak is the last.

    It grows by the factor that it has there, but not beyond ``lowest`` and ``highest``.
    """
    below, above = peaks[0] ** 2 / peaks[1], peaks[-1] ** 2 / peaks[-2]
    if peaks[0] in best.values() and below >= lowest:
        peaks = (below, *peaks)
    if peaks[-1] in best.values() and above <= highest:
        peaks = (*peaks, above)
    return peaks


def notes(asked, peaks, best):
    """Return what to say of the edges: the grid ``asked`` for, and what it became."""
    found = []
    if peaks != asked:
        found.append(
            "A best peak lay at an edge of the grid, so that it grew: it now goes from "
            f"{peaks[0]:.2g} to {peaks[-1]:.2g}."
        )
    for arm, peak in best.items():
        if peak in (peaks[0], peaks[-1]):
            found.append(
                f"The best peak of {arm!r}, {peak:.2g}, is at an edge of the grid: "
                "beyond it there may be a better one."
            )
    return found
