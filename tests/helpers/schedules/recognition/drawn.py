"""Logs that are drawn: of the whole family, and of columns outside it."""

from dataclasses import dataclass

import numpy as np

from helpers.schedules import (
    Schedule,
    call_of,
    constant,
    cosine,
    cosine_restarts,
    linear,
    one_cycle,
    step_decay,
    table,
    warmup_stable_decay,
    with_warmup,
)

DECAYS = ["constant", "linear", "cosine", "restarts", "step_decay"]
KINDS = [*DECAYS, *(f"warm {name}" for name in DECAYS), "wsd", "one_cycle"]
OUTSIDE = [
    "random walk",
    "sines",
    "exponential",
    "inverse square root",
    "warm inverse square root",
    "polynomial",
    "noisy cosine",
    "noisy line",
    "zigzag",
    "triangles",
    "sawtooth",
    "sigmoid",
    "bell",
    "squared cosine",
    "stable and exponential",
    "squares with restarts",
]


@dataclass(frozen=True)
class Drawn:
    """A schedule that was drawn, by which kind, for how many steps."""

    kind: str
    schedule: Schedule
    steps: int

    def column(self):
        """Return all rates."""
        return table(self.schedule, self.steps)

    def log(self, every=10, digits=4):
        """Return a log's two columns, of some rows, rounded."""
        rows = np.arange(0, self.steps, every)
        return np.column_stack([rows, rounded(self.column()[rows], digits)])


def rounded(rates, digits):
    """Return rates with so many digits, as a log prints them."""
    return np.array([float(f"{rate:.{digits}g}") for rate in rates])


def draw(generator, kind):
    """Draw a schedule of a kind that trains for as many steps as it was made for."""
    pick = generator.choice
    steps = int(pick([1000, 2000, 5000, generator.integers(600, 6000)]))
    peak = 10 ** generator.uniform(-5, 0.5)
    peak = float(pick([0.1, 3e-4, 1.0, float(f"{peak:.2g}"), peak]))
    floor = peak * float(pick([0, 0, 0.1, 0.01, round(generator.uniform(0, 0.4), 2)]))
    endpoint = bool(generator.integers(2))
    warmup = int(generator.integers(60, steps // 4))
    start = float(pick([0, 0, 0.1 * peak, peak * generator.uniform(0, 0.5)]))
    if kind == "wsd":
        decay = int(generator.integers(steps // 10, steps // 2))
        made = warmup_stable_decay(peak, steps, warmup, decay, floor, start, endpoint)
        return Drawn(kind, made, steps)
    if kind == "one_cycle":
        given = (start, floor) if generator.integers(2) else (None, None)
        made = one_cycle(peak, steps, warmup, *given, endpoint=endpoint)
        return Drawn(kind, made, steps)
    fall = steps - warmup if "warm" in kind else steps
    made = _decay(generator, kind.removeprefix("warm "), peak, fall, floor, endpoint)
    if "warm" in kind:
        made = with_warmup(made, warmup, start)
    return Drawn(kind, made, steps)


def _decay(generator, kind, peak, steps, floor, endpoint):
    pick = generator.choice
    if kind == "constant":
        return constant(peak)
    if kind == "linear":
        return linear(peak, steps, floor, endpoint)
    if kind == "cosine":
        return cosine(peak, steps, floor, endpoint)
    if kind == "step_decay":
        edges = np.arange(steps // 4, steps - 30, steps // 20)
        edges = sorted(pick(edges, generator.integers(1, 4), replace=False).tolist())
        return step_decay(peak, edges, float(pick([0.1, 0.5, 0.3, 0.2])))
    multiplier = int(pick([1, 1, 2, 3]))
    cycles = int(generator.integers(2, 6 if multiplier == 1 else 4))
    smaller = float(pick([1, 1, 0.5, 0.8]))
    return cosine_restarts(peak, steps, cycles, floor, multiplier, smaller, endpoint)


def draw_outside(generator, kind):
    """Draw a column that no schedule of the family has, its largest rate 1."""
    rows = int(generator.integers(400, 4000))
    step = np.arange(rows)
    way = step / rows
    uniform = generator.uniform
    if kind == "random walk":
        rates = np.abs(np.cumsum(generator.normal(size=rows))) + 0.1
    elif kind == "sines":
        slow, fast = uniform(5, 20), uniform(5, 40)
        rates = 1.5 + np.sin(slow * way + uniform(0, 6)) + 0.4 * np.sin(fast * way + 1)
    elif kind == "exponential":
        rates = np.exp(-uniform(1, 6) * way)
    elif kind == "inverse square root":
        rates = 1 / np.sqrt(1 + step / uniform(5, 200))
    elif kind == "warm inverse square root":
        warmup = generator.integers(50, rows // 3)
        rates = np.minimum((step + 1) * warmup**-1.5, (step + 1.0) ** -0.5)
    elif kind == "polynomial":
        rates = (1 - way) ** generator.choice([0.5, 0.9, 1.5, 2, 3])
    elif kind == "noisy cosine":
        rates = 1.1 + np.cos(np.pi * way) + 0.02 * generator.normal(size=rows)
    elif kind == "noisy line":
        rates = 1.1 - way + 0.01 * generator.normal(size=rows)
    elif kind == "zigzag":
        turns = np.sort([0, 1, *uniform(size=generator.integers(2, 7))])
        rates = np.interp(way, turns, uniform(0.1, 1, size=len(turns)))
    elif kind == "triangles":
        half = int(generator.integers(50, rows // 3))
        rates = 0.1 + np.abs(step % (2 * half) / half - 1)
    elif kind == "sawtooth":
        rates = 1 - uniform(2, 5) * way % 1
    elif kind == "sigmoid":
        rates = 1 / (1 + np.exp(uniform(6, 12) * (way - 0.5)))
    elif kind == "bell":
        rates = np.exp(-((2 * way) ** 2))
    elif kind == "squared cosine":
        rates = (1 + np.cos(np.pi * way)) ** 2
    elif kind == "stable and exponential":
        rates = np.where(way < 0.7, 1, np.exp(-10 * (way - 0.7)))
    else:
        rates = (1 - 3 * way % 1) ** 2
    return np.maximum(rates, 0) / rates.max()


def differs(made, named, share=0.02):
    """Return which argument of a call is off by more than a share, or an empty string.

    A count may also be off by one, as an endpoint may be counted or not.
    """
    if named is None:
        return "nothing named"
    ours, theirs = _numbers(call_of(made)), _numbers(call_of(named))
    if ours.keys() != theirs.keys():
        return f"{call_of(named)}"
    for name, value in ours.items():
        slack = 1 if name.endswith(("steps", "warmup", "decay", "boundaries")) else 0
        value, other = np.asarray(value, float), np.asarray(theirs[name], float)
        if value.shape != other.shape:
            return name
        if (np.abs(value - other) > share * np.abs(value) + slack).any():
            return f"{name}: {other}"
    return ""


def _numbers(call):
    """List all arguments of a call, also of the schedule in it, but the endpoint."""
    found = {}
    for name, value in call.arguments.items():
        inner = call_of(value)
        if inner is not None:
            found |= {f"{inner.name}.{n}": v for n, v in _numbers(inner).items()}
        elif name != "endpoint":
            found[name] = value
    if call.name == "one_cycle":
        found["start"] = (
            found["peak"] / 25 if found["start"] is None else found["start"]
        )
        found["floor"] = (
            found["start"] / 1e4 if found["floor"] is None else found["floor"]
        )
    return {f"{call.name} {name}": value for name, value in found.items()}
