"""What else there is to know of how a log was read."""

from collections.abc import Iterator

import numpy as np

from helpers.schedules.calls import call_of
from helpers.schedules.recognition.findings import Findings
from helpers.schedules.recognition.fitting import WITHIN
from helpers.schedules.recognition.logs import Log
from helpers.schedules.recognition.search import Found

__all__ = ["remarks_on"]


def remarks_on(known: Findings) -> Iterator[str]:
    """Return what else there is to know of how a log was read.

    >>> steps, rates = np.arange(3), np.array([0.1, np.nan, np.nan])
    >>> list(remarks_on(Findings(steps, rates, None, None)))
    ['2 rows hold no rate: left out.']
    """
    found = known.found
    out = int(np.sum(~(np.isfinite(known.rates) & (known.rates >= 0))))
    if out:
        rows = "A row holds" if out == 1 else f"{out} rows hold"
        yield f"{rows} no rate: left out."
    if found is not None and not found.fits and known.log is not None:
        yield from _on_few_rows(known, known.log)
    if found is not None and found.fits:
        yield from _on_a_line(known, found)
        yield from _on_a_warmup(known, found)
    if found is not None and found.fits and found.clock.first:
        yield f"The schedule's first step is the log's step {found.clock.first}."


def _on_a_line(known: Findings, found: Found) -> Iterator[str]:
    """A straight line that ends where the log does may have been made for longer."""
    call = call_of(found.schedule)
    inner = call_of(call.arguments.get("schedule")) if call is not None else None
    call = inner or call
    if call is None or call.name not in ("linear", "warmup_stable_decay"):
        return
    said = call.arguments
    share = said["floor"] / said["peak"]
    ended = found.schedule.steps is not None and known.own[-1] > found.schedule.steps
    if 0 < share < 1 and not ended:
        fall = said["decay" if "decay" in said else "steps"] - said["endpoint"]
        yield (
            "A straight line does not show where it would end: one down to 0 in about "
            f"{fall / (1 - share):.0f} steps has the same rates here."
        )


def _on_a_warmup(known: Findings, found: Found) -> Iterator[str]:
    """What comes after a warm-up is not seen."""
    call = call_of(found.schedule)
    if call is not None and known.own[-1] <= call.arguments.get("warmup", -1):
        yield "The log ends within the warm-up: it does not show what comes after it."


def _on_few_rows(known: Findings, log: Log) -> Iterator[str]:
    """With as many numbers as rows, nearly everything fits."""
    if log.off(known.seen) <= WITHIN:
        yield f"{len(log.steps)} rows are too few: other schedules have the same rates."
