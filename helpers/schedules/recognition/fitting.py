"""Least squares: the numbers of a form with which it comes closest to a log."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from helpers.arrays import Floats
from helpers.schedules.columns import Schedule
from helpers.schedules.recognition.logs import Log
from helpers.schedules.recognition.rounding import to_digits

__all__ = ["RATES", "WITHIN", "Fit", "Values", "simplified"]

Values: TypeAlias = Mapping[str, float]
"""The numbers of a form, by name: rates, and counts of steps."""

RATES: frozenset[str] = frozenset({"peak", "start", "floor"})
"""The numbers that are rates; ``decline`` is a factor, all others count steps."""

WITHIN: float = 1.5
"""How many halves of a last digit a schedule that fits may be off.

One is due to the rounding, and the rest to numbers that were made round.
"""

FACTORS = frozenset({"decline", "factor"})
EVENLY = 0.1  # of the largest tolerance: no row weighs more than one with this
NEAR = 1e4  # tolerances: then all rows are weighed as they are
CALLS = 60
ROWS = 4000  # that are fitted; all are looked at in the end
FAR = 30  # tolerances: so far a count is not moved to be round
DIGITS = 6  # of a number that was found
FEW = 4  # digits, for one that is only near


@dataclass(frozen=True)
class Fit:
    """A form with its numbers, beside a log.

    ``curve`` returns the rates of the log's rows for any values, whole or not, and
    ``build`` a schedule for those of which counts are whole; it raises ValueError where
    there is none. ``fixed`` names the values that are not fitted.

    >>> from helpers.schedules import linear
    >>> log = Log(np.arange(9), np.linspace(0.1, 0.02, 9))
    >>> fit = Fit(
    ...     log,
    ...     lambda v, steps: v["peak"] * (1 - steps / v["fall"]),
    ...     lambda v: linear(v["peak"], int(v["fall"])),
    ...     {"peak": 0.3, "fall": 30.0},
    ... ).fitted()
    >>> {name: round(value, 6) for name, value in fit.values.items()}
    {'peak': 0.1, 'fall': 10.0}
    >>> str(simplified(fit).schedule.call), fit.fits
    ('linear(peak=0.1, steps=10)', True)
    """

    log: Log
    curve: Callable[[Values, Floats], Floats]
    build: Callable[[Values], Schedule]
    values: Values
    fixed: frozenset[str] = frozenset()

    @property
    def rates(self) -> Floats:
        """The rates of the log's rows."""
        return self.curve(self.values, self.log.steps.astype(np.float64))

    @property
    def fits(self) -> bool:
        """Whether it is what the log shows, within its rounding."""
        return self.log.off(self.rates) <= WITHIN

    @property
    def schedule(self) -> Schedule:
        """The schedule with these values."""
        return self.build(self.values)

    def fitted(self) -> "Fit":
        """Return it with those values, of all that are not fixed, that come closest."""
        # SciPy's optimizers take longer to import than to use: who fits nothing
        # does without.
        from scipy.optimize import least_squares

        free = [name for name in self.values if name not in self.fixed]
        if not free:
            return self
        every = slice(None, None, -(-len(self.log.steps) // ROWS))
        steps = self.log.steps[every].astype(np.float64)
        if len(steps) < len(free):
            return self
        largest = self.log.largest or 1.0
        unit = np.array([largest if name in RATES else 1.0 for name in free])
        tolerance = self.log.tolerance[every]

        def with_free(numbers: Floats) -> Values:
            return {
                **self.values,
                **dict(zip(free, (numbers * unit).tolist(), strict=True)),
            }

        def errors(numbers: Floats) -> Floats:
            seen = self.curve(with_free(numbers), steps)
            return (seen - self.log.rates[every]) / weighed

        def beyond(numbers: Floats) -> Floats:
            off = errors(numbers)
            return np.sign(off) * np.maximum(np.abs(off) - 1, 0)

        def closest(errors: Callable[[Floats], Floats], accuracy: float) -> Floats:
            return least_squares(
                errors,
                found,
                method="lm",
                x_scale="jac",
                ftol=accuracy,
                xtol=accuracy,
                max_nfev=CALLS,
            ).x

        found = np.array([self.values[name] for name in free]) / unit
        weighed = tolerance
        if np.abs(errors(found)).max() > NEAR:
            # Small rates have small tolerances: far from a fit they say too much.
            weighed = np.maximum(tolerance, EVENLY * tolerance.max())
            found = closest(errors, 1e-8)
            weighed = tolerance
        if np.abs(errors(found)).max() < NEAR:
            found = closest(errors, 1e-12)
        # Equal rates are rounded the same way: their errors do not even out.
        if 1 < np.abs(errors(found)).max() < NEAR:
            found = closest(beyond, 1e-8)
        values = with_free(found) if np.isfinite(found).all() else self.values
        return replace(self, values=values)

    def shortened(self) -> "Fit":
        """Return it with rates of few digits, for one that does not fit anyway."""
        rates = RATES & set(self.values)
        short = {name: float(to_digits(self.values[name], FEW)) for name in rates}
        return replace(self, values={**self.values, **short})

    def having(self, **values: float) -> "Fit":
        """Return it fitted once more, with some values fixed."""
        fixed = self.fixed | set(values)
        return replace(self, values={**self.values, **values}, fixed=fixed).fitted()


def simplified(fit: Fit, counts: Iterable[str] | None = None) -> Fit:
    """Return a fit with round numbers, as far as it stays within the log's rounding.

    Counts of steps become whole in any case, so that there is a schedule.
    """
    named = [name for name in fit.values if name not in RATES | FACTORS]
    for name in named if counts is None else counts:
        if name not in fit.fixed:
            fit = _with_round_count(fit, name)
    for name in fit.values:
        if name in RATES | FACTORS:
            fit = _with_round_number(fit, name)
    return fit


def _with_round_count(fit: Fit, name: str) -> Fit:
    value = fit.values[name]
    nearest = float(max(round(value), 0))
    for digits in (1, 2, 3):
        rounder = float(to_digits(value, digits))
        if not rounder.is_integer() or rounder == nearest:
            continue
        tried = replace(fit, values={**fit.values, name: rounder})
        if fit.log.off(tried.rates) < FAR:
            tried = tried.having(**{name: rounder})
            if tried.fits:
                return tried
    return fit.having(**{name: nearest})


def _with_round_number(fit: Fit, name: str) -> Fit:
    nothing = [] if name == "peak" else [0.0]
    rounded = (to_digits(fit.values[name], d) for d in range(1, DIGITS + 1))
    for value in (*nothing, *map(float, rounded)):
        tried = replace(fit, values={**fit.values, name: value})
        if tried.fits:
            return tried
    return fit
