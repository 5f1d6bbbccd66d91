"""Forms that PyTorch, PaddlePaddle and MMEngine share: a rate from the rate before.

Where others have changed the rate in between, or the step is not the next one, they go
on from what they find.
"""

from collections.abc import Sequence
from math import cos, floor, pi

__all__ = ["MODES", "on_cosine", "on_line", "on_parts", "on_triangle", "wave"]

MODES: tuple[str, ...] = ("triangular", "triangular2", "exp_range")
"""How the height of triangles changes from cycle to cycle."""


def wave(way: float) -> float:
    """Return half a wave from 1 at 0 to 0 at 1.

    >>> wave(0.5)
    0.5
    """
    return (1 + cos(pi * way)) / 2


def on_cosine(
    last: float, step: int, base: float, floor_rate: float, half: float
) -> float:
    """Return the rate of a step from the ``last`` one, on a wave with this half length.

    It scales what is above the floor. Where the last was the floor there is nothing to
    scale, and the first rise of the formula is added.

    >>> on_cosine(0.5, 3, base=1.0, floor_rate=0.0, half=4)  # doctest: +ELLIPSIS
    0.146...
    """
    if (step - 1 - half) % (2 * half) == 0:
        return last + (base - floor_rate) * wave(1 - 1 / half)
    ratio = (1 + cos(pi * step / half)) / (1 + cos(pi * (step - 1) / half))
    return floor_rate + ratio * (last - floor_rate)


def on_line(last: float, step: int, start: float, end: float, length: int) -> float:
    """Return the ``last`` rate times the ratio of two factors on a line.

    >>> on_line(0.1, 1, start=0.1, end=1.0, length=4)
    0.325
    """
    return last * (1 + (end - start) / (length * start + (step - 1) * (end - start)))


def on_parts(
    step: int, turns: Sequence[float], rates: Sequence[float], is_cosine: bool
) -> float:
    """Return the rate of a step between rates at 0 and at each turn, the last for ever.

    >>> on_parts(3, turns=[2, 4], rates=[0.0, 1.0, 0.5], is_cosine=False)
    0.75
    """
    part = next(
        (i for i, turn in enumerate(turns[:-1]) if step <= turn), len(turns) - 1
    )
    begin = turns[part - 1] if part else 0.0
    way = (step - begin) / (turns[part] - begin)
    start, end = rates[part], rates[part + 1]
    if is_cosine:
        return end + (start - end) * wave(way)
    return start + (end - start) * way


def on_triangle(
    step: int, up: float, down: float, mode: str = "triangular", gamma: float = 1.0
) -> float:
    """Return how high a step is on triangles, from 0 to 1.

    >>> [on_triangle(step, up=2, down=2, mode="triangular2") for step in (1, 2, 6)]
    [0.5, 1.0, 0.5]
    """
    whole = up + down
    cycle = floor(1 + step / whole)
    place, turn = 1 + step / whole - cycle, up / whole
    height = place / turn if place <= turn else (place - 1) / (turn - 1)
    scales = {"triangular2": 0.5 ** (cycle - 1), "exp_range": gamma**step}
    return height * scales.get(mode, 1.0)
