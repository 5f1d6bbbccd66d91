"""What a schedule adds to a training step, beside Keras's own of the same kind."""

import numpy as np

from benchmarks.measuring import Comparison, seconds_in_turn
from helpers.callbacks import CosineAnnealingLearningRateSchedule, RatePerUpdate
from helpers.keras_import import keras
from helpers.keras_schedule import TableSchedule
from helpers.models import small_mlp
from helpers.recorders import RateRecorder
from helpers.schedules import cosine, table

PEAK, BATCH_SIZE = 0.05, 128


def compare(data, repetitions=15, updates=400):
    """Train the small MLP, in turn, with each way to set the rate."""
    images = data.x_train[: updates * BATCH_SIZE]
    updates = -(-len(images) // BATCH_SIZE)
    labels = data.y_train[: len(images)]
    column = table(cosine(PEAK, updates), updates)
    schedules = keras.optimizers.schedules
    ways = {
        "none": (PEAK, []),
        "LearningRateScheduler": (
            PEAK,
            [keras.callbacks.LearningRateScheduler(lambda epoch, rate: PEAK)],
        ),
        "CosineDecay": (schedules.CosineDecay(PEAK, updates), []),
        "callback": (PEAK, [CosineAnnealingLearningRateSchedule(9, 3, PEAK, 0.0)]),
        "TableSchedule": (TableSchedule(column), []),
        "RatePerUpdate": (PEAK, [RatePerUpdate(column)]),
        "RateRecorder": (PEAK, [RateRecorder()]),
    }
    jobs = {name: training(images, labels, *way) for name, way in ways.items()}
    for job in jobs.values():
        job()
    took = seconds_in_turn(jobs, repetitions)
    milliseconds = {name: 1000 * np.array(took[name]) / updates for name in took}
    pairs = [
        ("callback", "LearningRateScheduler"),
        ("TableSchedule", "CosineDecay"),
        ("RatePerUpdate", "LearningRateScheduler"),
        ("RateRecorder", "LearningRateScheduler"),
    ]
    return [
        Comparison(
            f"a step with {ours}, against {reference}",
            "ms per step",
            tuple(milliseconds[reference]),
            tuple(milliseconds[ours]),
            goal=1,
            note=f"adds {added(milliseconds, ours):+.0f} µs to a step at a constant "
            f"rate, Keras's {added(milliseconds, reference):+.0f} µs; the quartiles "
            f"of a step's time lie {spread(milliseconds['none']):.0f} µs apart",
        )
        for ours, reference in pairs
    ]


def training(images, labels, rate, callbacks):
    """Return a call that trains a network for one epoch."""
    model = small_mlp(seed=0)
    model.compile(
        keras.optimizers.SGD(rate, momentum=0.9),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    return lambda: model.fit(
        images, labels, batch_size=BATCH_SIZE, callbacks=callbacks, verbose=0
    )


def added(milliseconds, name):
    """Return the median of what a way adds to a step, in microseconds."""
    return 1000 * np.median(milliseconds[name] - milliseconds["none"])


def spread(values):
    """Return how far the quartiles lie apart, in microseconds."""
    low, high = np.percentile(values, [25, 75])
    return 1000 * (high - low)
