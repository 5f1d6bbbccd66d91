"""Averages of a network's weights over its steps, by a column of averaging weights.

After step t an average moves from where it is towards the network's weights θ,

    average ← average + c_t · (θ − average),

and c is a column of averaging weights, one per step, from 0 to 1. 0 leaves the average
as it is, 1 starts it again with the weights of that step. Before anything is added, an
average is the network as it was before the first step.
"""

import numpy as np

from helpers.arrays import ArrayLike, Floats
from helpers.checks import check_count, check_rate

__all__ = ["check_averaging_weights", "exponential_average", "tail_average"]


def tail_average(steps: int, last: int, every: int = 1) -> Floats:
    """Return the column whose average is the mean over the ``last`` of the ``steps``.

    float64 of shape ``(steps,)``: 0, then 1, 1/2, 1/3, …, 1/last. With ``last`` equal
    to ``steps`` it is the average of Polyak and Juditsky (1992). With ``every`` = k
    above 1 it is the mean over the last step and each k-th before it. ``last`` is from
    1 to ``steps`` and ``every`` from 1 to ``last``, or ValueError.

    >>> tail_average(steps=6, last=4).round(2).tolist()
    [0.0, 0.0, 1.0, 0.5, 0.33, 0.25]
    >>> tail_average(steps=6, last=4, every=2).tolist()
    [0.0, 0.0, 0.0, 1.0, 0.0, 0.5]
    """
    check_count("last", last, at_most=check_count("steps", steps))
    check_count("every", every, at_most=last)
    added = np.arange(steps - 1, steps - 1 - last, -every)[::-1]
    averaging_weights = np.zeros(steps)
    averaging_weights[added] = 1 / np.arange(1, len(added) + 1)
    return averaging_weights


def exponential_average(steps: int, momentum: float, every: int = 1) -> Floats:
    """Return the column of an exponential moving average, float64 ``(steps,)``.

    With 1 − momentum at each step it is the average of Keras's ``use_ema=True,
    ema_momentum=momentum``. With ``every`` = k above 1 only each k-th step is added,
    with the weight of k steps, 1 − momentumᵏ, which takes a k-th of the time. The
    average starts with the first step that is added. ``momentum`` is from 0 to 1.

    >>> exponential_average(steps=4, momentum=0.75).tolist()
    [1.0, 0.25, 0.25, 0.25]
    >>> exponential_average(steps=4, momentum=0.5, every=2).tolist()
    [0.0, 1.0, 0.0, 0.75]
    """
    check_rate("momentum", momentum, at_most=1)
    check_count("every", every, at_most=check_count("steps", steps))
    added = np.arange(1, steps + 1) % every == 0
    averaging_weights = np.where(added, 1 - momentum**every, 0.0)
    averaging_weights[every - 1] = 1.0
    return averaging_weights


def check_averaging_weights(name: str, column: ArrayLike, steps: int) -> Floats:
    """Return a column of averaging weights as float64 of shape ``(steps,)``.

    Any other shape, or a number that is not from 0 to 1, raises ValueError.

    >>> check_averaging_weights("averages['late']", [0, 0, 1], steps=3).tolist()
    [0.0, 0.0, 1.0]
    """
    given = np.asarray(column)
    if given.dtype.kind not in "iuf" or given.shape != (steps,):
        raise ValueError(
            f"{name} must be a column of {steps} numbers, as the rates are, "
            f"not {given.dtype} of shape {given.shape}"
        )
    wrong = ~((given >= 0) & (given <= 1))
    if wrong.any():
        row = int(np.argmax(wrong))
        raise ValueError(f"{name}[{row}] = {given[row]} must be from 0 to 1")
    return given.astype(np.float64)
