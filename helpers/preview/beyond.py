"""What rates without an end would do, if training went on and on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from helpers.arrays import Floats, Ints

__all__ = ["Beyond"]

LONGER = 2**20  # times the training
LOOKS = 400


@dataclass(frozen=True)
class Beyond:
    """Rates at steps after the training, each a little later than the one before.

    ``numbers`` has what can be changed, by name.

    >>> beyond = Beyond.of(lambda steps: np.minimum(steps / 4000, 4000 / steps), 200)
    >>> beyond.is_hill, round(beyond.peak, 1)
    (True, 1.0)
    """

    steps: Ints
    rates: Floats
    numbers: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls, rates_at: Callable[[Ints], Floats], stop: int, schedule: Any = None
    ) -> "Beyond":
        """Look at a function of the step, which training uses up to ``stop``."""
        last = min(stop * LONGER, 2**30)
        steps = np.unique(np.geomspace(stop, last, LOOKS).astype(np.int64))
        return cls(steps, rates_at(steps), getattr(schedule, "__dict__", {}))

    @property
    def peak(self) -> float:
        """The largest rate; NaN if some rate is no number."""
        return float(self.rates.max())

    @property
    def is_hill(self) -> bool:
        """Whether the rates rise, and fall again."""
        return bool(self.rates[0] < self.peak > self.rates[-1])

    def first_below(self, rate: float) -> int | None:
        """Return the first step at which the rate is so small, None if none is.

        >>> Beyond(np.array([1, 2, 4]), np.array([0.3, 0.2, 0.1])).first_below(0.2)
        2
        """
        below = np.flatnonzero(self.rates <= rate)
        return int(self.steps[below[0]]) if len(below) else None
