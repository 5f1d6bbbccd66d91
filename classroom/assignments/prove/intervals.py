"""The points for intervals and verdicts, by the differences that were handed over."""

from itertools import product

import numpy as np
from scipy.stats import norm, t

from classroom.assignments.prove.own_data import (
    PAIRS,
    PARTS,
    losses,
    matches,
    width,
)
from classroom.assignments.questions import Point
from helpers.verdicts import interval, word

__all__ = ["INTERVAL_POINTS", "verdict_point"]

TABLE = 5e-4  # of a half-width: a quantile of three digits, as tables have it


def two_ends(value, pair):
    """Return the ends of an interval that was handed over as two, else None.

    What was asked for are its mean and its half-width.
    """
    found, given = value["differences"][pair], value["intervals"][pair]
    is_mean, is_middle = (
        matches([middle], [np.mean(found)], width(found))
        for middle in (given[0], np.mean(given))
    )
    return sorted(given) if is_middle and not is_mean else None


def mean_and_half_width(value, pair):
    """Return the mean and the half-width that an interval means."""
    ends = two_ends(value, pair)
    return (
        value["intervals"][pair] if ends is None else (np.mean(ends), np.ptp(ends) / 2)
    )


def has_means(setting, value):
    """Return whether the means are those of the differences handed over."""
    if any(two_ends(value, pair) for pair in PAIRS):
        return "The intervals are two ends each, not a mean and a half-width."
    return all(
        matches(value["intervals"][pair][:1], [np.mean(found)], width(found))
        for pair, found in value["differences"].items()
    )


def has_half_width(value, pair, half_width):
    """Return whether a half-width is this one, up to what was rounded before."""
    _, given = mean_and_half_width(value, pair)
    room = 2 * width(value["differences"][pair]) + TABLE * half_width
    return matches([given], [half_width], room)


def is_students(value, pair, comparisons):
    """Return whether a half-width is that of Student's t, corrected for comparisons."""
    _, half_width = interval(value["differences"][pair], comparisons)
    return has_half_width(value, pair, half_width)


def has_half_widths(setting, value):
    """Return whether the half-widths are those of Student's t, corrected or not."""
    if len(set(value["seeds"])) < len(value["seeds"]):
        return "The half-widths count repeated seeds as if they were new ones."
    return all(
        any(is_students(value, pair, count) for count in (1, len(PAIRS)))
        for pair in PAIRS
    )


def is_corrected(setting, value):
    """Return whether the half-widths are corrected for all pairs.

    They may be wrong by another mistake, which has its own point.
    """
    if len(set(value["seeds"])) < 2:
        return "One training, however often it is repeated, has no interval."
    return all(
        is_students(value, pair, len(PAIRS))
        or not is_students(value, pair, 1)
        and any(has_half_width(value, pair, w) for w in mistaken(value, pair))
        for pair in PAIRS
    )


def mistaken(value, pair):
    """Yield half-widths that are corrected for all pairs, each with other mistakes.

    These are the normal distribution's quantile, the deviation of a population or that
    of the two arms apart, and a root of the number that is missing.
    """
    found, count = value["differences"][pair], len(value["seeds"])
    level = 1 - 0.025 / len(PAIRS)
    apart = [
        np.sqrt(sum(np.var(losses(value, arm, part), ddof=1) for arm in PAIRS[pair]))
        for part in PARTS
    ]
    deviations = [np.std(found, ddof=1), np.std(found), *apart]
    quantiles = [t.ppf(level, count - 1), t.ppf(level, 2 * count - 2), norm.ppf(level)]
    for quantile, deviation in product(quantiles, deviations):
        yield quantile * deviation / count**0.5
        yield quantile * deviation


def verdict_point(pair):
    """Return the point for the verdict on a pair, by the student's own interval."""

    def holds(setting, value):
        if len(set(value["seeds"])) < 2:
            return f"One training decides nothing on {pair}."
        said = word(*map(float, mean_and_half_width(value, pair)))
        return value["verdicts"][pair] == said

    return Point(f"The verdict on {pair} does not follow from your interval.", holds)


INTERVAL_POINTS = (
    Point("The means are not those of your own differences.", has_means),
    Point("The half-widths are not Student's, of your pairs.", has_half_widths),
    Point("The half-widths are not corrected for two looks.", is_corrected),
)
