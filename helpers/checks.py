"""Checks at the door: an argument is right, or an error names it.

Each check takes the argument's name and value, and returns the value in plain Python. A
value of a wrong type raises TypeError, and one outside the range ValueError.
"""

import inspect
import math
import numbers
from collections.abc import Callable, Container
from typing import Any, TypeVar

import numpy as np

__all__ = [
    "check_choice",
    "check_count",
    "check_flag",
    "check_positive",
    "check_rate",
    "check_takes",
]

LARGEST_STEP = 2**53

Choice = TypeVar("Choice")


def check_rate(
    name: str, value: Any, at_least: float = 0.0, at_most: float = math.inf
) -> float:
    """Return ``value`` as a float if it is a finite number in the range.

    >>> check_rate("floor", 0)
    0.0
    >>> check_rate("floor", 0.2, at_most=0.1)
    Traceback (most recent call last):
    ValueError: floor = 0.2 must be finite, at least 0 and at most 0.1
    """
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Real):
        raise TypeError(f"{name} = {value!r} must be a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not (math.isfinite(number) and at_least <= number <= at_most):
        allowed = f"at least {at_least:g}"
        if at_most < math.inf:
            allowed += f" and at most {at_most:g}"
        raise ValueError(f"{name} = {value!r} must be finite, {allowed}")
    return number


def check_positive(name: str, value: Any, at_most: float = math.inf) -> float:
    """Return ``value`` as a float if it is a finite number above 0.

    >>> check_positive("peak", 0)
    Traceback (most recent call last):
    ValueError: peak = 0 must be above 0
    """
    if check_rate(name, value, at_most=at_most) == 0:
        raise ValueError(f"{name} = {value!r} must be above 0")
    return float(value)


def check_count(
    name: str, value: Any, at_least: int = 1, at_most: int = LARGEST_STEP
) -> int:
    """Return ``value`` as an int if it is a whole number in the range.

    >>> check_count("steps", np.int64(3))
    3
    >>> check_count("cycles", 4, at_most=3)
    Traceback (most recent call last):
    ValueError: cycles = 4 must be from 1 to 3
    """
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Integral):
        raise TypeError(f"{name} = {value!r} must be a whole number (an int)")
    if not at_least <= int(value) <= at_most:
        raise ValueError(f"{name} = {value!r} must be from {at_least} to {at_most}")
    return int(value)


def check_flag(name: str, value: Any) -> bool:
    """Return ``value`` as a bool if it is True or False.

    >>> check_flag("endpoint", 1)
    Traceback (most recent call last):
    TypeError: endpoint = 1 must be True or False
    """
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} = {value!r} must be True or False")
    return bool(value)


def check_choice(name: str, value: Choice, allowed: Container[Choice]) -> Choice:
    """Return ``value`` if it is one of ``allowed``.

    >>> check_choice("verbose", 3, (0, 1, 2))
    Traceback (most recent call last):
    ValueError: verbose = 3 must be one of (0, 1, 2)
    """
    if value not in allowed:
        raise ValueError(f"{name} = {value!r} must be one of {allowed}")
    return value


def check_takes(name: str, function: Callable[..., Any], *arguments: str) -> None:
    """Raise a TypeError unless a function can be called with these arguments.

    ``arguments`` are their names, for the error. A function whose signature Python
    can't tell passes.

    >>> def model(width): ...
    >>> check_takes("model", model, "seed")
    >>> check_takes("model", lambda: None, "seed")
    Traceback (most recent call last):
    TypeError: model = <function ...> must be a function of seed: too many ...
    """
    try:
        inspect.signature(function).bind(*arguments)
    except TypeError as problem:
        raise TypeError(
            f"{name} = {function!r} must be a function of {' and '.join(arguments)}: "
            f"{problem}"
        ) from problem
    except ValueError:  # a built-in one that has no signature
        return
