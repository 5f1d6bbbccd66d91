"""Checks of exercises: they know whether an answer is right, but not the answer.

Only a digest of each right answer is stored, in ``answer_digests.json``. A check turns
an answer into numbers, rounds them, and compares their digest with the stored one.
``run.py class --seal`` makes the digests again from the folded solutions.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypedDict

import numpy as np

from helpers.arrays import ArrayLike, Floats

__all__ = ["check", "check_answer", "is_right", "sealed", "sealing"]

SEALS = Path(__file__).with_name("answer_digests.json")
FILL_IN = "Fill in the cell above, then run both again."
SHIFTS = 64  # places for the edges of rounding; one is chosen for each answer

Observe = Callable[[Any], ArrayLike]


class Seal(TypedDict):
    """What is stored of a right answer."""

    shift: float
    digest: str


_new_seals: list[dict[str, Seal]] = []


def check(
    name: str, answer: Any, observe: Observe | None = None, width: float = 1e-4
) -> None:
    """Print whether the answer to the exercise ``name``, such as "01-1", is right.

    ``observe`` turns the answer into numbers, if it is not a number or an array itself.
    Numbers that differ by less than about ``width`` count as equal. An answer that is
    None, or a tuple with None in it, counts as not filled in. An exercise that has no
    digest raises KeyError.

    >>> check("01-1", None)
    Fill in the cell above, then run both again.
    >>> check("01-1", [1.0, 2.0])
    Not yet. What the check sees: [1. 2.]
    """
    given = answer if isinstance(answer, tuple) else (answer,)
    if any(part is None for part in given):
        print(FILL_IN)
        return
    _say_whether_right(name, _numbers(answer, observe), width)


def check_answer(
    name: str,
    ask: Callable[[], Any],
    form: str,
    observe: Observe | None = None,
    needs: Collection[str] = (),
    known: Callable[[], bool] = lambda: True,
    width: float = 1e-4,
) -> Any:
    """Print whether what ``ask()`` returns is right; return it, or None.

    The result is None if a cell is not filled in: then ``ask`` returns None, or raises
    NotImplementedError, or NameError for one of the names in ``needs``. It is also None
    if the answer does not have its ``form``, a few words such as "a column of numbers".
    If ``known()`` is false, there is more than one right answer and no digest: then
    only the form is checked.

    >>> check_answer("01-1", lambda: "half", "a column of numbers")
    Not yet. What the check sees: str, which is not a column of numbers
    >>> check_answer("01-1", lambda: [1.0], "a column of numbers", known=lambda: False)
    The form is right. The check knows no more: these numbers are yours.
    [1.0]
    """
    try:
        answer = ask()
    except NotImplementedError:
        answer = None
    except NameError as error:
        if error.name not in needs:
            raise
        answer = None
    if answer is None:
        print(FILL_IN)
        return None
    try:
        seen = _numbers(answer, observe)
    except (TypeError, ValueError, KeyError, AttributeError):
        kind = type(answer).__name__
        print(f"Not yet. What the check sees: {kind}, which is not {form}")
        return None
    if known():
        _say_whether_right(name, seen, width)
    else:
        print("The form is right. The check knows no more: these numbers are yours.")
    return answer


def _numbers(answer: Any, observe: Observe | None) -> Floats:
    """Return an answer as numbers."""
    return np.asarray(answer if observe is None else observe(answer), float)


def _say_whether_right(name: str, seen: Floats, width: float) -> None:
    """Print whether numbers are those of the right answer, or seal them."""
    if _new_seals:
        _new_seals[-1][name] = sealed(name, seen, width)
    elif is_right(name, seen, width):
        print("Right.")
    else:
        with np.printoptions(precision=6, threshold=12):
            print(f"Not yet. What the check sees: {seen}")


def is_right(name: str, seen: Floats, width: float) -> bool:
    """Return whether numbers are those of the right answer.

    >>> is_right("01-1", np.array([1.0, 2.0]), width=1e-4)
    False
    """
    seal: Seal = json.loads(SEALS.read_text("utf-8"))[name]
    return _digest(name, seen, width, seal["shift"]) == seal["digest"]


def sealed(name: str, seen: Floats, width: float) -> Seal:
    """Return the seal of a right answer: its digest, and the shift of rounding's edges.

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
    return {"shift": shift, "digest": _digest(name, seen, width, shift)}


def _digest(name: str, seen: Floats, width: float, shift: float) -> str:
    """Return the digest of numbers rounded to ``width``, and of their shape."""
    rounded = np.floor(seen / width + shift)
    text = f"{seen.shape} {' '.join(map('{:.0f}'.format, np.ravel(rounded)))}"
    # A digest that is slow to compute: few answers can be tried in a second.
    key = hashlib.scrypt(text.encode(), salt=name.encode(), n=2**12, r=8, p=1)
    return key.hex()[:32]


@contextmanager
def sealing() -> Iterator[dict[str, Seal]]:
    """Put a seal of each answer checked within the block into the dict given.

    >>> with sealing() as seals:
    ...     check("01-1", 0.5)
    >>> list(seals)
    ['01-1']
    """
    seals: dict[str, Seal] = {}
    _new_seals.append(seals)
    try:
        yield seals
    finally:
        _new_seals.pop()
