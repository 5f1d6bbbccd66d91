"""Which peak to try between those of a grid: the lowest point of a valley.

A valley is a dict from each peak to the mean value over the tuning seeds, turned so
that less is better; where a training diverged, it is infinite.
"""

import math
from statistics import fmean


def valleys(tuned, finished, less_is_better):
    """Return the valley of each arm, by what the trainings that tuned it came to."""
    found = {}
    for training in tuned:
        row = finished[training.key]
        value = math.inf if row["diverged"] else row["value"]
        if not (less_is_better or row["diverged"]):
            value = -value
        found.setdefault(training.arm, {}).setdefault(training.peak, []).append(value)
    return {
        arm: {peak: fmean(values) for peak, values in valley.items()}
        for arm, valley in found.items()
    }


def best(valley):
    """Return the peak with the best value."""
    return min(valley, key=valley.get)


def lowest_point(valley):
    """Return where a parabola through the best peak and its neighbours is lowest.

    Its axis is the logarithm of the peak. Between the middles of the two gaps the slope
    of a parabola goes on a straight line from that of the one gap to that of the other,
    and here it is 0. Three digits are kept, so that all machines find the same peak.
    A best peak at an edge, beside one that diverged, or as good as there, stays.

    A valley with a steep wall is no parabola: try the peak before you trust it.
    """
    peaks = sorted(valley)
    place = peaks.index(best(valley))
    near = peaks[max(place - 1, 0) : place + 2]
    values = [valley[peak] for peak in near]
    if len(near) < 3 or not math.isfinite(sum(values)) or len({*values}) == 1:
        return peaks[place]
    low, middle, high = map(math.log, near)
    falling = (values[0] - values[1]) / (middle - low)
    rising = (values[2] - values[1]) / (high - middle)
    share = falling / (falling + rising)
    found = float(f"{math.exp((low + middle) / 2 + share * (high - low) / 2):.3g}")
    return peaks[place] if math.isclose(found, peaks[place], rel_tol=0.02) else found
