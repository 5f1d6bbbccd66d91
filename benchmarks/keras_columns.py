"""The column of each schedule that Keras ships, beside calls for one step at a time."""

import numpy as np

from benchmarks.measuring import Comparison, seconds
from helpers.keras_import import keras
from helpers.schedules import table

PEAK = 0.1


def shipped(steps):
    """Return each schedule of Keras, as long as a training of so many steps."""
    kinds = keras.optimizers.schedules
    warmup, twentieth = steps // 10, steps // 20
    with_warmup = kinds.CosineDecay(
        0.0, steps - warmup, warmup_target=PEAK, warmup_steps=warmup
    )
    edges, rates = [steps // 2, steps * 3 // 4], [PEAK, PEAK / 10, PEAK / 100]
    return {
        "CosineDecay": kinds.CosineDecay(PEAK, steps),
        "CosineDecay with a warm-up": with_warmup,
        "CosineDecayRestarts": kinds.CosineDecayRestarts(PEAK, twentieth),
        "ExponentialDecay": kinds.ExponentialDecay(PEAK, twentieth, 0.9),
        "InverseTimeDecay": kinds.InverseTimeDecay(PEAK, twentieth, 0.9),
        "PiecewiseConstantDecay": kinds.PiecewiseConstantDecay(edges, rates),
        "PolynomialDecay": kinds.PolynomialDecay(PEAK, steps),
    }


def compare(data, steps=100_000, asked=2_000, repetitions=3):
    """Make each column; of calls one by one, only ``asked`` are made, and scaled."""
    some = np.arange(0, steps, steps // asked)
    rows = []
    for name, schedule in shipped(steps).items():
        calls, columns = [], []
        for _ in range(repetitions):
            took = seconds(lambda schedule=schedule: [float(schedule(n)) for n in some])
            calls.append(took * steps / len(some))
            columns.append(seconds(lambda schedule=schedule: table(schedule, steps)))
        what = f"a column of {name}, {steps} rows, against calls one by one"
        rows.append(Comparison(what, "s", tuple(calls), tuple(columns), goal=100))
    return rows
