"""Traps of other libraries: calls that run without an error, and what they do.

The rates of each are those of the real library; the rows of ``traps.csv`` hold them.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from helpers.arrays import Floats
from helpers.schedules.columns import Schedule, table
from helpers.schedules.readings import reading

__all__ = ["Trap", "traps"]

FILE = Path(__file__).with_suffix(".csv")


@dataclass(frozen=True)
class Trap:
    """A call of a library, the rates of its first updates, and a sentence on them.

    ``peak`` is the rate of the optimizer and ``steps_per_epoch`` the number of updates
    in an epoch, each None where the call needs none.

    >>> trap = traps()[0]
    >>> trap.call, trap.rates[:2], trap.column[:2].round(6).tolist()
    ('CosineDecay(0.1, 8, warmup_steps=4)', (0.1, 0.096194), [0.1, 0.096194])
    """

    library: str
    call: str
    peak: float | None
    steps_per_epoch: int | None
    rates: tuple[float, ...]
    what: str

    @property
    def schedule(self) -> Schedule:
        """The call as it is read."""
        return reading(
            self.library,
            self.call,
            peak=self.peak,
            steps_per_epoch=self.steps_per_epoch,
        )

    @property
    def column(self) -> Floats:
        """As many rates as ``rates`` has, computed: they agree but for rounding."""
        return table(self.schedule, len(self.rates))


@cache
def traps() -> list[Trap]:
    """Return all traps, by library.

    >>> len(traps()) > 15
    True
    """
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            Trap(
                row["library"],
                row["call"],
                float(row["peak"]) if row["peak"] else None,
                int(row["steps_per_epoch"]) if row["steps_per_epoch"] else None,
                tuple(map(float, row["rates"].split())),
                row["what"],
            )
            for row in csv.DictReader(file)
        ]
