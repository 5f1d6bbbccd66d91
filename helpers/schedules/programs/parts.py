"""The parts of a schedule: rises, then a peak that is held, dropped, left or repeated.

Each library's calls are chosen by these parts, and so is the formula.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = [
    "Body",
    "Curve",
    "Cycles",
    "Drops",
    "Fall",
    "Hold",
    "Parts",
    "Rise",
]

Curve: TypeAlias = Literal["line", "wave"]
"""A straight line, or half a cosine wave."""


@dataclass(frozen=True)
class Rise:
    """From ``start`` to ``top`` in ``length`` steps."""

    curve: Curve
    start: float
    top: float
    length: int


@dataclass(frozen=True)
class Hold:
    """The peak, for ever."""


@dataclass(frozen=True)
class Drops:
    """The peak, multiplied by ``factor`` at each of the ``boundaries``."""

    boundaries: tuple[int, ...]
    factor: float


@dataclass(frozen=True)
class Fall:
    """The peak for ``hold`` steps, then down to ``floor``, reached ``span`` later."""

    curve: Curve
    hold: int
    span: int
    floor: float


@dataclass(frozen=True)
class Cycles:
    """Half waves from a peak to ``floor``, one behind the other.

    Each peak is ``factor`` times as far above the floor as the one before. With
    ``endpoint`` the last step of a cycle is at the floor.
    """

    lengths: tuple[int, ...]
    floor: float
    factor: float
    endpoint: bool

    @property
    def multiplier(self) -> int | None:
        """The whole number by which each is longer than the one before, if any is."""
        first, second = self.lengths[:2]
        multiplier = second // first
        grown = tuple(first * multiplier**cycle for cycle in range(len(self.lengths)))
        return multiplier if self.lengths == grown else None


Body: TypeAlias = Hold | Drops | Fall | Cycles
"""What comes after the rises, from the peak on."""


@dataclass(frozen=True)
class Parts:
    """A schedule as its parts: the rises in their order, and the body behind them.

    >>> Parts(peak=0.1, body=Hold()).below("line", start=0.0, length=10).first
    0.0
    """

    peak: float
    body: Body
    rises: tuple[Rise, ...] = ()

    @property
    def first(self) -> float:
        """The rate of step 0."""
        return self.rises[0].start if self.rises else self.peak

    @property
    def warmup(self) -> int:
        """The steps of all rises together."""
        return sum(rise.length for rise in self.rises)

    def below(self, curve: Curve, start: float, length: int) -> "Parts":
        """Return these parts behind one more rise."""
        if not length or not self.peak:
            return self
        rise = Rise(curve, float(start), self.first, length)
        return Parts(self.peak, self.body, (rise, *self.rises))
