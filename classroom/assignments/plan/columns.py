"""A column with a warm-up, and one with restarts: tasks 1 and 2 of *Plan it*."""

import math

import numpy as np

from classroom.assignments.plan.waves import fitted, waves
from classroom.assignments.questions import Point, Question, close, read_column
from helpers.schedules import cosine_restarts, table
from helpers.schedules.shapes import half_wave

LONGEST = 3  # times the updates, for a half cosine that is cut off
FEWEST_PART = 3  # of the rows: a fall without its warm-up has half of them or more


def sizes(random):
    """Draw three trainings: in one of them, no batch is smaller than the others."""
    drawn = []
    for left_over in (1, 0, 3):
        batch = int(random.integers(8, 40))
        images = batch * int(random.integers(4, 12)) + left_over
        drawn.append({"images": images, "batch": batch})
    return drawn


def draw_columns(random, student):
    """Return settings for a warm-up and a cosine."""
    return [
        size
        | {
            "epochs": int(random.integers(6, 12)),
            "warmup_epochs": int(random.integers(1, 4)),
            "peak": float(random.uniform(0.1, 0.5)),
            "floor_share": float(random.uniform(0.01, 0.09)),
        }
        for size in sizes(random)
    ]


def per_epoch(setting, rows):
    """Return the updates of an epoch, as the length of a student's column counts them.

    A student who forgets the smaller last batch of each epoch, or counts one too many,
    loses one point for it, and none for what follows from it.
    """
    own, rest = divmod(rows, setting["epochs"])
    exact = setting["images"] / setting["batch"]
    return own if not rest and own > 0 and abs(own - exact) <= 1 else math.ceil(exact)


def has_all_rows(setting, value):
    """Return whether there is one rate for each update."""
    return len(value) == asked_rows(setting)


def asked_rows(setting):
    """Return the number of updates."""
    return setting["epochs"] * math.ceil(setting["images"] / setting["batch"])


def warmup_ends(setting, rows):
    """Return the updates in which a warm-up may end, for a column of so many rows.

    Whoever does not round the updates of each epoch has others, whole ones or not.
    """
    epochs, exact = setting["warmup_epochs"], setting["images"] / setting["batch"]
    asked = [epochs * per_epoch(setting, rows), epochs * math.ceil(exact)]
    if not counts_parts(setting, rows):
        return asked
    return [exact * epochs, *rounded(exact * epochs), *asked]


def counts_parts(setting, rows):
    """Return whether there are as many rows as an epoch without rounding makes."""
    exact = setting["images"] / setting["batch"]
    return rows != asked_rows(setting) and rows in rounded(exact * setting["epochs"])


def rounded(number):
    """Return a number of updates, rounded in each way, up first."""
    return [math.ceil(number), math.floor(number)]


def warmup_end(setting, value):
    """Return the update in which the warm-up ends, None if it is not as asked for."""
    ends = warmup_ends(setting, len(value))
    return next((end for end in ends if is_rise(setting, value, end)), None)


def is_rise(setting, value, end):
    """Return whether rates rise on a line from 0 that is at the peak at this end."""
    peak, rows = setting["peak"], math.ceil(end)
    return close(value[:rows], peak * np.arange(rows) / max(1, end), peak)


def in_rates(setting, value):
    """Return a column as rates: shares of the peak have their own point."""
    has_shares = len(value) and close(value.max(keepdims=True), [1], 1)
    return setting["peak"] * value if has_shares else value


def warms_up(setting, value):
    """Return whether the rates rise from 0 towards the peak in the right updates.

    That the first rate after them is the peak is the cosine's.
    """
    if warmup_end(setting, in_rates(setting, value)) != warmup_end(setting, value):
        return "The rates are shares of the peak: none is multiplied by it."
    return warmup_end(setting, value) is not None


def own_waves(setting, value):
    """Return the half cosines that the column may be on after its warm-up.

    Where the warm-up is another one than asked for, which has its own point, they begin
    where the rates are at the peak. The peak may stand twice where there is a row too
    many.
    """
    value = in_rates(setting, value)
    if not enough_rows(setting, value):
        return []
    peak, end = setting["peak"], warmup_end(setting, value)
    if found := waves_with_parts(setting, value, end):
        return found
    tops = np.flatnonzero(np.isclose(value, peak, rtol=1e-5, atol=1e-6)).tolist()
    if end is None:
        starts = {*tops[:1], *tops[-1:]}
    else:
        starts = {end} if has_all_rows(setting, value) else {end, end + 1}
    asked = asked_rows(setting)
    long_enough = [start for start in sorted(starts) if len(value) - start >= asked / 4]
    return waves(value, peak, long_enough, LONGEST * asked)


def waves_with_parts(setting, value, end):
    """Return the half cosines of who counts parts of updates, in some places or all.

    They begin where the warm-up ends, if it is as asked for in any way.
    """
    exact = setting["images"] / setting["batch"]
    start = exact * setting["warmup_epochs"] if end is None else end
    lengths = {len(value) - start, exact * setting["epochs"] - start}
    if not counts_parts(setting, len(value)):
        lengths = {len(value) - start} if start % 1 else set()
    found = [fitted(value, setting["peak"], start, length) for length in lengths]
    return [wave for wave in found if wave is not None]


def enough_rows(setting, value):
    """Return whether there are about as many rates as were asked for."""
    asked = asked_rows(setting)
    return asked / FEWEST_PART <= len(value) <= 2 * asked


def falls_on_a_cosine(setting, value):
    """Return whether half a cosine, to any floor, ends with the column."""
    ends = {wave.end for wave in own_waves(setting, value)}
    rows = len(value), asked_rows(setting)
    if any(abs(end - last) < 1 for end in ends for last in rows):
        return True
    early = len(value) - 1 in ends
    return "The half cosine is at its floor one update too early." if early else False


def has_its_floor(setting, value):
    """Return whether the fall goes towards the floor that was asked for, or ends at it.

    It may be cut off, or have one rate for each epoch. Where it is no half cosine, its
    lowest rate may be above the floor by what one update makes on a line; or it is a
    quarter of a wave. All that has its own point.
    """
    if not enough_rows(setting, value):
        return "The rates after the warm-up are too few or too many for a floor."
    value = in_rates(setting, value)
    peak = setting["peak"]
    asked = setting["floor_share"] * peak
    found = own_waves(setting, value) or waves_by_epoch(setting, value)
    if any(close([wave.floor], [asked], 5 * peak) for wave in found):
        return True
    fall = value[math.floor(min(warmup_ends(setting, len(value)))) :]
    if not len(fall):
        return False
    quarter = np.cos(np.pi / 2 * np.arange(len(fall)) / len(fall))
    if close(fall, asked + (peak - asked) * quarter, peak):
        return True
    if found:
        return False
    lowest = fall.min()
    above = asked < lowest < asked + 1.001 * (peak - asked) / len(fall)
    return bool(above) or close([lowest], [asked], 5 * peak)


def waves_by_epoch(setting, value):
    """Return the half cosines of a column whose rates stay within an epoch, or none."""
    peak, updates = setting["peak"], per_epoch(setting, len(value))
    an_epoch = value[::updates]
    if not close(value, np.repeat(an_epoch, updates)[: len(value)], peak):
        return []
    starts = {int(np.argmax(an_epoch)), setting["warmup_epochs"]}
    return waves(an_epoch, peak, sorted(starts), LONGEST * setting["epochs"])


def draw_restarts(random, student):
    """Return settings for restarts; the run ends within a cycle, or with it."""
    drawn = []
    for size, ends_early in zip(sizes(random), (1, 0, 2), strict=True):
        first, multiplier = int(random.integers(1, 4)), int(random.integers(2, 4))
        epochs = first * (1 + multiplier + multiplier**2) - ends_early
        cycles = {"first_epochs": first, "multiplier": multiplier}
        peak = float(random.uniform(0.01, 0.5))
        drawn.append(size | cycles | {"epochs": epochs, "peak": peak})
    return drawn


def restarts(setting, rows):
    """Return the column of three cycles, cut off where the run ends."""
    updates, multiplier = per_epoch(setting, rows), setting["multiplier"]
    total = setting["first_epochs"] * (1 + multiplier + multiplier**2) * updates
    schedule = cosine_restarts(setting["peak"], total, 3, cycle_multiplier=multiplier)
    return table(schedule, setting["epochs"] * updates)


def is_with_parts(setting, value):
    """Return whether it is the column of epochs whose updates are not rounded, or once.

    That has its own point.
    """
    if not counts_parts(setting, len(value)):
        return False
    exact, multiplier = setting["images"] / setting["batch"], setting["multiplier"]
    lengths = exact * setting["first_epochs"] * multiplier ** np.arange(3)
    update, peak = np.arange(len(value)), setting["peak"]
    for own in (lengths, np.floor(lengths), np.ceil(lengths)):
        starts = np.append(0, own.cumsum()[:-1])
        cycle = np.searchsorted(starts, update, side="right") - 1
        share = np.minimum((update - starts[cycle]) / own[cycle], 1)
        if close(value, peak * half_wave(share), peak):
            return True
    return False


def restarts_in_time(setting, value):
    """Return whether the rates are back at their top where they should be, only there.

    A first cycle of one epoch may stay there, where each epoch has one rate.
    """
    expected = restarts(setting, len(value))
    rows = min(len(value), len(expected))
    if is_with_parts(setting, value):
        return True
    if rows < len(expected) / 2:
        return False
    own, starts = value[:rows], jumps(expected[:rows], setting["peak"])
    if jumps(own, setting["peak"]) == starts:
        return True
    is_top = np.isclose(own, own.max(), rtol=1e-5, atol=1e-6)
    tops = np.flatnonzero(is_top & ~np.append(False, is_top[:-1])).tolist()
    in_time = is_top[starts].all() and {*tops} <= {*starts}
    return bool(in_time and len(tops) >= len(starts) - 1)


def jumps(rates, peak):
    """Return the rows in which a column begins, or jumps by a half of its peak."""
    return [0, *(np.flatnonzero(np.diff(rates) > 0.5 * peak) + 1).tolist()]


def falls_between_restarts(setting, value):
    """Return whether each cycle is half a cosine over its own length.

    Where restarts are missing, or elsewhere, which has its own point, the lengths are
    those of the student's cycles, of an epoch or more, with or without their last rates
    at 0; the run may end within the last.
    """
    expected, peak = restarts(setting, len(value)), setting["peak"]
    rows = min(len(value), len(expected))
    own, asked = jumps(value[:rows], peak), jumps(expected[:rows], peak)
    updates = per_epoch(setting, len(value))
    if is_with_parts(setting, value):
        return True
    if rows < 2 * updates:
        return False
    if own == asked or len(own) < 2:
        return close(value[:rows], expected[:rows], peak)
    *whole, last = np.split(value[:rows], own[1:])
    if min(map(len, whole)) < updates:
        return False
    return len(last) <= max(map(len, whole)) * setting["multiplier"] and all(
        any(
            close(cycle, peak * half_wave(np.arange(len(cycle)) / length), peak)
            for length in lengths
        )
        for cycle, lengths in [
            *((cycle, (len(cycle), len(cycle) - 1)) for cycle in whole),
            (last, (own_length(last, peak),)),
        ]
    )


def own_length(cycle, peak):
    """Return the length of a half cosine from the peak to 0, by its second rate."""
    if len(cycle) < 2:
        return 1
    turned = np.arccos(np.clip(2 * cycle[1] / peak - 1, -1, 1))
    return max(np.pi / turned, len(cycle)) if turned > 0 else len(cycle)


QUESTIONS = (
    Question(
        "plan_column",
        draw_columns,
        (
            Point("The column does not have one row for each update.", has_all_rows),
            Point("The warm-up does not rise on a line from 0 to the peak.", warms_up),
            Point("After the warm-up there is no half cosine.", falls_on_a_cosine),
            Point("The floor is not the share of the peak asked for.", has_its_floor),
        ),
        read_column,
    ),
    Question(
        "plan_restarts",
        draw_restarts,
        (
            Point("The column does not have one row for each update.", has_all_rows),
            Point("A restart is missing, or in the wrong update.", restarts_in_time),
            Point("Within a cycle there is no half cosine.", falls_between_restarts),
        ),
        read_column,
    ),
)
