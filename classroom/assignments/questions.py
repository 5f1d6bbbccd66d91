"""What is asked of a submission, and what its answers get points for."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

LONGEST = 20_000  # numbers of a column
DIGITS = 6  # after the point: a column that is rounded so is right


class FormError(ValueError):
    """An answer has not the form that was asked for; the message says which it is."""


def as_it_is(setting, value):
    """Return an answer of any form."""
    return value


@dataclass(frozen=True)
class Point:
    """One point: the sentence for whoever loses it, and what must hold.

    ``holds`` takes a setting and the answer to it. It returns True, False, or a text:
    the sentence for whoever loses the point by this answer. The point is gained if it
    is True for all settings.
    """

    lost: str
    holds: Callable[[dict, object], bool | str]


@dataclass(frozen=True)
class Question:
    """A function of the notebook, the settings it is called with, and the points.

    ``name`` is the function's and that of the cell that defines it. ``draw`` takes the
    student's random generator and the student's name, and returns the settings.
    ``read`` takes a setting and what came back, and returns the answer as the points
    expect it; or it raises FormError, whose sentence stands for all of them. ``check``
    takes what came back, and what came back for the question before, and raises a
    FormError if the two don't belong together.
    """

    name: str
    draw: Callable[[np.random.Generator, str], list[dict]]
    points: tuple[Point, ...]
    read: Callable[[dict, object], object] = as_it_is
    check: Callable[[object, object], None] | None = None


def number(value):
    """Return a finite number as a float, or raise FormError."""
    if type(value) not in (int, float):
        raise FormError("something else than a number stands where a number belongs")
    try:
        found = float(value)
    except OverflowError:
        found = math.inf
    if not math.isfinite(found):
        raise FormError("a number is infinite, or none (NaN)")
    return found


def column(value):
    """Return a list of numbers as an array of shape ``(rows,)``, or raise FormError.

    A list of rows with one number each is a column too.
    """
    if type(value) is not list:
        raise FormError("what was returned is no column of numbers")
    if len(value) > LONGEST:
        raise FormError(f"the column has more than {LONGEST} rows")
    if value and all(type(row) is list and len(row) == 1 for row in value):
        value = [row[0] for row in value]
    return np.array([number(row) for row in value], float)


def read_column(setting, value):
    """Return the column that is the answer."""
    return column(value)


def close(one, other, scale):
    """Return whether columns are equal, up to a millionth of ``scale`` or so.

    To round numbers to six digits after the point makes no difference.
    """
    one, other = np.asarray(one, float), np.asarray(other, float)
    width = 4e-6 * scale + 0.6 * 10**-DIGITS
    return len(one) == len(other) and bool(np.allclose(one, other, rtol=0, atol=width))
