"""From the call of a schedule to its parts, by a reader for each function."""

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.arrays import ArrayLike
from helpers.schedules.calls import call_of
from helpers.schedules.programs.parts import Curve, Cycles, Drops, Fall, Hold, Parts

__all__ = ["parts_of"]


def parts_of(schedule: Any) -> Parts | None:
    """Return the parts of a schedule of the family, or None for any other.

    >>> from helpers.schedules import linear
    >>> parts_of(linear(peak=0.1, steps=10, endpoint=True)).body
    Fall(curve='line', hold=0, span=9, floor=0.0)
    """
    call = call_of(schedule)
    return None if call is None else READERS[call.name](**call.arguments)


def _constant(rate: float) -> Parts:
    return Parts(float(rate), Hold())


def _step_decay(peak: float, boundaries: ArrayLike, factor: float) -> Parts:
    edges = tuple(np.asarray(boundaries, np.int64).tolist())
    drops = Drops(edges, float(factor))
    return Parts(float(peak), drops if edges and factor != 1 else Hold())


def _linear(peak: float, steps: int, floor: float, endpoint: bool) -> Parts:
    return _fall("line", peak, 0, steps, floor, endpoint)


def _cosine(peak: float, steps: int, floor: float, endpoint: bool) -> Parts:
    return _fall("wave", peak, 0, steps, floor, endpoint)


def _cosine_restarts(
    peak: float,
    steps: int,
    cycles: int,
    floor: float,
    cycle_multiplier: int,
    peak_multiplier: float,
    endpoint: bool,
) -> Parts:
    if cycles == 1 or floor == peak:
        return _cosine(peak, steps, floor, endpoint)
    shares = [int(cycle_multiplier) ** cycle for cycle in range(cycles)]
    ends = [int(steps) * sum(shares[:so_far]) for so_far in range(cycles + 1)]
    lengths = np.diff([end // sum(shares) for end in ends]).tolist()
    body = Cycles(tuple(lengths), float(floor), float(peak_multiplier), bool(endpoint))
    return Parts(float(peak), body)


def _with_warmup(schedule: Any, warmup: int, start: float) -> Parts | None:
    after = parts_of(schedule)
    return None if after is None else after.below("line", start, int(warmup))


def _warmup_stable_decay(
    peak: float,
    steps: int,
    warmup: int,
    decay: int,
    floor: float,
    start: float,
    endpoint: bool,
) -> Parts:
    hold = steps - warmup - decay
    after = _fall("line", peak, hold, decay, floor, endpoint)
    return after.below("line", start, int(warmup))


def _one_cycle(
    peak: float,
    steps: int,
    warmup: int,
    start: float | None,
    floor: float | None,
    endpoint: bool,
) -> Parts:
    start = peak / 25 if start is None else start
    floor = start / 1e4 if floor is None else floor
    after = _fall("wave", peak, 0, steps - warmup, floor, endpoint)
    return after.below("wave", start, int(warmup))


def _fall(
    curve: Curve, peak: float, hold: int, steps: int, floor: float, endpoint: bool
) -> Parts:
    if floor == peak:
        return _constant(peak)
    span = int(steps) - bool(endpoint)
    return Parts(float(peak), Fall(curve, int(hold), span, float(floor)))


READERS: dict[str, Callable[..., Parts | None]] = {
    "constant": _constant,
    "cosine": _cosine,
    "cosine_restarts": _cosine_restarts,
    "linear": _linear,
    "one_cycle": _one_cycle,
    "step_decay": _step_decay,
    "warmup_stable_decay": _warmup_stable_decay,
    "with_warmup": _with_warmup,
}
