"""Assignment *Prove it*: a comparison on a student's own data, repeated here.

The data are made from the student's name. A verdict must follow from the student's
intervals, the intervals from the differences, and the differences from the data.
"""

from functools import cache
from pathlib import Path

import nbformat
import numpy as np

from classroom.assignments.questions import Point, Question, close, column
from helpers.verdicts import interval, word

MODULES = ("helpers.verdicts", "numpy")
SOURCE = Path(__file__).with_name("sources") / "prove.ipynb"
PARTS = ("test", "validation")
ARMS = ("constant", "cosine", "restarts")
PAIRS = ("cosine - constant", "restarts - cosine")
LARGEST_SEED = 2**32


@cache
def notebook_names():
    """Return what the first cell of the notebook defines, by its names."""
    names = {}
    cells = nbformat.read(SOURCE, as_version=4).cells
    setup = next(c for c in cells if c.metadata.nbgrader.grade_id == "prove_setup")
    exec(setup.source, names)
    return names


@cache
def loss(student, arm, peak, seed, part):
    """Return what the notebook's ``loss`` gives on the data of this student."""
    return notebook_names()["loss"](data(student), arm, peak, seed, part)


@cache
def data(student):
    """Return the data of a student."""
    return notebook_names()["my_data"](student)


def draw_student(random, student):
    """Return the only setting, whose data to use: nothing is random in it."""
    return [{"student": student}]


@cache
def mean_losses(student, arm):
    """Return the mean validation loss of an arm at each peak of the grid."""
    names = notebook_names()
    return [
        np.mean([loss(student, arm, p, s, "validation") for s in names["TUNING_SEEDS"]])
        for p in names["PEAKS"]
    ]


def tuned_point(arm):
    """Return the point for the peak of one arm and the means that led to it."""

    def holds(setting, value):
        means = mean_losses(setting["student"], arm)
        best = notebook_names()["PEAKS"][np.argmin(means)]
        return value["tuned"][arm] == best and close(value["means"][arm], means, 1)

    return Point(f"The means or the peak of {arm} are not those of your data.", holds)


def seeds_of(value):
    """Return the seeds that were handed over, or raise."""
    seeds = value["seeds"]
    if not all(type(seed) is int and 0 <= seed < LARGEST_SEED for seed in seeds):
        raise ValueError("a seed is a whole number")
    if not 2 <= len(seeds) <= 40:
        raise ValueError("too few or too many seeds")
    return seeds


def has_fresh_seeds(setting, value):
    """Return whether ten fresh seeds or more were used, each once, on the own data."""
    seeds = set(seeds_of(value))
    fresh = not seeds & set(notebook_names()["TUNING_SEEDS"])
    used = any(come_from(setting, value, pair) for pair in PAIRS)
    return used and fresh and len(seeds) == len(value["seeds"]) >= 10


def repeated(setting, value, pair, part):
    """Return the differences of a pair by the peaks and seeds handed over."""
    peaks = [value["tuned"][arm] for arm in notebook_names()["PAIRS"][pair]]
    if not set(peaks) <= set(notebook_names()["PEAKS"]):
        raise ValueError("these peaks were not on the grid")
    losses = [
        [loss(setting["student"], arm, peak, seed, part) for seed in seeds_of(value)]
        for arm, peak in zip(notebook_names()["PAIRS"][pair], peaks, strict=True)
    ]
    return np.subtract(*losses)


def are_own(setting, value, pair):
    """Return whether differences are those of the student's data, on either part."""
    found = column(value["differences"][pair])
    return any(close(found, repeated(setting, value, pair, p), 1) for p in PARTS)


def come_from(setting, value, pair):
    """Return whether a mean is that of the student's data, whatever its sign."""
    mean = abs(np.mean(column(value["differences"][pair])))
    means = (abs(np.mean(repeated(setting, value, pair, part))) for part in PARTS)
    return any(close([mean], [own], 1) for own in means)


def pair_point(pair):
    """Return the point for the differences of a pair."""
    return Point(
        f"The differences {pair} are not those of your data, peaks and seeds.",
        lambda setting, value: are_own(setting, value, pair),
    )


def on_test_data(setting, value):
    """Return whether the mean differences are those on the test data."""
    return all(
        close(
            [abs(np.mean(column(value["differences"][pair])))],
            [abs(np.mean(repeated(setting, value, pair, "test")))],
            1,
        )
        for pair in PAIRS
    )


def has_means(setting, value):
    """Return whether the means are those of the student's own differences."""
    return all(
        come_from(setting, value, pair)
        and close(
            value["intervals"][pair][:1], [np.mean(value["differences"][pair])], 1
        )
        for pair in PAIRS
    )


def has_half_width(setting, value, pair, comparisons):
    """Return whether a half-width is that of Student's t, corrected for comparisons."""
    _, half_width = interval(value["differences"][pair], comparisons)
    own = come_from(setting, value, pair)
    return own and close([value["intervals"][pair][1]], [half_width], 1)


def has_half_widths(setting, value):
    """Return whether the half-widths are those of Student's t, corrected or not."""
    return all(
        any(has_half_width(setting, value, pair, count) for count in (1, len(PAIRS)))
        for pair in PAIRS
    )


def is_corrected(setting, value):
    """Return whether the half-widths are corrected for all pairs."""
    return all(has_half_width(setting, value, pair, len(PAIRS)) for pair in PAIRS)


def verdict_point(pair):
    """Return the point for the verdict on a pair, by the student's own interval."""

    def holds(setting, value):
        mean, half_width = map(float, value["intervals"][pair])
        own = come_from(setting, value, pair)
        return own and value["verdicts"][pair] == word(mean, half_width)

    return Point(f"The verdict on {pair} does not follow from your interval.", holds)


QUESTIONS = (
    Question("prove_tuned", draw_student, tuple(map(tuned_point, ARMS))),
    Question(
        "prove_differences",
        draw_student,
        (
            Point("The seeds are too few, or not all fresh.", has_fresh_seeds),
            *map(pair_point, PAIRS),
            Point("The differences are not taken on your test data.", on_test_data),
        ),
    ),
    Question(
        "prove_intervals",
        draw_student,
        (
            Point("The means are not those of your own differences.", has_means),
            Point("The half-widths are not Student's, of your pairs.", has_half_widths),
            Point("The half-widths are not corrected for two looks.", is_corrected),
        ),
    ),
    Question("prove_verdicts", draw_student, tuple(map(verdict_point, PAIRS))),
)  # fmt: skip
