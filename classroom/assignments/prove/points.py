"""The points of *Prove it*: a comparison on a student's own data, repeated here.

A verdict must follow from the student's intervals, the intervals from the differences,
and the differences from the data: what was handed over in one step is what the next is
judged by.
"""

import numpy as np

from classroom.assignments.prove.answers import FEWEST, MOST, read
from classroom.assignments.prove.own_data import (
    ARMS,
    PAIRS,
    PEAKS,
    TUNING_SEEDS,
    matches,
    mean_losses,
    repeated,
    width,
)
from classroom.assignments.questions import Point, Question
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
    """Return whether a mean is that of the student's data, whatever its sign."""
    found = value["differences"][pair]
    mean, own = np.mean(found), np.mean(repeated(value, pair, part))
    return matches([abs(mean)], [abs(own)], width(found))


def pair_point(pair):
    """Return the point for the differences of a pair, on either part of the data."""

    def holds(setting, value):
        found = value["differences"][pair]
        own = [repeated(value, pair, part) for part in PARTS]
        if any(matches(found, each) for each in own):
            return True
        if any(matches(-found, each) for each in own):
            return f"The differences {pair} have the other sign."
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


def has_means(setting, value):
    """Return whether the means are those of the differences handed over."""
    return all(
        matches(value["intervals"][pair][:1], [np.mean(found)], width(found))
        for pair, found in value["differences"].items()
    )


def has_half_width(value, pair, comparisons):
    """Return whether a half-width is that of Student's t, corrected for comparisons."""
    found = value["differences"][pair]
    _, half_width = interval(found, comparisons)
    room = 2 * width(found) + TABLE * half_width
    return matches(value["intervals"][pair][1:], [half_width], room)


def has_half_widths(setting, value):
    """Return whether the half-widths are those of Student's t, corrected or not."""
    if len(set(value["seeds"])) < len(value["seeds"]):
        return "The half-widths count repeated seeds as if they were new ones."
    return all(
        any(has_half_width(value, pair, count) for count in (1, len(PAIRS)))
        for pair in PAIRS
    )


def is_corrected(setting, value):
    """Return whether the half-widths are corrected for all pairs."""
    if len(set(value["seeds"])) < 2:
        return "One training, however often it is repeated, has no interval."
    return all(has_half_width(value, pair, len(PAIRS)) for pair in PAIRS)


def verdict_point(pair):
    """Return the point for the verdict on a pair, by the student's own interval."""

    def holds(setting, value):
        if len(set(value["seeds"])) < 2:
            return f"One training decides nothing on {pair}."
        return value["verdicts"][pair] == word(*map(float, value["intervals"][pair]))

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
    ),
    Question("prove_verdicts", draw_student, tuple(map(verdict_point, PAIRS)), read),
)  # fmt: skip
