"""A column with a warm-up, and one with restarts: tasks 1 and 2 of *Plan it*."""

import math

import numpy as np

from classroom.assignments.questions import Point, Question, close, read_column
from helpers.schedules import cosine_restarts, table
from helpers.schedules.shapes import half_wave

LEAST_FALL = 0.01  # of the peak: with less, a rate that stays is half a cosine too


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

    A student who forgets the smaller last batch of each epoch loses one point for it,
    and none for what follows from it.
    """
    full, rest = divmod(setting["images"], setting["batch"])
    forgotten = rest and rows == setting["epochs"] * full
    return full if forgotten or not rest else full + 1


def has_all_rows(setting, value):
    """Return whether there is one rate for each update."""
    updates = math.ceil(setting["images"] / setting["batch"])
    return len(value) == setting["epochs"] * updates


def split(setting, value):
    """Return the rates of the warm-up and those after it, and their right lengths.

    Whoever rounds once, and not in each epoch, has other numbers of updates in all.
    """
    epochs, rows = setting["epochs"], len(value)
    updates, exact = per_epoch(setting, rows), setting["images"] / setting["batch"]
    if rows != epochs * updates and rows in rounded(exact * epochs):
        ends = rounded(exact * setting["warmup_epochs"])
        fits = [end for end in ends if is_rise(setting, value[:end])]
        end = next(iter(fits), ends[0])
        return value[:end], value[end:], end, rows - end
    warmup = setting["warmup_epochs"] * updates
    return value[:warmup], value[warmup:], warmup, setting["epochs"] * updates - warmup


def warms_up(setting, value):
    """Return whether the rates rise from 0 towards the peak in the right updates.

    That the first rate after them is the peak is the cosine's.
    """
    rise, _, warmup, _ = split(setting, value)
    return len(rise) == warmup and is_rise(setting, rise)


def is_rise(setting, rise):
    """Return whether rates rise on a line from 0, with the peak in the row after."""
    peak = setting["peak"]
    return close(rise, peak * np.arange(len(rise)) / max(1, len(rise)), peak)


def rounded(number):
    """Return a number of updates, rounded in each way, up first."""
    return [math.ceil(number), math.floor(number)]


def own_floor(setting, value, last=0):
    """Return the floor of the cosine that fits the fall best, and whether it fits.

    The cosine is at its floor in the row after the fall, or ``last`` rows earlier.
    """
    _, fall, _, length = split(setting, value)
    if len(fall) != length or length < 2:
        return np.nan, False
    share = half_wave(np.arange(length) / (length - last))
    peak, left = setting["peak"], 1 - share
    floor = (fall - peak * share) @ left / (left @ left)
    return floor, close(fall, floor + (peak - floor) * share, peak)


def falls_on_a_cosine(setting, value):
    """Return whether the rates after the warm-up are half a cosine, to any floor."""
    floor, fits = own_floor(setting, value)
    if not fits and own_floor(setting, value, last=1)[1]:
        return "The half cosine is at its floor one update too early."
    return fits and floor < (1 - LEAST_FALL) * setting["peak"]


def has_its_floor(setting, value):
    """Return whether the fall goes towards the floor that was asked for, or ends at it.

    Where it is no half cosine, which has its own point, its lowest rate may be above
    the floor by what one update makes.
    """
    peak = setting["peak"]
    asked = setting["floor_share"] * peak
    floor, fits = own_floor(setting, value)
    if not fits:
        _, fall, _, length = split(setting, value)
        if len(fall) != length:
            return "The rates after the warm-up are too few or too many for a floor."
        lowest = fall.min()
        room = 1.001 * (peak - asked) / length
        floor = asked if asked < lowest < asked + room else lowest
    return close([floor], [asked], 5 * peak)


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


def restarts_in_time(setting, value):
    """Return whether the rates jump to the peak where they should, and only there."""
    expected, peak = restarts(setting, len(value)), setting["peak"]
    rows = min(len(value), len(expected))
    starts = jumps(expected[:rows], peak)
    in_time = jumps(value[:rows], peak) == starts
    enough = rows >= len(expected) / 2
    return enough and in_time and close(value[starts], expected[starts], peak)


def jumps(rates, peak):
    """Return the rows in which a column begins, or jumps by a half of its peak."""
    return [0, *(np.flatnonzero(np.diff(rates) > 0.5 * peak) + 1).tolist()]


def falls_between_restarts(setting, value):
    """Return whether each cycle is half a cosine over its own length.

    Where restarts are missing, or elsewhere, which has its own point, the lengths are
    those of the student's cycles; the run may end within the last.
    """
    expected, peak = restarts(setting, len(value)), setting["peak"]
    rows = min(len(value), len(expected))
    own, asked = jumps(value[:rows], peak), jumps(expected[:rows], peak)
    if rows < len(expected) / 2:
        return False
    if own == asked or len(own) < 2:
        return close(value[:rows], expected[:rows], peak)
    *whole, last = np.split(value[:rows], own[1:])
    return len(last) <= max(map(len, whole)) * setting["multiplier"] and all(
        close(cycle, peak * half_wave(np.arange(len(cycle)) / length), peak)
        for cycle, length in [
            *((cycle, len(cycle)) for cycle in whole),
            (last, own_length(last, peak)),
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
