"""Rules on a plan's length: too long for the training, too short, over already."""

import math
from collections.abc import Iterator

import numpy as np

from helpers.arrays import Floats
from helpers.preview.facts import Facts
from helpers.preview.shape_rules import has_no_warmup
from helpers.preview.ways import Way, number_to_change
from helpers.schedules import column_rules
from helpers.schedules.words import number, percent

__all__ = [
    "begins_at_the_end",
    "counts_batches_and_not_moves",
    "ends_early",
    "is_over_early",
    "never_reaches_its_floor",
    "starts_anew_in_a_later_epoch",
]

LONG_AT_NOTHING = 0.1  # of the training, at a rate that hardly moves anything
LONG_AT_A_FLOOR = 0.75  # of the training
ABOUT = 0.03  # of a length


def ends_early(facts: Facts) -> Iterator[str]:
    """Training ends before half of the plan is done: epochs and steps are mixed up."""
    for way in facts.ways:
        early = way.covered < column_rules.HALF
        if early and _rest_matters(way, facts) and not _stretched(facts):
            yield column_rules.ends_early(*_in_short(way)) + _advice(way, facts)


def never_reaches_its_floor(facts: Facts) -> Iterator[str]:
    """Training ends before the plan does, though not by far."""
    for way in facts.ways:
        late = column_rules.HALF <= way.covered < column_rules.NEARLY
        if late and _rest_matters(way, facts) and not _stretched(facts):
            yield (
                column_rules.never_reaches_its_floor(*_in_short(way))
                + _advice(way, facts)
            )


def _in_short(way: Way) -> tuple[str, str, float, int, float, float]:
    return way.name, way.unit, way.length, way.stop, way.last, way.floor


def is_over_early(facts: Facts) -> Iterator[str]:
    """The rate has fallen to its floor, or to nothing, long before training ends."""
    rates = facts.column
    if not facts.whole or not facts.peak > 0 or _is_told_otherwise(facts):
        return
    at_floor, at_nothing = (
        len(rates) - _last_above(rates, bound) for bound in (rates[-1], facts.faint)
    )
    if at_nothing > LONG_AT_NOTHING * len(rates):
        left = at_floor if at_floor > LONG_AT_NOTHING * len(rates) else at_nothing
    elif (
        LONG_AT_A_FLOOR * len(rates) < at_floor < len(rates)
        and (rates[-at_floor:] == rates[-1]).all()
    ):
        left = at_floor
    else:
        return
    way, over = next(iter(facts.ways), None), len(rates) - left
    yield (
        f"{way.name if way else 'The rate'} is over after {percent(over / len(rates))} "
        f"of the training: from update {over} of {len(rates)} on the rate is "
        f"{number(rates[over])}{'' if rates[over] == rates[-1] else ' or less'}."
        f"{_advice(way, facts) if way else ''}"
    )


def _is_told_otherwise(facts: Facts) -> bool:
    """Tell whether another rule has the reason why a rate is over early."""
    others = _begins_at_the_end(facts) or _stretched(facts) or any(has_no_warmup(facts))
    return bool(facts.multiplying) or others


def _last_above(rates: Floats, bound: float) -> int:
    """Return the number of updates until the last rate above a bound."""
    above = np.flatnonzero(rates > bound)
    return int(above[-1]) + 1 if len(above) else 0


def begins_at_the_end(facts: Facts) -> Iterator[str]:
    """The optimizer has counted more updates than the plan has steps."""
    if _begins_at_the_end(facts):
        way = facts.ways[0]
        yield (
            f"{way.name} is over already: it takes {way.length} {way.unit}s, and the "
            f"optimizer has counted {way.begin} before, so that all rates are "
            f"{number(way.floor)}. Compile the model with a new optimizer, or make the "
            f"plan longer{_colon(number_to_change(way, way.stop))}."
        )


def starts_anew_in_a_later_epoch(facts: Facts) -> Iterator[str]:
    """A training goes on by its epochs, but the optimizer's count begins at 0."""
    first = facts.timing.initial_epoch
    for way in facts.ways:
        if first and not facts.start and way.unit == "update" and way.length:
            yield (
                f"fit begins in epoch {first}, but {way.name} at its first step: the "
                "optimizer has counted no update, as after a new compile, or where "
                "weights alone were loaded. Load the whole model, or set "
                f"optimizer.iterations to {first * facts.timing.steps_per_epoch}."
            )


def counts_batches_and_not_moves(facts: Facts) -> Iterator[str]:
    """With accumulation, a schedule counts batches, and RatePerUpdate moves."""
    if not _stretched(facts):
        return
    way, many = facts.ways[0], facts.accumulated
    counted = "batches" if facts.schedule is not None else "moves of the weights"
    ends = (
        f"is over after {percent(way.length / way.stop)} of the training"
        if facts.schedule is not None
        else f"ends at {percent(way.covered)} of its way"
    )
    yield (
        f"With gradient_accumulation_steps={many} the weights move once in {many} "
        f"batches. {way.name} counts {counted}, of which the training has {way.stop}, "
        f"and {ends}.{_advice(way, facts)}"
    )


def _stretched(facts: Facts) -> bool:
    """Tell whether a plan's length is wrong by the factor of the accumulation."""
    if facts.accumulated == 1 or not facts.ways or not facts.ways[0].length:
        return False
    way, many = facts.ways[0], facts.accumulated
    wrong = way.stop / many if facts.schedule is not None else way.stop * many
    return bool(abs(way.length - wrong) <= ABOUT * wrong + 1)


def _begins_at_the_end(facts: Facts) -> bool:
    ways = [way for way in facts.ways if way.unit == "update" and way.length]
    return any(0 < way.length <= way.begin for way in ways) and facts.start > 0


def _rest_matters(way: Way, facts: Facts) -> bool:
    """Tell whether much of the fall is still to come when training ends."""
    return column_rules.rest_matters(way.last, way.floor, facts.peak)


def _advice(way: Way, facts: Facts) -> str:
    """Say which number to change, and to what."""
    timing, length = facts.timing, way.length
    if way.is_column and way.unit == "epoch" and _is_about(length, timing.batches):
        return " It has a row for each update: give it to RatePerUpdate."
    if way.is_column and way.unit == "update" and _is_about(length, timing.epochs):
        return " It has a row for each epoch: give it to RatePerEpoch."
    change = number_to_change(way, way.stop)
    boundaries = way.numbers.get("boundaries") or [math.inf]
    if way.unit == "update" and max(boundaries) <= timing.epochs:
        in_updates = [timing.steps_per_epoch * epoch for epoch in boundaries]
        return f" {way.name} counts updates, not epochs. Write boundaries={in_updates}."
    if way.is_column:
        change = f"table(…, {way.stop})"
    elif not change:
        return f" Make it {way.stop} {way.unit}s long."
    counts = ""
    if way.unit == "update" and _is_about(length, timing.epochs):
        counts = f" {way.name} counts updates, not epochs."
    return f"{counts} Write {change}."


def _is_about(length: float, rows: int) -> bool:
    """Tell whether a column with so many rows may have this length."""
    return rows > 1 and abs(length - rows) <= 1


def _colon(text: str) -> str:
    return f": {text}" if text else ""
