"""Checks of exercises that do not hold the answer.

Of a right answer only a digest is kept, in ``answer_digests.json``. What an answer does
is seen as numbers; these are rounded, then compared by their digest.
``run.py class --seal`` makes the digests anew from the folded solutions.
"""

import hashlib
import json
from contextlib import contextmanager
from pathlib import Path

import numpy as np

SEALS = Path(__file__).with_name("answer_digests.json")
FILL_IN = "Fill in the cell above, then run both again."
SHIFTS = 64  # ways to place the edges of rounding, to be far from a right answer
_new_seals = []


def check(name, answer, observe=None, width=1e-4):
    """Say whether the answer to the exercise ``name``, as "01-1", is right.

    ``observe`` makes numbers of the answer, where it is not a number or an array
    itself. Numbers that differ by less than about ``width`` count as the same. An
    answer that is None, or has a None in it, is not there yet.
    """
    given = answer if isinstance(answer, tuple) else (answer,)
    if any(part is None for part in given):
        print(FILL_IN)
        return
    compare(
        name, np.asarray(answer if observe is None else observe(answer), float), width
    )


def check_answer(
    name, ask, form, observe=None, needs=(), known=lambda: True, width=1e-4
):
    """Say whether what ``ask()`` returns is right; return it, or None.

    It is None where a cell is not filled in, as NotImplementedError or the lack of one
    of the names in ``needs`` tells, and where the answer does not have its ``form``, a
    few words such as "a column of numbers". Where ``known()`` is false the answer is
    one of many, of which nothing is kept, and its form is all that is looked at.
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
        seen = numbers(answer, observe)
    except (TypeError, ValueError, KeyError, AttributeError):
        kind = type(answer).__name__
        print(f"Not yet. What the check sees: {kind}, which is not {form}")
        return None
    if known():
        compare(name, seen, width)
    else:
        print("The form is right. The check knows no more: these numbers are yours.")
    return answer


def numbers(answer, observe):
    """Return what is seen of an answer, as an array."""
    return np.asarray(answer if observe is None else observe(answer), float)


def compare(name, seen, width):
    """Say whether numbers are those of the right answer, or make a seal of them."""
    if _new_seals:
        _new_seals[-1][name] = sealed(name, seen, width)
    elif is_right(name, seen, width):
        print("Right.")
    else:
        with np.printoptions(precision=6, threshold=12):
            print(f"Not yet. What the check sees: {seen}")


def is_right(name, seen, width):
    """Return whether numbers are those of the right answer."""
    seal = json.loads(SEALS.read_text("utf-8"))[name]
    return digest(name, seen, width, seal["shift"]) == seal["digest"]


def sealed(name, seen, width):
    """Return the seal of a right answer: its digest, and where rounding has its edges.

    They are placed as far as possible from each of the numbers.
    """
    shifts = np.arange(SHIFTS) / SHIFTS
    places = (np.ravel(seen)[:, None] / width + shifts) % 1
    room = np.minimum(places, 1 - places).min(axis=0, initial=1)
    shift = float(shifts[room.argmax()])
    return {"shift": shift, "digest": digest(name, seen, width, shift)}


def digest(name, seen, width, shift):
    """Return the digest of numbers rounded to ``width``, and of their shape."""
    rounded = np.floor(seen / width + shift)
    text = f"{seen.shape} {' '.join(map('{:.0f}'.format, np.ravel(rounded)))}"
    costs = {"n": 2**12, "r": 8, "p": 1}
    return hashlib.scrypt(text.encode(), salt=name.encode(), **costs).hex()[:32]


@contextmanager
def sealing():
    """Within the block each check makes a seal, in the dict that this gives."""
    seals = {}
    _new_seals.append(seals)
    try:
        yield seals
    finally:
        _new_seals.pop()
