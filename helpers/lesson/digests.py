"""What is stored of right answers, and of usual wrong ones: digests, not numbers.

``answer_digests.json`` has for each exercise the digest of the right answer, that of
its shape, and a hint beside the digest of each usual wrong answer. The command
``python -m classroom --seal`` makes it.
"""

import hashlib
import json
from pathlib import Path
from typing import TypedDict

import numpy as np

from helpers.arrays import Floats

__all__ = ["SEALS", "Seal", "fits", "has_right_shape", "hint_for", "is_right", "sealed"]

SEALS: Path = Path(__file__).with_name("answer_digests.json")
SHIFTS = 64  # places for the edges of rounding; one is chosen for each answer
MOST = 1_000_000  # numbers; no right answer has more, and to digest more is slow


class Seal(TypedDict):
    """What is stored of the numbers of one answer.

    >>> sorted(sealed("01-1", np.array(0.5), width=1e-4))
    ['digest', 'shift']
    """

    shift: float
    digest: str


class Hint(Seal):
    """What is stored of a usual wrong answer, and the sentence that helps."""

    hint: str


class Stored(Seal):
    """What is stored of an exercise."""

    shape: str
    hints: list[Hint]


def is_right(name: str, seen: Floats, width: float) -> bool:
    """Return whether numbers are those of the right answer.

    An exercise that has no digest raises KeyError.

    >>> is_right("01-1", np.array([1.0, 2.0]), width=1e-4)
    False
    """
    return fits(_stored(name), name, seen, width)


def has_right_shape(name: str, seen: Floats) -> bool:
    """Return whether there are as many numbers as in the right answer.

    >>> has_right_shape("01-1", np.array([1.0, 2.0]))
    False
    """
    return _stored(name).get("shape") in (shape_digest(name, seen), None)


def hint_for(name: str, seen: Floats, width: float) -> str:
    """Return the hint that is kept for these wrong numbers, or an empty text.

    >>> hint_for("01-1", np.array([1.0, 2.0]), width=1e-4)
    ''
    """
    hints = _stored(name).get("hints", [])
    return next((h["hint"] for h in hints if fits(h, name, seen, width)), "")


def fits(seal: Seal, name: str, seen: Floats, width: float) -> bool:
    """Return whether a seal was made of numbers like these, for the exercise ``name``.

    Numbers that differ by less than about ``width`` count as equal.

    >>> seal = sealed("01-1", np.array(0.5), width=1e-4)
    >>> fits(seal, "01-1", np.array(0.500001), width=1e-4)
    True
    """
    if seen.size > MOST:
        return False
    return _digest(name, _rounded(seen, width, seal["shift"])) == seal["digest"]


def sealed(name: str, seen: Floats, width: float) -> Seal:
    """Return the seal of an answer: its digest, and the shift of rounding's edges.

    The edges are as far as possible from each of the numbers.

    >>> sealed("01-1", np.array([0.5]), width=1)["shift"]  # edges at 0 and 1, not 0.5
    0.0
    """
    # Plain rounding has an edge at each half. An answer that lies on one would get
    # another digest after an error in its last digit. So the edges of all numbers are
    # moved together, and the shift that leaves the most room around them is stored.
    shifts = np.arange(SHIFTS) / SHIFTS
    places = (np.ravel(seen)[:, None] / width + shifts) % 1
    room = np.minimum(places, 1 - places).min(axis=0, initial=1)
    shift = float(shifts[room.argmax()])
    return {"shift": shift, "digest": _digest(name, _rounded(seen, width, shift))}


def shape_digest(name: str, seen: Floats) -> str:
    """Return the digest of the shape of numbers."""
    return _digest(name, f"shape {seen.shape}")


def _stored(name: str) -> Stored:
    """Return what is stored of an exercise."""
    stored: Stored = json.loads(SEALS.read_text("utf-8"))[name]
    return stored


def _rounded(seen: Floats, width: float, shift: float) -> str:
    """Return numbers rounded to ``width``, with their shape, as a text."""
    rounded = np.floor(seen / width + shift)
    return f"{seen.shape} {' '.join(map('{:.0f}'.format, np.ravel(rounded)))}"


def _digest(name: str, text: str) -> str:
    """Return a digest that is slow to compute: few can be tried in a second."""
    key = hashlib.scrypt(text.encode(), salt=name.encode(), n=2**12, r=8, p=1)
    return key.hex()[:32]
