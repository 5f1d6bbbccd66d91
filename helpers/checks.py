"""Checks at the door: an argument is right, or an error names it."""

import inspect
import math
import numbers

import numpy as np

LARGEST_STEP = 2**53


def check_rate(name, value, at_least=0.0, at_most=math.inf):
    """Return ``value`` as a float if it is a finite number in the range."""
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


def check_positive(name, value, at_most=math.inf):
    """Return ``value`` as a float if it is a finite number above 0."""
    if check_rate(name, value, at_most=at_most) == 0:
        raise ValueError(f"{name} = {value!r} must be above 0")
    return float(value)


def check_count(name, value, at_least=1, at_most=LARGEST_STEP):
    """Return ``value`` as an int if it is a whole number in the range."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Integral):
        raise TypeError(f"{name} = {value!r} must be a whole number (an int)")
    if not at_least <= value <= at_most:
        raise ValueError(f"{name} = {value!r} must be from {at_least} to {at_most}")
    return int(value)


def check_flag(name, value):
    """Return ``value`` as a bool if it is True or False."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} = {value!r} must be True or False")
    return bool(value)


def check_choice(name, value, allowed):
    """Return ``value`` if it is one of ``allowed``."""
    if value not in allowed:
        raise ValueError(f"{name} = {value!r} must be one of {allowed}")
    return value


def check_takes(name, function, *arguments):
    """Raise a TypeError unless a function can be called with these arguments."""
    try:
        inspect.signature(function).bind(*arguments)
    except TypeError as problem:
        raise TypeError(
            f"{name} = {function!r} must be a function of {' and '.join(arguments)}: "
            f"{problem}"
        ) from problem
    except ValueError:  # a function that does not tell what it takes
        return
