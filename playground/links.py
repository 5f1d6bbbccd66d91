"""A schedule's call in Python as a link into the playground.

    >>> state_of("cosine_restarts(0.001, 100, cycles=5)")
    'shape=cosine_restarts&steps=100&peak=0.001&cycles=5'

The page takes it after the ``#`` of its address: ``page/address.js`` reads it.
"""

import inspect

from helpers import schedules

FAMILY = (
    "constant",
    "step_decay",
    "linear",
    "cosine",
    "cosine_restarts",
    "with_warmup",
    "warmup_stable_decay",
    "one_cycle",
)


def state_of(call, steps=None):
    """Return the state in which the playground shows a call, its column the same.

    ``steps`` is the length of a schedule that has none by itself. A warm-up may come
    before a cosine, as the playground has no other.
    """
    name, given = eval(call, {name: noted(name) for name in FAMILY})
    if name == "with_warmup":
        name, given = before_cosine(call, *given.pop("schedule"), **given)
    steps = given.pop("steps", steps)
    if steps is None:
        raise ValueError(f"{call} has no end: say how many steps it is shown for")
    parts = {"shape": name, "steps": steps, **given}
    return "&".join(f"{key}={spelled(value)}" for key, value in parts.items())


def noted(name):
    """Return a function that returns its name and what it is called with."""
    signature = inspect.signature(getattr(schedules, name))
    return lambda *args, **named: (name, {**signature.bind(*args, **named).arguments})


def before_cosine(call, name, cosine, warmup, **given):
    """Return the playground's cosine with a warm-up, whose steps include it."""
    if name != "cosine":
        raise ValueError(f"{call}: the playground has a warm-up before a cosine only")
    steps = cosine["steps"] + warmup
    return "warmup_cosine", {**cosine, **given, "warmup": warmup, "steps": steps}


def spelled(value):
    """Return a value as the address has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
