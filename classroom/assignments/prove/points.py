"""The points of *Prove it*: a comparison on a student's own data, repeated here.

A verdict must follow from the student's intervals, the intervals from the differences,
and the differences from the data: what was handed over in one step is what the next is
judged by.
"""

import numpy as np

from classroom.assignments.prove.answers import (
    FEWEST,
    MOST,
    numbers_in,
    peak_among,
    read,
)
from classroom.assignments.prove.intervals import INTERVAL_POINTS, verdict_point
from classroom.assignments.prove.own_data import (
    ARMS,
    PAIRS,
    PARTS,
    PEAKS,
    TUNING_SEEDS,
    has_other_sign,
    matches,
    mean_losses,
    of_other_numbers,
    repeated,
    width,
)
from classroom.assignments.questions import FormError, Point, Question, column


def draw_student(random, student):
    """Return the only setting, whose data to use: nothing is random in it."""
    return [{"student": student}]


def tuned_point(arm):
    """Return the point for the peak of one arm and the means that led to it."""

    def holds(setting, value):
        found, student = value["means"][arm][: len(PEAKS)], value["student"]
        means = mean_losses(student, arm, "validation")
        if not matches(found, means):
            for part, named in (("test", "test"), ("train", "training")):
                if matches(found, mean_losses(student, arm, part)):
                    return f"The means of {arm} are those on the {named} data."
            return False
        if value["among_others"][arm]:
            return f"The peak of {arm} stands among other numbers, and not alone."
        if value["by_place"]:
            return f"The peak of {arm} is given by its place, and not as a rate."
        chosen = [
            m for m, p in zip(means, PEAKS, strict=True) if p == value["tuned"][arm]
        ]
        if not chosen or chosen[0] > min(means) + width(found):
            return f"The peak of {arm} is not the one with the lowest mean."
        return True

    lost = f"The means of {arm} are not those that were asked for, of your data."
    return Point(lost, holds)


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
    """Return whether differences are those of the data, but for form and signs.

    A mean says so where rounding leaves something of it.
    """
    found, own = value["differences"][pair], repeated(value, pair, part)
    mean = abs(np.mean(own))
    is_seen = mean > 2 * width(found)
    if is_seen and matches([abs(np.mean(found))], [mean], width(found)):
        return True
    return matches(np.abs(found), np.abs(own)) or bool(form(value, pair, part))


def form(value, pair, part):
    """Return the form of differences that are not those of the losses, or ""."""
    found = value["differences"][pair]
    others = of_other_numbers(value, pair, part)
    return next((word for word, own in others if matches(found, own)), "")


def pair_point(pair):
    """Return the point for the differences of a pair, on either part of the data."""

    def holds(setting, value):
        found = value["differences"][pair]
        own = [repeated(value, pair, part) for part in PARTS]
        if any(matches(found, each) for each in own):
            return True
        if has_other_sign(value, pair):
            return f"The differences {pair} have the other sign."
        if any(matches(np.sort(found), np.sort(each)) for each in own):
            return f"The differences {pair} are not in the order of the seeds."
        if np.ptp(found) == 0:
            return f"The differences {pair} are one number for all seeds."
        if any(matches(np.abs(found), np.abs(each)) for each in own):
            return f"The differences {pair} have lost their signs."
        if word := next(filter(None, (form(value, pair, p) for p in PARTS)), ""):
            return f"The differences {pair} are {word}, and not those of the losses."
        if any(come_from(value, pair, part) for part in PARTS):
            return f"The differences {pair} are not paired: each takes one seed."
        return False

    lost = f"The differences {pair} are not those of your data, peaks and seeds."
    return Point(lost, holds)


def on_test_data(setting, value):
    """Return whether the mean differences are those on the test data.

    A pair whose differences are on no part of the data has lost its own point.
    """
    known = [pair for pair in PAIRS if any(come_from(value, pair, p) for p in PARTS)]
    for part in PARTS if known else ():
        if all(come_from(value, pair, part) for pair in known):
            named = "training" if part == "train" else part
            said = f"The differences are those on the {named} data."
            return True if part == "test" else said
    return False


def same_peaks(value, before):
    """Raise FormError if the tuned peaks are others than in the task before."""
    for arm in ARMS:
        both = (peak_among(numbers_in(each["tuned"][arm])) for each in (value, before))
        if not np.isclose(*both):
            raise FormError("the peaks are others than those that you tuned")


def same_differences(value, before):
    """Raise FormError if the differences are others than in the task before."""
    for pair in PAIRS if "differences" in before else ():
        found, own = (column(each["differences"][pair]) for each in (value, before))
        if not matches(found, own, width(own)):
            raise FormError("the differences are others than in the task before")


QUESTIONS = (
    Question("prove_tuned", draw_student, tuple(map(tuned_point, ARMS)), read),
    Question(
        "prove_differences",
        draw_student,
        (
            Point("The differences are not of the seeds in the list.", has_fresh_seeds),
            *map(pair_point, PAIRS),
            Point("Nothing shows that differences are on the test data.", on_test_data),
        ),
        read,
        same_peaks,
    ),
    Question(
        "prove_intervals",
        draw_student,
        INTERVAL_POINTS,
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
