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


def program_of(name, args, column, stairs, library):
    """Return the program that Python writes for a column of the playground.

    A staircase is a schedule of epochs where nothing in it has to be cut; elsewhere,
    and for a curve that was drawn, the column itself is what Python gets.
    """
    steps = len(column)
    if not stairs:
        made = column if name == "freehand" else schedule_of(name, args, steps)
        return schedules.program(made, library, steps)
    if steps % stairs:
        return schedules.program(column, library)
    epochs = column[::stairs]
    if name != "freehand" and (counted := in_epochs(name, args, steps, stairs)):
        made = schedule_of(name, counted, len(epochs))
        return schedules.program(made, library, len(epochs), steps_per_epoch=stairs)
    return schedules.program(epochs, library, steps_per_epoch=stairs)


def in_epochs(name, args, steps, stairs):
    """Return the arguments counted in epochs, or None where some aren't whole."""
    counts = {key: args[key] for key in ("warmup", "decay") if key in args}
    edges = args.get("boundaries", [])
    if args.get("endpoint") or any(n % stairs for n in [*counts.values(), *edges]):
        return None
    if name == "cosine_restarts" and args["floor"] < args["peak"]:
        shares = [args["cycle_multiplier"] ** i for i in range(args["cycles"])]
        ends = [steps * sum(shares[:i]) // sum(shares) for i in range(len(shares))]
        if any(end % stairs for end in ends):
            return None
    counted = {key: count // stairs for key, count in counts.items()}
    if edges:
        counted["boundaries"] = [edge // stairs for edge in edges]
    return args | counted
