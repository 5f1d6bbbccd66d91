"""What a ParamScheduler of fastai takes: functions of what is done of a training.

Where a part ends is found in float32.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from helpers.arrays import Floats
from helpers.checks import check_positive, check_rate
from helpers.schedules.readings.signatures import Library

__all__ = ["Curve", "combined", "constant", "cosine", "library", "two_waves"]

library: Library = Library("fastai", "2.8.12", takes_peak=True, knows_epochs=True)
"""The methods of a ``Learner`` that train, and what a ``ParamScheduler`` takes."""
library.refuses("lr_find", "it stops where the loss grows. Give a log")
library.refuses("ReduceLROnPlateau", "its rates depend on the losses. Give a log")


Curve: TypeAlias = Callable[[Floats], Floats]
"""A function of what is done of a training, from 0 to 1."""


def _curve(shape: Callable[[Floats], Floats], start: Any, end: Any) -> Curve:
    first, last = check_rate("start", start), check_rate("end", end)
    return lambda way: first + (last - first) * shape(way)


@library.reads("SchedLin")
def linear(start: Any, end: Any) -> Curve:
    """Go on a line."""
    return _curve(lambda way: way, start, end)


@library.reads("SchedCos")
def cosine(start: Any, end: Any) -> Curve:
    """Go on half a wave.

    >>> cosine(1.0, 0.0)(np.array([0.0, 0.5])).tolist()
    [1.0, 0.5]
    """
    return _curve(lambda way: (1 + np.cos(np.pi * (1 - way))) / 2, start, end)


@library.reads("SchedNo")
def constant(start: Any, end: Any) -> Curve:
    """Stay at the start.

    >>> constant(0.1, 0.1)(np.array([0.0, 0.5])).tolist()
    [0.1, 0.1]
    """
    return _curve(lambda way: np.zeros(way.shape), start, end)


@library.reads("SchedExp")
def exponential(start: Any, end: Any) -> Curve:
    """Go by equal factors."""
    first, last = check_positive("start", start), check_rate("end", end)
    return lambda way: first * (last / first) ** way


@library.reads("SchedPoly")
def polynomial(start: Any, end: Any, power: Any) -> Curve:
    """Go by a power of the way."""
    exponent = check_rate("power", power)
    return _curve(lambda way: way**exponent, start, end)


@library.reads("combine_scheds")
def combined(pcts: Any, scheds: Any) -> Curve:
    """Follow one curve after another, each for its share of the training.

    >>> curve = combined([0.5, 0.5], [linear(0.0, 1.0), constant(1.0, 1.0)])
    >>> curve(np.array([0.25, 0.75])).tolist()
    [0.5, 1.0]
    """
    if not isinstance(scheds, list | tuple) or not all(map(callable, scheds)):
        raise TypeError(f"scheds = {scheds!r} must be a list of schedules")
    if not isinstance(pcts, list | tuple) or len(pcts) != len(scheds):
        raise ValueError(f"pcts = {pcts!r} must be {len(scheds)} shares")
    shares = [check_rate(f"pcts[{i}]", share) for i, share in enumerate(pcts)]
    if sum(shares) != 1:
        raise ValueError(f"pcts = {pcts!r} must have the sum 1, not {sum(shares)!r}")
    turns = np.cumsum(np.array([0, *shares], np.float32), dtype=np.float32)

    def curve(way: Floats) -> Floats:
        at = way.astype(np.float32)
        part = np.searchsorted(turns, at, "right") - 1
        part = np.minimum(part, len(shares) - 1)
        rates = np.empty(way.shape)
        for index, each in enumerate(scheds):
            here = part == index
            length = turns[index + 1] - turns[index]
            rates[here] = each(((at[here] - turns[index]) / length).astype(float))
        return rates

    return curve


@library.reads("combined_cos")
def two_waves(pct: Any, start: Any, middle: Any, end: Any) -> Curve:
    """Go on half a wave from start to middle, and on another to the end.

    >>> two_waves(0.25, 0.0, 1.0, 0.5)(np.array([0.0, 0.25])).tolist()
    [0.0, 1.0]
    """
    share = check_rate("pct", pct, at_most=1)
    return combined([share, 1 - share], [cosine(start, middle), cosine(middle, end)])


@library.reads("slice")
def last_rate(start: Any, stop: Any = None) -> float:
    """Return the rate of the last group: the others have smaller ones."""
    return check_rate("stop", start if stop is None else stop)


@library.reads("ParamScheduler")
def of_parameters(scheds: Any) -> Curve | None:
    """Return the curve of the rate, if it is among those of other settings."""
    if not isinstance(scheds, dict):
        raise TypeError(f"scheds = {scheds!r} must be a dict")
    curve: Curve | None = scheds.get("lr")
    return curve
