"""Where a straight fall ends, which its log may not show."""

from collections.abc import Iterable, Iterator

from helpers.schedules.column_rules import HALF
from helpers.schedules.recognition.fitting import Fit, simplified
from helpers.schedules.recognition.rounding import digits_of

__all__ = ["COUNTS", "with_an_end"]

COUNTS: tuple[str, ...] = ("warmup", "stable", "fall")
"""The lengths of a hump's parts, in the order in which they become whole."""

ROUND = 2  # digits of a floor's share of the peak
PLACES = 3
ENDS = 10  # between two rows that are tried
FAR = 20  # halves of a last digit: another peak won't help


def with_an_end(fit: Fit) -> Fit:
    """Return a straight fall with the floor that it may have.

    A line does not show where it ends. If at the log's end it has come to 0, or to a
    round share of its peak that is at most a half, it was made for that; else it ends
    at 0, behind the log.
    """
    log, begin = fit.log, fit.values["warmup"] + fit.values["stable"]
    to_nothing = simplified(fit, COUNTS)
    end = begin + fit.values["fall"]
    mostly_gone = begin + HALF * fit.values["fall"] <= log.last + log.gap
    if to_nothing.fits and (end <= log.last + log.gap or not mostly_gone):
        return to_nothing
    usual = (log.last + log.gap, log.last + log.gap - 1, log.last + 1, log.last)
    others = range(log.last + log.gap, log.last, -max(log.gap // ENDS, 1))
    fall = to_nothing.values["fall"]
    is_round = min(digits_of(fall), digits_of(begin + fall)) <= ROUND
    digits = 1 if to_nothing.fits and is_round else ROUND
    shares = [*_shares(fit, begin, usual, ROUND), *_shares(fit, begin, others, digits)]
    for _, share, end in sorted(dict.fromkeys(shares), key=lambda one: one[0]):
        ending = _with_share(fit, share, end - round(begin))
        if ending.fits:
            return ending
    return to_nothing


def _shares(
    fit: Fit, begin: float, ends: Iterable[int], digits: int
) -> Iterator[tuple[int, float, int]]:
    """Return shares of the peak to which a fall has come at some ends, if round.

    Each comes behind the number of its decimals.
    """
    blur = FAR * float(fit.log.tolerance.max()) / fit.log.largest
    for end in ends:
        exact = 1 - (end - begin) / fit.values["fall"]
        for places in range(PLACES + 1):
            share = round(exact, places)
            is_new = places == 0 or share != round(exact, places - 1)
            is_near = 0 <= share < 1 and abs(share - exact) <= blur
            if is_new and is_near and digits_of(share) <= digits:
                yield places, share, end


def _with_share(fit: Fit, share: float, fall: int) -> Fit:
    """Return it with a floor that is a share of the peak, where that is found again."""
    for _ in range(2):
        fit = fit.having(floor=share * fit.values["peak"], fall=float(fall))
        if fit.log.off(fit.rates) > FAR:
            return fit
    return simplified(fit, COUNTS) if fit.fits else fit
