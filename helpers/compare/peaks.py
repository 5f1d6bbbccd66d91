"""Which peak an arm gets: the lowest point of its valley, between the peaks of a grid.

A valley is a dict from each peak of the grid to the mean value over the tuning seeds,
turned so that less is better; where a training diverged, it is infinite.
"""

import math


def valleys(tuned, finished, less_is_better):
    """Return the valley of each arm, by what the trainings that tuned it came to."""
    sums = {}
    for training in tuned:
        row = finished[training.key]
        value = math.inf if row["diverged"] else row["value"]
        if not (less_is_better or row["diverged"]):
            value = -value
        valley = sums.setdefault(training.arm, {})
        valley[training.peak] = valley.get(training.peak, 0.0) + value
    return sums


def best_on_grid(valley):
    """Return the peak of the grid with the best value."""
    return min(valley, key=valley.get)


def lowest_point(valley):
    """Return where a parabola through the best peak and its neighbours is lowest.

    Its axis is the logarithm of the peak. Between the middles of the two gaps the slope
    of a parabola goes on a straight line from that of the one gap to that of the other,
    and here it is 0. Three digits are kept, so that all machines find the same peak.
    A best peak at an edge, or beside one that diverged, stays as it is.
    """
    best = best_on_grid(valley)
    peaks = sorted(valley)
    place = peaks.index(best)
    near = peaks[max(place - 1, 0) : place + 2]
    values = [valley[peak] for peak in near]
    if len(near) < 3 or not math.isfinite(sum(values)) or len({*values}) == 1:
        return best
    low, middle, high = map(math.log, near)
    falling = (values[0] - values[1]) / (middle - low)
    rising = (values[2] - values[1]) / (high - middle)
    share = falling / (falling + rising)
    return float(f"{math.exp((low + middle) / 2 + share * (high - low) / 2):.3g}")
