"""Read a call of another library: the column of rates that its updates use."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.checks import check_count, check_rate
from helpers.schedules.columns import Schedule
from helpers.schedules.readings.libraries import LIBRARIES
from helpers.schedules.readings.signatures import Library, close_to
from helpers.schedules.readings.stepping import Optimizer, stepwise
from helpers.schedules.readings.text import rate_of_optimizer, understood

__all__ = ["readable", "reading"]


def reading(
    library: str,
    call: str,
    /,
    *,
    peak: float | None = None,
    names: Mapping[str, Any] | None = None,
    steps_per_epoch: int | None = None,
    **arguments: Any,
) -> Schedule:
    """Return the rates that a call of another library gives its updates.

    ``call`` is a text as it was written, in one line or several, or the name of a call
    whose ``arguments`` follow by name. A text is parsed and never evaluated; ``names``
    has the values of names in it, such as ``{"len(loader)": 391}``. The library needs
    not be installed; what can be read of which is said by ``readable``.

    ``peak`` is the rate of the optimizer that the call is given, whatever its name (of
    fastai's learner, too). It may be left out where a line of the text makes the
    optimizer with ``lr=…``, and must be for libraries whose schedules hold their rates
    themselves. Schedulers that are stepped once an epoch hold each rate for
    ``steps_per_epoch`` updates; without it they step after each update. fastai must
    know how many these are.

    The schedule goes on past its end as the library does. ``steps`` is its length where
    it has one. A call that can't be read, and arguments that are wrong, raise
    ValueError or TypeError, which name them.

    >>> from helpers.schedules import reading, table
    >>> text = "CosineAnnealingWarmRestarts(optimizer, T_0=2, T_mult=2)"
    >>> table(reading("PyTorch", text, peak=0.1), 6).round(4).tolist()
    [0.1, 0.05, 0.1, 0.0854, 0.05, 0.0146]
    >>> halving = reading("PyTorch", "StepLR", step_size=2, gamma=0.5, peak=0.8)
    >>> table(halving, 5).tolist()
    [0.8, 0.8, 0.4, 0.4, 0.2]
    >>> reading("PyTorch", "CosineAnealingLR(optimizer, 100)", peak=0.1)
    Traceback (most recent call last):
    ValueError: CosineAnealingLR of PyTorch can't be read (is it CosineAnnealingLR?)...
    """
    table_of = _library(library)
    if not isinstance(call, str):
        raise TypeError(f"call = {call!r} must be a text")
    is_name = all(part.isidentifier() for part in call.strip().split("."))
    if arguments and not is_name:
        raise TypeError(f"{min(arguments)} must stand in the text of the call")
    _check_given(table_of, peak, steps_per_epoch)
    if table_of.takes_peak and not is_name:
        peak = _agreed(peak, call)

    def start() -> Any:
        rate = math.nan if peak is None else float(peak)
        optimizer = Optimizer(rate, steps_per_epoch)

        def read(name: str, values: list[Any], named: dict[str, Any]) -> Any:
            _check_owner(table_of, name)
            return table_of.read(name, values, named, optimizer)

        if is_name:
            return read(call.strip().rpartition(".")[2], [], arguments)
        made = understood(call, names or {}, read)
        return made if table_of.finish is None else table_of.finish(made, optimizer)

    made = start()
    if hasattr(made, "step"):
        made = stepwise(start)
    if not isinstance(made, Schedule):
        raise ValueError(f"call = {call!r} must be a call that makes a schedule")
    if steps_per_epoch is not None and not table_of.knows_epochs:
        made = _held(made, steps_per_epoch)
    return _with_a_peak(made) if peak is None and table_of.takes_peak else made


def readable(library: str | None = None) -> dict[str, str]:
    """Return the calls of a library that can be read, with their arguments.

    Without ``library``: the names of the libraries, with the versions that were tried.

    >>> readable("PyTorch")["StepLR"]
    'optimizer, step_size, gamma, last_epoch'
    >>> readable()["PyTorch"]
    '2.13.0'
    """
    if library is None:
        return {name: each.version for name, each in LIBRARIES.items()}
    readers = _library(library).readers
    return {name: ", ".join(readers[name].parameters) for name in sorted(readers)}


def _library(name: str) -> Library:
    by_small_letters = {each.lower(): each for each in LIBRARIES}
    if not isinstance(name, str) or name.lower() not in by_small_letters:
        near = close_to(str(name), LIBRARIES)
        raise ValueError(
            f"library = {name!r} must be one of {', '.join(LIBRARIES)}{near}"
        )
    return LIBRARIES[by_small_letters[name.lower()]]


def _check_owner(library: Library, name: str) -> None:
    """Raise a ValueError for a call that only other libraries have."""
    if name in library.readers or name in library.refused:
        return
    owners = [each.name for each in LIBRARIES.values() if name in each.readers]
    if owners:
        raise ValueError(f"{name} is a call of {owners[0]}, not of {library.name}")


def _check_given(library: Library, peak: Any, steps_per_epoch: Any) -> None:
    """Raise TypeError or ValueError for what doesn't suit the library."""
    if peak is not None:
        check_rate("peak", peak)
        if not library.takes_peak:
            raise TypeError(
                f"peak = {peak!r} must be left out: schedules of {library.name} hold "
                "their rates themselves"
            )
    if steps_per_epoch is not None:
        check_count("steps_per_epoch", steps_per_epoch)
        if not (library.by_epoch or library.knows_epochs):
            raise TypeError(
                f"steps_per_epoch = {steps_per_epoch!r} must be left out: schedules of "
                f"{library.name} count updates"
            )


def _agreed(peak: float | None, text: str) -> float | None:
    """Return the rate of the optimizer, that is given or stands in the text."""
    try:
        written = rate_of_optimizer(text)
    except ValueError:  # several rates, of groups
        if peak is None:
            raise
        return peak
    if peak is None or written is None or peak == written:
        return written if peak is None else peak
    raise ValueError(f"peak = {peak!r} must be {written!r}, as it stands in the text")


def _held(schedule: Schedule, updates: int) -> Schedule:
    """Return a schedule that holds each rate for so many updates, an epoch."""
    steps = schedule.steps and schedule.steps * updates
    return Schedule(lambda step: schedule.formula(step // updates), steps)


def _with_a_peak(schedule: Schedule) -> Schedule:
    """Return a schedule that needs no rate of the optimizer, or ask for it."""

    def formula(step: Ints) -> Floats:
        rates = np.asarray(schedule.formula(step), np.float64)
        if np.isnan(rates).any():
            raise TypeError("peak = None must be the rate of the optimizer, a number")
        return rates

    formula(np.zeros(1, np.int64))
    return Schedule(formula, schedule.steps)
