"""What Python has for what the engine makes."""

import numpy as np

from helpers import schedules
from helpers.checks import check_positive


def schedule_of(name, args, steps):
    """Return the Python schedule that a member of the family stands for."""
    args = dict(args)
    if name == "constant":
        return schedules.constant(**args)
    if name == "step_decay":
        return schedules.step_decay(**args)
    if name == "warmup_cosine":
        rise = {key: args.pop(key) for key in ("warmup", "start")}
        return schedules.with_warmup(
            schedules.cosine(steps=steps - rise["warmup"], **args), **rise
        )
    return getattr(schedules, name)(steps=steps, **args)


def column_of(name, args, steps):
    """Return the column that Python makes."""
    if name == "freehand":
        check_positive("peak", args["peak"])
        x, y = np.transpose(sorted(args["points"], key=lambda point: point[0]))
        return args["peak"] * np.interp(np.arange(steps) / steps, x, y)
    return schedules.table(schedule_of(name, args, steps), steps)


def key_of(word):
    """Return the key under which the page has the word of a verdict."""
    return "none" if word == "no difference detected" else word
