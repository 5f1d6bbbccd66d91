"""The schedules of a hump's parts: what is called, once all numbers are known."""

from dataclasses import dataclass

import numpy as np

from helpers.schedules.columns import Schedule
from helpers.schedules.decays import cosine, linear
from helpers.schedules.recognition.fitting import Values
from helpers.schedules.recognition.logs import Log
from helpers.schedules.recognition.rounding import digits_of
from helpers.schedules.warmups import one_cycle, warmup_stable_decay, with_warmup

__all__ = ["ONE_CYCLE_FALL", "ONE_CYCLE_RISE", "Parts"]

ONE_CYCLE_RISE: float = 25
"""The peak of a cycle over its start, where that is not given."""

ONE_CYCLE_FALL: float = 1e4
"""The start of a cycle over its floor, where that is not given."""

TINY = 1e-280  # a rate above 0
SAME = 1e-9
LOW = ("start", "floor")  # rates up to the peak


@dataclass(frozen=True)
class Parts:
    """The numbers of a hump, brought into their range.

    >>> log = Log(np.arange(3), np.array([0.4, 0.2, 0.0]))
    >>> values = {"start": 0, "warmup": 0, "peak": 0.4, "stable": 0, "fall": 2}
    >>> str(Parts.of({**values, "floor": -1e-9}, log).linear().call)
    'linear(peak=0.4, steps=3, endpoint=True)'
    """

    peak: float
    start: float
    floor: float
    warmup: int
    stable: int
    fall: int
    endpoint: bool

    @classmethod
    def of(cls, values: Values, log: Log) -> "Parts":
        """Round the counts, and say how the last step is counted.

        A column whose last step is the first at the floor was made to end so, unless
        the length is rounder without.
        """
        peak = max(values["peak"], TINY)
        start, floor = (float(np.clip(values[name], 0, peak)) for name in LOW)
        warmup, stable = (max(round(values[name]), 0) for name in ("warmup", "stable"))
        fall = max(round(values["fall"]), 1)
        end = warmup + stable + fall
        ends_there = log.gap == 1 and end == log.last
        endpoint = ends_there and digits_of(end + 1) <= digits_of(end)
        return cls(peak, start, floor, warmup, stable, fall, endpoint)

    def linear(self) -> Schedule:
        """Return a straight fall behind a warm-up."""
        steps = self.fall + self.endpoint
        return self._warmed(linear(self.peak, steps, self.floor, self.endpoint))

    def cosine(self) -> Schedule:
        """Return a fall on half a wave behind a warm-up."""
        steps = self.fall + self.endpoint
        return self._warmed(cosine(self.peak, steps, self.floor, self.endpoint))

    def warmup_stable_decay(self) -> Schedule:
        """Return a rise, a stay and a fall, all straight."""
        return warmup_stable_decay(
            self.peak,
            self.warmup + self.stable + self.fall + self.endpoint,
            self.warmup,
            self.fall + self.endpoint,
            self.floor,
            self.start,
            self.endpoint,
        )

    def one_cycle(self) -> Schedule:
        """Return a rise and a fall on half waves."""
        usual = bool(np.isclose(self.start, self.peak / ONE_CYCLE_RISE, SAME, 0))
        below = bool(np.isclose(self.floor, self.start / ONE_CYCLE_FALL, SAME, 0))
        return one_cycle(
            self.peak,
            self.warmup + self.fall + self.endpoint,
            self.warmup,
            None if usual else self.start,
            None if usual and below else self.floor,
            self.endpoint,
        )

    def _warmed(self, fall: Schedule) -> Schedule:
        return with_warmup(fall, self.warmup, self.start) if self.warmup else fall
