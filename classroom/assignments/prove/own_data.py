"""The data and trainings of *Prove it*, as the notebook makes them of a name."""

from functools import cache
from pathlib import Path

import nbformat
import numpy as np

SOURCE = Path(__file__).parents[1] / "sources" / "prove.ipynb"
DIGITS = range(3, 10)  # after the point, to which a student may round


def notebook_names():
    """Return what the first cell of the notebook defines, by its names."""
    names = {}
    cells = nbformat.read(SOURCE, as_version=4).cells
    setup = next(c for c in cells if c.metadata.nbgrader.grade_id == "prove_setup")
    exec(setup.source, names)
    return names


NAMES = notebook_names()
ARMS, PAIRS, PEAKS = NAMES["ARMS"], NAMES["PAIRS"], NAMES["PEAKS"]
TUNING_SEEDS = NAMES["TUNING_SEEDS"]
FEWEST_OF_A_FACTOR = 3  # differences: any one has some factor
LEAST_OF_A_FACTOR = 0.05  # away from 1
MOST_LEFT = 0.01  # of the differences, that a factor does not explain
PARTS = ("test", "validation", "train")


@cache
def data(student):
    """Return the data of a student."""
    return NAMES["my_data"](student)


@cache
def loss(student, arm, peak, seed, part):
    """Return what the notebook's ``loss`` gives on the data of this student."""
    return NAMES["loss"](data(student), arm, peak, seed, part)


@cache
def mean_losses(student, arm, part):
    """Return the mean loss of an arm over the tuning seeds, at each peak."""
    return [
        np.mean([loss(student, arm, peak, seed, part) for seed in TUNING_SEEDS])
        for peak in PEAKS
    ]


def losses(value, arm, part):
    """Return the losses of an arm by the peaks and seeds that were handed over."""
    student, peak = value["student"], value["tuned"][arm]
    return [loss(student, arm, peak, seed, part) for seed in value["seeds"]]


def repeated(value, pair, part):
    """Return the differences of a pair by the peaks and seeds that were handed over."""
    return np.subtract(*(losses(value, arm, part) for arm in PAIRS[pair]))


def readings(value, pair):
    """Return what differences may be, each with the room that rounding has left.

    Those of the data are known before they were rounded, and a student may have gone on
    with either; of others nothing is known but the numbers that were handed over.
    """
    found = value["differences"][pair]
    for part in PARTS:
        own = repeated(value, pair, part)
        for sign in (1, -1):
            if matches(sign * found, own):
                return [(found, 0.0), (sign * own, 0.0)]
    return [(found, 2 * width(found))]


def has_other_sign(value, pair):
    """Return whether differences are those of the data, second arm minus first."""
    found = value["differences"][pair]
    return any(matches(-found, repeated(value, pair, part)) for part in PARTS)


def of_other_numbers(value, pair, part):
    """Yield a word and differences: not those of the losses, but made of them."""
    one, other = (np.asarray(losses(value, arm, part)) for arm in PAIRS[pair])
    yield "of square roots", np.sqrt(one) - np.sqrt(other)
    yield "of logarithms", np.log(one) - np.log(other)
    found = value["differences"][pair]
    if scale := factor(found, one - other):
        yield "all multiplied by one number", scale * (one - other)
    for whole in (one, other):
        yield "relative ones", (one - other) / whole
        yield "relative ones", 100 * (one - other) / whole


def factor(found, own):
    """Return the number by which differences were multiplied, nearly, or 0."""
    if len(found) != len(own) or len(own) < FEWEST_OF_A_FACTOR or not np.any(own):
        return 0
    scale = float(found @ own / (own @ own))
    left = np.linalg.norm(found - scale * own)
    is_one = abs(abs(scale) - 1) < LEAST_OF_A_FACTOR
    return 0 if is_one or left > MOST_LEFT * np.linalg.norm(found) else scale


def matches(found, own, room=0.0):
    """Return whether numbers are equal, to the digits that were handed over.

    ``room`` is added where they were computed of others that are rounded.
    """
    found, own = np.asarray(found, float), np.asarray(own, float)
    if found.shape != own.shape:
        return False
    return np.allclose(found, own, rtol=1e-6, atol=4e-6 + widths(found) + room)


def width(found):
    """Return by how much rounding has changed numbers at most."""
    return float(np.max(widths(found), initial=0))


def widths(found):
    """Return by how much rounding has changed each number: 0 if it is not rounded.

    Numbers in float32 are rounded ones too.

    >>> widths([0.1234, 0.5, 1 / 3, np.float32(0.713)]).tolist()
    [6e-05, 0.0006, 0.0, 0.0006]
    """
    found = np.asarray(found, float)
    changed = np.zeros(found.shape)
    for digits in DIGITS[::-1]:
        rounded = np.isclose(found, np.round(found, digits), rtol=1e-7, atol=1e-12)
        changed[rounded] = 0.6 * 10**-digits
    return changed
