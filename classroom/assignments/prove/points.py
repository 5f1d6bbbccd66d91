"""The points of *Prove it*: a comparison on a student's own data, repeated here.

A verdict must follow from the student's intervals, the intervals from the differences,
and the differences from the data: what was handed over in one step is what the next is
judged by.
"""

from itertools import product

import numpy as np
from scipy.stats import norm, t

from classroom.assignments.prove.answers import FEWEST, MOST, read
from classroom.assignments.prove.own_data import (
    ARMS,
    PAIRS,
    PEAKS,
    TUNING_SEEDS,
    losses,
    matches,
    mean_losses,
    repeated,
    width,
)
from classroom.assignments.questions import FormError, Point, Question, column, number
from helpers.verdicts import interval, word

PARTS = ("test", "validation")
TABLE = 5e-4  # of a half-width: a quantile of three digits, as tables have it


def draw_student(random, student):
    """Return the only setting, whose data to use: nothing is random in it."""
    return [{"student": student}]


def tuned_point(arm):
    """Return the point for the peak of one arm and the means that led to it."""

    def holds(setting, value):
        found, student = value["means"][arm], value["student"]
        means = mean_losses(student, arm, "validation")
        if not matches(found, means):
            on_test = matches(found, mean_losses(student, arm, "test"))
            said = f"The means of {arm} are those on the test data."
            return said if on_test else False
        chosen = [
            m for m, p in zip(means, PEAKS, strict=True) if p == value["tuned"][arm]
        ]
        if not chosen or chosen[0] > min(means) + width(found):
            return f"The peak of {arm} is not the one with the lowest mean."
        return True

    return Point(f"The means of {arm} are not those of your data.", holds)


def has_fresh_seeds(setting, value):
    """Return whether ten fresh seeds or more were used, each once, on the own data."""
    seeds = value["seeds"]
    if len(set(seeds)) < len(seeds):
        return "Seeds are repeated: a training that is repeated is no new evidence."
    if set(seeds) & set(TUNING_SEEDS):
        return "Seeds that had a part in the tuning are not fresh."
    if not FEWEST <= len(seeds) <= MOST:
        return f"There are not {FEWEST} to {MOST} seeds."
    return any(come_from(value, pair, part) for pair in PAIRS for part in PARTS)


def come_from(value, pair, part):
    """Return whether a mean is that of the student's data, whatever the signs."""
    found, own = value["differences"][pair], repeated(value, pair, part)
    mean = matches([abs(np.mean(found))], [abs(np.mean(own))], width(found))
    return mean or matches(np.abs(found), np.abs(own))


def pair_point(pair):
    """Return the point for the differences of a pair, on either part of the data."""

    def holds(setting, value):
        found = value["differences"][pair]
        own = [repeated(value, pair, part) for part in PARTS]
        if any(matches(found, each) for each in own):
            return True
        if any(matches(-found, each) for each in own):
            return f"The differences {pair} have the other sign."
        if any(matches(np.abs(found), np.abs(each)) for each in own):
            return f"The differences {pair} have lost their signs."
        if any(come_from(value, pair, part) for part in PARTS):
            return f"The differences {pair} are not paired: each takes one seed."
        return False

    lost = f"The differences {pair} are not those of your data, peaks and seeds."
    return Point(lost, holds)


def on_test_data(setting, value):
    """Return whether the mean differences are those on the test data."""
    if all(come_from(value, pair, "test") for pair in PAIRS):
        return True
    on_validation = all(come_from(value, pair, "validation") for pair in PAIRS)
    return (
        "The differences are those on the validation data." if on_validation else False
    )


def same_peaks(value, before):
    """Raise FormError if the tuned peaks are others than in the task before."""
    for arm in ARMS:
        if not np.isclose(*(number(each["tuned"][arm]) for each in (value, before))):
            raise FormError("the peaks are others than those that you tuned")


def same_differences(value, before):
    """Raise FormError if the differences are others than in the task before."""
    for pair in PAIRS if "differences" in before else ():
        found, own = (column(each["differences"][pair]) for each in (value, before))
        if not matches(found, own, width(own)):
            raise FormError("the differences are others than in the task before")


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


QUESTIONS = (
    Question("prove_tuned", draw_student, tuple(map(tuned_point, ARMS)), read),
    Question(
        "prove_differences",
        draw_student,
        (
            Point("The differences do not come from the seeds.", has_fresh_seeds),
            *map(pair_point, PAIRS),
            Point("The differences are not those on your test data.", on_test_data),
        ),
        read,
        same_peaks,
    ),
    Question(
        "prove_intervals",
        draw_student,
        (
            Point("The means are not those of your own differences.", has_means),
            Point("The half-widths are not Student's, of your pairs.", has_half_widths),
            Point("The half-widths are not corrected for two looks.", is_corrected),
        ),
        read,
        same_differences,
    ),
    Question(
        "prove_verdicts",
        draw_student,
        tuple(map(verdict_point, PAIRS)),
        read,
        same_differences,
    ),
)  # fmt: skip
