"""Averages of a network's weights: a column says how much each step adds to one.

After step t an average moves from where it is towards the weights θ of that step,

    average ← average + c_t · (θ − average),

and c is a column of shares, one per step: 0 leaves the average as it is, 1 begins anew
with the weights of that step. An average that nothing has been added to is the network
as it began.
"""

import numpy as np

from helpers.checks import check_count, check_rate


def tail_average(steps, last, every=1):
    """Return the column whose average is the mean over the ``last`` of the ``steps``.

    float64 of shape ``(steps,)``: 0, then 1, 1/2, 1/3, …, 1/last. With ``last`` equal
    to ``steps`` it is the average of Polyak and Juditsky (1992). With ``every`` = k
    above 1 it is the mean over the last step and each k-th before it.
    """
    check_count("last", last, at_most=check_count("steps", steps))
    check_count("every", every, at_most=last)
    added = np.arange(steps - 1, steps - 1 - last, -every)[::-1]
    shares = np.zeros(steps)
    shares[added] = 1 / np.arange(1, len(added) + 1)
    return shares


def exponential_average(steps, momentum, every=1):
    """Return the column of an exponential moving average, float64 ``(steps,)``.

    With a share of 1 − momentum at each step it is the average of Keras's
    ``use_ema=True, ema_momentum=momentum``. With ``every`` = k above 1 only each k-th
    step is added, with the share of k steps, 1 − momentumᵏ, which costs a k-th.
    Either begins with the first step that is added, as it is.
    """
    check_rate("momentum", momentum, at_most=1)
    check_count("every", every, at_most=check_count("steps", steps))
    added = np.arange(1, steps + 1) % every == 0
    shares = np.where(added, 1 - momentum**every, 0.0)
    shares[every - 1] = 1.0
    return shares


def check_shares(name, column, steps):
    """Return a column of shares as float64 of shape ``(steps,)``, or raise."""
    shares = np.asarray(column)
    if shares.dtype.kind not in "iuf" or shares.shape != (steps,):
        raise ValueError(
            f"{name} must be a column of {steps} numbers, as the rates are, "
            f"not {shares.dtype} of shape {shares.shape}"
        )
    wrong = ~((shares >= 0) & (shares <= 1))
    if wrong.any():
        row = int(np.argmax(wrong))
        raise ValueError(f"{name}[{row}] = {shares[row]} must be from 0 to 1")
    return shares.astype(np.float64)
