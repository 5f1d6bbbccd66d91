"""The stages of the protocol: a grid of peaks, one between them, then fresh pairs."""

from helpers.compare.arms import column
from helpers.compare.peaks import best, lowest_point, valleys
from helpers.compare.training import Training

WIDENINGS = 3  # by so many peaks the grid grows on either side, at most
FRESH = 1000  # the first seed of the test: no tuning has seen it


def all_stages(comparison, updates):
    """Yield the name, the grid and the trainings of each stage.

    The next stage is known once what the last one has is finished, ``comparison.store``
    then tells. A best peak at an edge makes the grid wider. Then the lowest point of
    each arm's valley is tried with the same seeds, and the test is made at the best.
    """
    peaks, name = comparison.peaks, "tuning"
    lowest, highest = limits(peaks)
    arms = comparison.arms
    while True:
        tuned = tuning(arms, peaks, comparison.tuning_seeds, updates)
        yield name, peaks, tuned
        found = found_by(comparison, tuned)
        grown = wider(peaks, map(best, found.values()), lowest, highest)
        if grown == peaks:
            break
        peaks, name = grown, "tuning on a wider grid"
    points = [(arm, lowest_point(valley)) for arm, valley in found.items()]
    tuned = [*tuned, *between(arms, points, found, comparison.tuning_seeds, updates)]
    yield "tuning between the peaks", peaks, tuned
    chosen = {arm: best(valley) for arm, valley in found_by(comparison, tuned).items()}
    yield "test", peaks, test(arms, chosen, comparison.pairs, updates)


def found_by(comparison, tuned):
    """Return the valleys that trainings found, by what the store holds of them."""
    return valleys(tuned, comparison.store.finished(), comparison.less_is_better)


def limits(peaks):
    """Return the lowest and the highest peak that a grid may grow to."""
    lowest = peaks[0] * (peaks[0] / peaks[1]) ** WIDENINGS
    highest = peaks[-1] * (peaks[-1] / peaks[-2]) ** WIDENINGS
    return 0.99 * lowest, 1.01 * highest


def tuning(arms, peaks, seeds, updates):
    """Return the trainings that tune all arms on a grid of peaks."""
    points = [(arm, peak) for arm in arms for peak in peaks]
    return trainings("tuning", arms, points, range(seeds), updates)


def between(arms, points, found, seeds, updates):
    """Return the trainings of those points, an arm and its peak, not tried yet."""
    new = [(arm, peak) for arm, peak in points if peak not in found[arm]]
    return trainings("tuning", arms, new, range(seeds), updates)


def test(arms, chosen, pairs, updates):
    """Return the trainings of the test, at the peak ``chosen`` for each arm."""
    return trainings("test", arms, chosen.items(), range(FRESH, FRESH + pairs), updates)


def trainings(stage, arms, points, seeds, updates):
    """Return a training for each point, an arm and its peak, and each seed."""
    columns = {
        (arm, peak): column(arm, arms[arm], peak, updates) for arm, peak in points
    }
    check_that_peaks_matter(columns)
    return [
        Training(stage, *point, seed, rates)
        for point, rates in columns.items()
        for seed in seeds
    ]


def check_that_peaks_matter(columns):
    """Raise a ValueError if an arm has the same rates at two peaks."""
    seen = {}
    for (arm, peak), rates in columns.items():
        other = seen.setdefault((arm, rates.tobytes()), peak)
        if other != peak:
            raise ValueError(
                f"arms[{arm!r}] has the same rates at the peaks {other:g} and "
                f"{peak:g}: it must be a function of the peak"
            )


def wider(peaks, best, lowest, highest):
    """Return the grid with one peak more on each side where a ``best`` is the last.

    It grows by the factor that it has there, but not beyond ``lowest`` and ``highest``.
    """
    best = {*best}
    below, above = peaks[0] ** 2 / peaks[1], peaks[-1] ** 2 / peaks[-2]
    if peaks[0] in best and below >= lowest:
        peaks = (below, *peaks)
    if peaks[-1] in best and above <= highest:
        peaks = (*peaks, above)
    return peaks


def notes(asked, peaks, chosen):
    """Return what to say of the edges: the grid ``asked`` for, and what it became."""
    found = []
    if peaks != asked:
        found.append(
            "A best peak lay at an edge of the grid, so that it grew: it now goes from "
            f"{peaks[0]:.2g} to {peaks[-1]:.2g}."
        )
    for arm, peak in chosen.items():
        if peak in (peaks[0], peaks[-1]):
            found.append(
                f"The best peak of {arm!r}, {peak:.2g}, is at an edge of the grid: "
                "beyond it there may be a better one."
            )
    return found
