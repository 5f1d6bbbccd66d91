"""Where a loss along a step comes back to its first value, from a few evaluations."""

import math
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["FAR", "PASSES", "critical_multiple"]

PASSES = 9
"""The most forward passes of one reading, that of the loss before the step included."""

FAR = 1000.0
"""How many times the step, or what part of it, is looked at."""

NARROW = 1.1  # the ratio of two multiples that enclose the critical one well enough
BEYOND = 1.04  # by how much a guess is exceeded, so that it lies on the other side
WIDE = 4.0  # two that enclose it too widely for a straight line
LEAP = 64.0  # the most by which one multiple exceeds another
NOISE = 1e-6  # of the loss: a smaller rise may be the rounding of float32


@dataclass(frozen=True)
class _Point:
    """A multiple of the step, and the rise of the loss over it."""

    at: float
    slope: float


def critical_multiple(loss_at: Callable[[float], float], guess: float = 0.0) -> float:
    """Return the multiple of a step at which the loss is again what it was before.

    ``loss_at(s)`` is the loss after s times the step. A smaller multiple than the
    result lowers the loss, a larger one raises it. ``guess``, if above 0, is what is
    expected, and saves evaluations. There are at most ``PASSES``, and mostly five.

    The result is inf if the loss does not rise even at ``FAR`` times the step, 0 if it
    rises at once, as far as a ``FAR``-th of the step and float32 can tell, and nan if
    the loss before the step is not finite.
    After the step a loss that is not finite has risen.

    On a parabola, L(s) = L(0) − a s + b s², the result is a/b. The rise over s is a
    straight line then, and its root is followed, in a bracket that is never left.

    >>> critical_multiple(lambda s: 5 - 3 * s + 0.5 * s**2)
    6.0
    >>> critical_multiple(lambda s: -s)
    inf
    """
    first = loss_at(0.0)
    if not math.isfinite(first):
        return math.nan
    noise = NOISE * abs(first)
    falling: list[_Point] = []
    risen: list[_Point] = []
    at = min(max(guess, 1 / FAR), FAR) if guess > 0 else 1.0
    growth = 1.08 if guess > 0 else 2.0
    was_low = False
    for _ in range(PASSES - 1):
        rise = loss_at(at) - first
        uphill = len(risen) > 1 and not falling  # then a fall has to be one
        if rise <= (0 if uphill else noise):
            falling.append(_Point(at, min(rise / at, 0.0)))
        else:
            risen.append(_Point(at, rise / at if math.isfinite(rise) else math.inf))
        if falling and risen:
            low, high = falling[-1], risen[-1]
            if high.at <= NARROW * low.at:
                break
            repeated = at == low.at if was_low else at == high.at
            was_low = at == low.at
            at = _between(low, high, was_low, high.at > WIDE * low.at and repeated)
        elif falling:
            if at >= FAR:
                return math.inf
            at = min(_farther(falling, growth), FAR)
        else:
            # nearer than this, rounding could hide a rise as steep as the others
            nearest = 3 * noise / max(point.slope for point in risen)
            nearest = max(1 / FAR, nearest if len(risen) > 1 else 0.0)
            if at <= nearest:
                return 0.0
            at = max(_nearer(risen, growth), nearest)
    if not (falling and risen):
        return 0.0 if risen else math.inf
    return _within(falling[-1], risen[-1], _root(falling[-1], risen[-1]))


def _between(low: _Point, high: _Point, was_low: bool, stuck: bool) -> float:
    """Return a multiple within the bracket that should make it narrow."""
    root = _root(low, high)
    if stuck:
        root = math.inf
    elif high.at < root * BEYOND * 1.01:
        root /= BEYOND
    elif low.at > root / BEYOND / 1.01 or was_low:
        root *= BEYOND
    else:
        root /= BEYOND
    return _within(low, high, root)


def _within(low: _Point, high: _Point, at: float) -> float:
    """Return a multiple if it is in the bracket, otherwise the bracket's middle."""
    return at if low.at <= at <= high.at else math.sqrt(low.at * high.at)


def _farther(falling: list[_Point], growth: float) -> float:
    """Return a larger multiple, at which the loss should have risen."""
    last = falling[-1].at
    if len(falling) == 1:
        return last * growth
    return min(max(BEYOND * _root(*falling[-2:]), last * _least(falling)), last * LEAP)


def _nearer(risen: list[_Point], growth: float) -> float:
    """Return a smaller multiple, at which the loss should not have risen yet."""
    last = risen[-1].at
    if len(risen) == 1:
        return last / growth
    root = _root(*risen[-2:])
    if root <= 0:
        return 0.0  # uphill, as far as a straight line tells
    return max(min(root / BEYOND, last / _least(risen)), last / LEAP)


def _least(points: list[_Point]) -> float:
    """Return the ratio to go on by at least, the larger the more points there are."""
    return min(max(1.02, 4.0 ** (len(points) - 2)), LEAP)


def _root(one: _Point, other: _Point) -> float:
    """Return where the straight line through two points is 0, inf if it is nowhere."""
    steepness = (other.slope - one.slope) / (other.at - one.at)
    if not (math.isfinite(steepness) and steepness > 0):
        return math.inf
    return one.at - one.slope / steepness
