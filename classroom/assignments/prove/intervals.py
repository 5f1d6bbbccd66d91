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
from helpers.verdicts import word

__all__ = ["INTERVAL_POINTS", "verdict_point"]

TABLE = 5e-4  # of a half-width: a quantile of three digits, as tables have it
LEVEL = 0.05  # of being wrong, with both intervals together
# How often an end may be wrong, by Bonferroni's correction and by Šidák's; and with no
# correction, or with that for another number of comparisons.
FOR_ALL = LEVEL / 2 / len(PAIRS), (1 - (1 - LEVEL) ** (1 / len(PAIRS))) / 2
OTHERS = 1, 3, 4, 5
FOR_OTHERS = [LEVEL / 2 / looks for looks in OTHERS]
# Of 90 % for one look and for none that is corrected, of 95 % divided by the looks.
OTHER_LEVELS = LEVEL, (1 - (1 - LEVEL) / 2) / 2
LEVELS = (*FOR_ALL, *FOR_OTHERS, *OTHER_LEVELS)
VERDICTS = "better", "worse", "no difference detected"
NO_SPREAD = "Differences that are one number for all seeds have no interval."
UNSEEN = "The half-widths don't show whether they are corrected for two looks."


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
    if value["has_three"]:
        return "An interval has three numbers, and not a mean and a half-width."
    return all(
        matches(value["intervals"][pair][:1], [np.mean(found)], width(found))
        for pair, found in value["differences"].items()
    )


def has_half_width(value, pair, half_width):
    """Return whether a half-width is this one, up to what was rounded before."""
    _, given = mean_and_half_width(value, pair)
    room = 2 * width(value["differences"][pair]) + TABLE * half_width
    return matches([given], [half_width], room)


def is_students(value, pair, wrong):
    """Return whether a half-width is Student's, if an end may be ``wrong`` so often."""
    found, count = value["differences"][pair], len(value["seeds"])
    deviation = np.std(found, ddof=1) / count**0.5
    return has_half_width(value, pair, t.ppf(1 - wrong, count - 1) * deviation)


def has_half_widths(setting, value):
    """Return whether the half-widths are those of Student's t, corrected or not."""
    if len(set(value["seeds"])) < len(value["seeds"]):
        return "The half-widths count repeated seeds as if they were new ones."
    if has_no_spread(value):
        return NO_SPREAD
    return all(
        any(is_students(value, pair, wrong) for wrong in LEVELS)
        or has_half_width(value, pair, doubled(value, pair))
        for pair in PAIRS
    )


def has_no_spread(value):
    """Return whether a pair has one difference for all seeds, as no trainings have."""
    return any(np.ptp(value["differences"][pair]) == 0 for pair in PAIRS)


def doubled(value, pair):
    """Return twice the half-width for one look, which corrects nothing."""
    found, count = value["differences"][pair], len(value["seeds"])
    return 2 * t.ppf(1 - LEVEL / 2, count - 1) * np.std(found, ddof=1) / count**0.5


def is_corrected(setting, value):
    """Return whether the half-widths are corrected for all pairs.

    They may be wrong by another mistake, which has its own point.
    """
    if len(set(value["seeds"])) < 2:
        return "One training, however often it is repeated, has no interval."
    if has_no_spread(value):
        return NO_SPREAD
    if all(any(is_students(value, pair, w) for w in FOR_ALL) for pair in PAIRS):
        return True
    for looks, wrong in zip(OTHERS, FOR_OTHERS, strict=True):
        if all(is_students(value, pair, wrong) for pair in PAIRS):
            said = f"The half-widths are corrected for {looks} looks, not for two."
            return said if looks > 1 else False
    if all(any(is_students(value, pair, w) for w in OTHER_LEVELS) for pair in PAIRS):
        return "The half-widths are not those of 95 % for two looks together."
    if all(has_half_width(value, pair, doubled(value, pair)) for pair in PAIRS):
        return "The half-widths are twice those of one look, which corrects nothing."
    if are_of(FOR_ALL, value):
        return True
    return False if are_of(FOR_OTHERS[:1], value) else UNSEEN


def are_of(levels, value):
    """Return whether the half-widths have one of these levels, whatever is wrong."""
    return all(
        any(has_half_width(value, pair, one) for one in forms(value, pair, levels))
        for pair in PAIRS
    )


def forms(value, pair, levels):
    """Yield half-widths of these levels, the right ones and those with mistakes.

    The mistakes are the quantile of the normal distribution or of other degrees of
    freedom, the deviation of a population, that of the two arms apart or its square,
    another number or no number to divide by, and the whole width.
    """
    found, count = value["differences"][pair], len(value["seeds"])
    apart = [
        np.sqrt(sum(np.var(losses(value, arm, part), ddof=1) for arm in PAIRS[pair]))
        for part in PARTS
    ]
    deviations = [np.std(found, ddof=1), np.std(found), np.var(found, ddof=1), *apart]
    by = [count**0.5, 1, count, (count - 1) ** 0.5]
    for wrong in levels:
        freedom = count - 1, count, count - 2, 2 * count - 2
        quantiles = [*t.ppf(1 - wrong, freedom), norm.ppf(1 - wrong)]
        for quantile, deviation, divisor in product(quantiles, deviations, by):
            yield quantile * deviation / divisor
            yield 2 * quantile * deviation / divisor


def verdict_point(pair):
    """Return the point for the verdict on a pair, by the student's own interval."""

    def holds(setting, value):
        if len(set(value["seeds"])) < 2:
            return f"One training decides nothing on {pair}."
        if np.ptp(value["differences"][pair]) == 0:
            return NO_SPREAD
        given = value["verdicts"][pair]
        if given not in VERDICTS:
            return f"The verdict on {pair} is none of the three words."
        return given == word(*map(float, mean_and_half_width(value, pair)))

    return Point(f"The verdict on {pair} does not follow from your interval.", holds)


INTERVAL_POINTS = (
    Point("The means are not those of your own differences.", has_means),
    Point("The half-widths are not Student's, of your pairs.", has_half_widths),
    Point("The half-widths are not corrected for two looks.", is_corrected),
)
