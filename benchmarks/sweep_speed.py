"""Many networks as one program: against ``fit``, the matrix product, and themselves."""

import numpy as np
import tensorflow as tf

from benchmarks.measuring import Comparison, peak_memory, resident, seconds_in_turn
from helpers.models import small_mlp
from helpers.quiet import keras
from helpers.schedules import cosine, table
from helpers.sweep import Run, sweep, updates_per_epoch

WIDTH, BATCH_SIZE = 64, 128
NETWORKS = (32, 64, 128, 256)
COMPARED = 64  # networks, beside fit and the matrix product
SQUARE = 2048  # side of the matrices multiplied
PRODUCTS = 40  # in one measurement


def compare(data, repetitions=3, networks=NETWORKS):
    """Measure one epoch on all training images, in turn with the references."""
    train = data.x_train, data.y_train
    compared = min(networks, key=lambda count: abs(count - COMPARED))
    jobs = {
        "fit": fitting(train),
        "product": products(),
        **{count: sweeping(train, count) for count in networks},
    }
    for name in ("fit", "product", compared):
        jobs[name]()  # builds its program
    took = seconds_in_turn(jobs, repetitions)
    with peak_memory() as peak:
        before = resident()
        jobs[max(networks)]()

    images = len(train[0])
    done = images * operations_per_image() / 1e9
    possible = PRODUCTS * 2 * SQUARE**3 / 1e9
    per_network = {count: np.divide(took[count], count) for count in networks}
    first, last = min(networks), max(networks)
    return [
        Comparison(
            f"{compared} networks as one program, against fit",
            "network-epochs/s",
            tuple(1 / np.array(took["fit"])),
            tuple(1 / per_network[compared]),
            better="more",
            goal=10,
        ),
        Comparison(
            f"{compared} networks' matrix products, against one of {SQUARE}²",
            "Gflop/s",
            tuple(possible / np.array(took["product"])),
            tuple(done / per_network[compared]),
            better="more",
            goal=0.5,
        ),
        Comparison(
            f"a network among {last}, against one among {first}",
            "s per network-epoch",
            tuple(per_network[first]),
            tuple(per_network[last]),
            goal=1,
            note="s per network-epoch: "
            + ", ".join(f"{n}: {np.median(per_network[n]):.3f}" for n in networks)
            + f"; {last} networks take {max(0, peak[0] - before):.0f} MB more than "
            f"the {before:.0f} MB of TensorFlow and the data",
        ),
    ]


def operations_per_image():
    """Return the floating-point operations of one image's training in matrix products.

    Two for each weight forwards, two for its gradient, and two for the gradient handed
    back, which the first layer need not compute.
    """
    return 4 * 784 * WIDTH + 6 * WIDTH * 10


def fitting(train):
    """Return a call that trains one network for an epoch with Keras."""
    model = small_mlp(seed=0, width=WIDTH)
    model.compile(
        keras.optimizers.SGD(0.1, momentum=0.9),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    return lambda: model.fit(*train, batch_size=BATCH_SIZE, verbose=0)


def sweeping(train, count):
    """Return a call that trains ``count`` networks for an epoch."""
    budget = updates_per_epoch(len(train[0]), BATCH_SIZE)
    rates = table(cosine(0.1, budget), budget)
    runs = [Run(rates, seed) for seed in range(count)]
    return lambda: sweep(runs, train, batch_size=BATCH_SIZE, width=WIDTH)


def products():
    """Return a call that multiplies two large float32 matrices, many times."""
    matrix = tf.random.stateless_uniform((SQUARE, SQUARE), (0, 1))

    @tf.function
    def multiply():
        result = matrix
        for _ in tf.range(PRODUCTS):
            result = tf.linalg.matmul(matrix, result) / SQUARE
        return result

    return lambda: multiply().numpy()
