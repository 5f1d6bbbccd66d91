"""Checks of exercises: they know whether an answer is right, but not the answer.

A check turns an answer into numbers, and compares their digest with the stored one.
Whatever the answer is, a check says so in a sentence: it raises nothing but what stops
a program, as KeyboardInterrupt does.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

from helpers.arrays import ArrayLike, Floats
from helpers.lesson.digests import has_right_shape, hint_for, is_right
from helpers.lesson.errors import PYTHON, in_words
from helpers.lesson.names import still_none
from helpers.lesson.observers import numbers_of

__all__ = ["check", "check_answer", "noting"]

FILL_IN = "Fill in the cell above, then run both again."
NOT_YET = "Not yet. What the check sees:"
ANOTHER_SHAPE = "The right answer has another shape."
SHOWN = 12  # numbers; of more the first and the last three

Observe = Callable[[Any], ArrayLike]


class Noted(NamedTuple):
    """What a check saw of an answer."""

    numbers: Floats
    width: float


_notes: list[dict[str, Noted]] = []


def check(
    name: str,
    answer: Any,
    form: str,
    observe: Observe | None = None,
    width: float = 1e-4,
) -> None:
    """Print whether the answer to the exercise ``name``, such as "01-1", is right.

    ``form`` says in a few words what is asked for, such as "a column of numbers".
    ``observe`` turns the answer into numbers, if it is not a number or an array itself.
    Numbers that differ by less than about ``width`` count as equal. An answer that is
    None, or a tuple with None in it, counts as not filled in. An exercise that has no
    digest raises KeyError.

    >>> check("01-1", None, "a number")
    Fill in the cell above, then run both again.
    >>> check("01-1", [1.0, 2.0], "a number")
    Not yet. What the check sees: 2 numbers, [1 2]
    The right answer has another shape.
    >>> check("01-1", "half", "a number")
    Not yet. What the check sees: str, which is not a number
    """
    given = answer if isinstance(answer, tuple) else (answer,)
    if any(part is None for part in given):
        print(FILL_IN)
        if name_lacking := still_none():
            print(name_lacking)
        return
    seen = _seen(answer, form, observe)
    if seen is not None:
        _say_whether_right(name, seen, width)


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
    seen = _seen(answer, form, observe)
    if seen is None:
        return None
    if known():
        _say_whether_right(name, seen, width)
    else:
        print("The form is right. The check knows no more: these numbers are yours.")
    return answer


@contextmanager
def noting() -> Iterator[dict[str, Noted]]:
    """Put what each check within the block sees into the dict given: no word is said.

    >>> with noting() as notes:
    ...     check("01-1", 0.5, "a number")
    >>> float(notes["01-1"].numbers)
    0.5
    """
    notes: dict[str, Noted] = {}
    _notes.append(notes)
    try:
        yield notes
    finally:
        _notes.pop()


def _seen(answer: Any, form: str, observe: Observe | None) -> Floats | None:
    """Return an answer as numbers; if it has not its form, say so and return None."""
    try:
        return numbers_of(answer if observe is None else observe(answer))
    except Exception as error:
        why = in_words(error, answer, observe)
        is_class, is_function = isinstance(answer, type), callable(answer)
        kind = f"the class {answer.__name__}" if is_class else type(answer).__name__
        if is_function and not is_class and form.startswith("a function"):
            print(f"{NOT_YET} {kind}, which does not work as {form}")
        else:
            fails = " that fails" if is_function and why.startswith(PYTHON) else ""
            print(f"{NOT_YET} {kind}{fails}, which is not {form}")
        if why:
            print(why)
        return None


def _say_whether_right(name: str, seen: Floats, width: float) -> None:
    """Print whether numbers are those of the right answer, or note them."""
    if _notes:
        _notes[-1][name] = Noted(seen, width)
    elif is_right(name, seen, width):
        print("Right.")
    else:
        right_shape = has_right_shape(name, seen)
        amount = f"{_amount(seen)}, " if seen.size > SHOWN or not right_shape else ""
        numbers = np.array2string(
            seen, 99, threshold=SHOWN, formatter={"float_kind": "{:.6g}".format}
        )
        print(f"{NOT_YET} {amount}{numbers}")
        if hint := hint_for(name, seen, width):
            print(hint)
        elif not right_shape:
            print(ANOTHER_SHAPE)


def _amount(seen: Floats) -> str:
    """Return in words how many numbers there are, in rows and columns."""
    if not seen.shape:
        return "one number"
    return f"{' × '.join(map(str, seen.shape))} numbers"
