"""What twenty readings of the edge add to a training of 500 updates."""

import time

import numpy as np

from benchmarks.measuring import Comparison, in_turn
from helpers.edge import EdgeRecorder
from helpers.keras_import import keras
from helpers.models import small_cnn, small_mlp

UPDATES, READINGS, BATCH_SIZE = 500, 20, 128


def compare(data, repetitions=9, updates=UPDATES):
    """Train two networks, in turn, with readings and without."""
    every = -(-updates // READINGS)
    images = np.resize(data.x_train, (updates * BATCH_SIZE, *data.x_train.shape[1:]))
    labels = np.resize(data.y_train, updates * BATCH_SIZE)
    return [
        compared(name, model, images, labels, every, repetitions)
        for name, model in (("the MLP", small_mlp), ("the CNN", small_cnn))
    ]


def compared(name, model, images, labels, every, repetitions):
    """Return a row of the results for one network."""
    recorder = EdgeRecorder(images[:BATCH_SIZE], labels[:BATCH_SIZE], every=every)
    jobs = {
        "without": training(model(seed=0), images, labels, []),
        "with": training(model(seed=0), images, labels, [recorder]),
    }
    for job in jobs.values():
        job()  # so that all programs are there
    took = in_turn(jobs, repetitions)
    shares = np.divide(took["with"], took["without"]) - 1
    return Comparison(
        f"a training of {name} with {len(recorder.steps)} readings of the edge, "
        "against none",
        "s of the processor",
        took["without"],
        took["with"],
        goal=1 / 1.1,
        note=f"the readings add {100 * np.median(shares):+.0f} % (quartiles "
        f"{100 * np.percentile(shares, 25):+.0f} % and "
        f"{100 * np.percentile(shares, 75):+.0f} %)",
    )


def training(model, images, labels, callbacks):
    """Return a call that trains for one epoch, and tells the processor's seconds."""
    model.compile(
        keras.optimizers.Adam(),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )

    def seconds():
        began = time.process_time()
        model.fit(images, labels, batch_size=BATCH_SIZE, callbacks=callbacks, verbose=0)
        return time.process_time() - began

    return seconds
