"""What is asked of a submission, and what its answers get points for."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Point:
    """One point: the sentence for whoever loses it, and what must hold.

    ``holds`` takes a setting and the answer to it. The point is gained if it holds for
    all settings.
    """

    lost: str
    holds: Callable[[dict, object], bool]


@dataclass(frozen=True)
class Question:
    """A function of the notebook, the settings it is called with, and the points.

    ``name`` is the function's and that of the cell that defines it. ``draw`` takes the
    student's random generator and the student's name, and returns the settings.
    """

    name: str
    draw: Callable[[np.random.Generator, str], list[dict]]
    points: tuple[Point, ...]


def column(value):
    """Return a list of numbers as an array of shape ``(rows,)``, or raise."""
    rates = np.asarray(value, float)
    if rates.ndim != 1:
        raise ValueError("this is not a column")
    return rates


def close(one, other, scale):
    """Return whether columns are equal, up to a millionth of ``scale`` or so."""
    one, other = column(one), column(other)
    return len(one) == len(other) and np.allclose(one, other, rtol=0, atol=4e-6 * scale)
