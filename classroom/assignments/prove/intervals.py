"""The points for intervals and verdicts, by the differences that were handed over."""

from dataclasses import dataclass
from functools import partial
from itertools import product

import numpy as np
from scipy.stats import norm, t

from classroom.assignments.prove.own_data import (
    PAIRS,
    PARTS,
    has_other_sign,
    losses,
    matches,
    readings,
    width,
)
from classroom.assignments.questions import Point
from helpers.verdicts import word

__all__ = ["INTERVAL_POINTS", "verdict_point"]

TABLES = 2, 3  # digits of a quantile behind the point
MOST_ROOM = 0.2  # of a half-width: with more, rounding has left nothing to see
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
TWO_ENDS = "The intervals are two ends each, not a mean and a half-width."
TURNED = "The intervals are a half-width and a mean, and not the other way round."
THREE = "An interval has three numbers, and not a mean and a half-width."
UNSEEN = "The half-widths don't show whether they are corrected for two looks."


@dataclass(frozen=True)
class Interval:
    """What an interval of two numbers means: its mean, and its half-width.

    ``said`` is a sentence if it is not handed over so, as was asked for.
    """

    mean: float
    half_width: float
    said: str = ""


def interval(value, pair):
    """Return what the two numbers of an interval mean, by the differences' mean."""
    found, given = value["differences"][pair], value["intervals"][pair]
    first, second = map(float, given)

    def is_mean(number):
        return matches([number], [np.mean(found)], width(found))

    if not is_mean(first):
        if is_mean((first + second) / 2):
            half = abs(second - first) / 2
            return Interval((first + second) / 2, half, TWO_ENDS)
        if is_mean(second):
            return Interval(second, first, TURNED)
    return Interval(first, second, THREE if value["has_three"] else "")


def has_means(setting, value):
    """Return whether the means are those of the differences handed over."""
    if said := next(filter(None, (interval(value, pair).said for pair in PAIRS)), ""):
        return said
    return all(
        matches(value["intervals"][pair][:1], [np.mean(found)], width(found))
        for pair, found in value["differences"].items()
    )


def have_half_widths(value, pair, half_widths):
    """Return which of some half-widths a given one is, up to what was rounded before.

    ``half_widths`` makes an array of them from differences.
    """
    given = interval(value, pair).half_width
    near = 4e-6 + width([given])
    which = []
    for found, room in readings(value, pair):
        known = half_widths(found)
        is_it = np.abs(given - known) <= near + room + 1e-6 * known
        which.append(is_it & (room <= MOST_ROOM * known))
    return np.any(which, axis=0)


def is_students(value, pair, wrong, times=1):
    """Return whether a half-width is Student's, if an end may be ``wrong`` so often.

    It may be so many ``times`` as large.
    """
    count = len(value["seeds"])

    def half_widths(found):
        deviation = np.std(found, ddof=1) / count**0.5
        return times * deviation * in_tables(t.ppf(1 - wrong, count - 1))

    return have_half_widths(value, pair, half_widths).any()


def in_tables(quantiles):
    """Return quantiles as they are, and rounded as in tables."""
    quantiles = np.atleast_1d(quantiles)
    return np.concatenate([quantiles, *(np.round(quantiles, d) for d in TABLES)])


def has_half_widths(setting, value):
    """Return whether the half-widths are those of Student's t, corrected or not."""
    if len(set(value["seeds"])) < len(value["seeds"]):
        return "The half-widths count repeated seeds as if they were new ones."
    if has_no_spread(value):
        return NO_SPREAD
    return all(
        any(is_students(value, pair, wrong) for wrong in LEVELS)
        or is_doubled(value, pair)
        for pair in PAIRS
    )


def has_no_spread(value):
    """Return whether a pair has one difference for all seeds, as no trainings have."""
    return any(np.ptp(value["differences"][pair]) == 0 for pair in PAIRS)


def is_doubled(value, pair):
    """Return whether it is twice that for one look, which corrects nothing."""
    return is_students(value, pair, FOR_OTHERS[0], times=2)


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
    if all(is_doubled(value, pair) for pair in PAIRS):
        return "The half-widths are twice those of one look, which corrects nothing."
    uncorrected, corrected = are_of(FOR_OTHERS[:1], value), are_of(FOR_ALL, value)
    if uncorrected == corrected:
        return UNSEEN
    return corrected


def are_of(levels, value):
    """Return whether the half-widths have one of these levels, whatever is wrong.

    It is the same in all pairs, as one function makes them.
    """
    found = [
        have_half_widths(value, pair, partial(forms, value, pair, levels))
        for pair in PAIRS
    ]
    return np.all(found, axis=0).any()


def forms(value, pair, levels, found):
    """Return half-widths of these levels, the right ones and those with mistakes.

    The mistakes are the quantile of the normal distribution or of other degrees of
    freedom, the deviation of a population, that of the two arms apart or its square,
    another number or no number to divide by, and the whole width.
    """
    count = len(value["seeds"])
    apart = [
        np.sqrt(sum(np.var(losses(value, arm, part), ddof=1) for arm in PAIRS[pair]))
        for part in PARTS
    ]
    deviations = [np.std(found, ddof=1), np.std(found), np.var(found, ddof=1), *apart]
    freedom = count - 1, count, count - 2, 2 * count - 2
    quantiles = [
        one
        for wrong in levels
        for one in (*t.ppf(1 - wrong, freedom), norm.ppf(1 - wrong))
    ]
    shares = [1 / count**0.5, 1, 1 / count, 1 / (count - 1) ** 0.5]
    parts = quantiles, deviations, shares, (1, 2)
    return np.array([np.prod(chosen) for chosen in product(*parts)])


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
        return given in words(value, pair)

    return Point(f"The verdict on {pair} does not follow from your interval.", holds)


def words(value, pair):
    """Return the words that an interval may mean, each by what was said of it before.

    The differences may be those of the data with the other sign, the half-width may be
    the whole width, and the two numbers may be others: that has points of its own. The
    verdict may be that of the numbers before they were rounded.
    """
    found = interval(value, pair)
    is_whole = any(is_students(value, pair, wrong, times=2) for wrong in FOR_ALL)
    half_widths = [found.half_width, *([found.half_width / 2] if is_whole else [])]
    room = width([found.mean]) + width([found.half_width])
    half_widths += [found.half_width + room, found.half_width - room]
    signs = [1, *([-1] if has_other_sign(value, pair) else [])]
    said = [word(sign * found.mean, half) for sign in signs for half in half_widths]
    given = map(float, value["intervals"][pair])
    return [*said, word(*given)] if found.said else said


INTERVAL_POINTS = (
    Point("The means are not those of your own differences.", has_means),
    Point("The half-widths are not Student's, of your pairs.", has_half_widths),
    Point("The half-widths are not corrected for two looks.", is_corrected),
)
