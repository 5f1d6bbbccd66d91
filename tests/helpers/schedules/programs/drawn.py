"""Runs of every kind of schedule, drawn for the programs by a seeded generator."""

import random
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True)
class Drawn:
    """The arguments of ``program``, and the rates that its updates should have."""

    schedule: Any
    steps: int | None = None
    steps_per_epoch: int | None = None

    @property
    def rates(self):
        if callable(self.schedule):
            rates = table(self.schedule, self.steps or self.schedule.steps)
        else:
            rates = np.array(self.schedule[: self.steps])
        return np.repeat(rates, self.steps_per_epoch or 1)

    @property
    def peak(self):
        return self.rates.max() or 1.0

    def __str__(self):
        name = call_of(self.schedule) or type(self.schedule).__name__
        return f"{name}, steps={self.steps}, steps_per_epoch={self.steps_per_epoch}"


def share(rng):
    """Return 0 in half of all cases, else a share of the peak; rarely all of it."""
    return rng.choice([0.0] * 6 + [rng.random(), rng.random(), 0.001, 0.25, 1.0])


def flag(rng):
    return rng.random() < 0.5


def body(rng, peak):
    """Return a schedule of the family, without a warm-up before it."""
    steps, floor = rng.randrange(4, 60), share(rng) * peak
    cycles = rng.randrange(1, 5)
    kinds = {
        "constant": lambda: constant(peak),
        "step_decay": lambda: step_decay(
            peak,
            sorted(rng.sample(range(1, steps), cycles % 3 + 1)),
            rng.choice([0.1, 0.5, 0.3, rng.uniform(0.05, 1), 1.0]),
        ),
        "linear": lambda: linear(peak, steps, floor, flag(rng)),
        "cosine": lambda: cosine(peak, steps, floor, flag(rng)),
        "equal": lambda: cosine_restarts(
            peak,
            cycles * (steps // 4 + 2),
            cycles,
            floor,
            peak_multiplier=rng.choice([1.0, 1.0, 0.5, rng.uniform(0.1, 1)]),
            endpoint=rng.random() < 0.3,
        ),
        "growing": lambda: cosine_restarts(
            peak,
            rng.randrange(2, 8) * (2**cycles - 1),
            cycles,
            floor,
            cycle_multiplier=2,
            peak_multiplier=rng.choice([1.0, 1.0, 0.7]),
            endpoint=rng.random() < 0.3,
        ),
        "uneven": lambda: cosine_restarts(
            peak,
            steps + 40,
            cycles,
            floor,
            rng.randrange(1, 4),
            peak_multiplier=rng.choice([1.0, 0.9]),
        ),
        "wsd": lambda: warmup_stable_decay(
            peak,
            steps + 10,
            rng.randrange(0, 8),
            rng.randrange(2, steps),
            floor,
            rng.choice([0.0, floor, share(rng) * peak]),
            flag(rng),
        ),
        "one_cycle": lambda: one_cycle(
            peak,
            steps + 10,
            rng.randrange(0, 10),
            *((None, None) if flag(rng) else (share(rng) * peak, floor)),
            endpoint=flag(rng),
        ),
    }
    return kinds[rng.choice(list(kinds))]()


def drawn_run(rng):
    """Return one drawn run."""
    peak = rng.choice([0.1, 1.0, 3e-4, 10 ** rng.uniform(-5, 1)])
    schedule = body(rng, peak)
    for _ in range(rng.choice([0, 0, 0, 1, 1, 1, 1, 2])):
        top = float(schedule(0))
        warmup = rng.randrange(0, 15)
        start = float(rng.choice([0.0, 0.0, top * share(rng), schedule(10**6)]))
        schedule = with_warmup(schedule, warmup, min(start, top))
    steps = schedule.steps
    if steps is None or rng.random() < 0.2:
        steps = rng.randrange(1, 90)
    per_epoch = rng.randrange(1, 5) if rng.random() < 0.15 else None
    column = table(schedule, steps)
    form = rng.random()
    if form < 0.05:
        return Drawn(column, None, per_epoch)
    if form < 0.08:
        return Drawn(column.tolist(), rng.randrange(1, steps + 1), per_epoch)
    if form < 0.11:
        return Drawn(lambda step: float(schedule(step)), steps, per_epoch)
    if form < 0.13:
        return Drawn(Schedule(schedule), steps, per_epoch)
    given = None if steps == schedule.steps else steps
    return Drawn(schedule, given, per_epoch)


def drawn_runs(count, seed=26):
    """Return so many runs."""
    rng = random.Random(seed)
    return [drawn_run(rng) for _ in range(count)]
