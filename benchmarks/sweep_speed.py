"""Many networks as one program: against ``fit``, the matrix product, and themselves."""

import numpy as np
import tensorflow as tf

from benchmarks.measuring import (
    Comparison,
    peak_memory,
    process_apart,
    resident,
    seconds_in_turn,
)
from helpers.keras_import import keras
from helpers.models import small_mlp
from helpers.schedules import cosine, table
from helpers.sweep import Run, sweep, updates_per_epoch

WIDTH, BATCH_SIZE = 64, 128
NETWORKS = (32, 64, 256)
COMPARED = 64  # networks, beside fit and the matrix product
ORDERS = 8  # of the images, one for each group of pairs
EPOCHS = 3  # of each training
PRODUCTS = 200  # in one measurement


def compare(data, repetitions=3, networks=NETWORKS):
    """Measure trainings on all training images, in turn with the references."""
    train = data.x_train, data.y_train
    compared = min(networks, key=lambda count: abs(count - COMPARED))
    inputs = int(np.count_nonzero(data.x_train.any(axis=0)))
    with process_apart() as apart:
        jobs = {
            "fit": fitting(train),
            "product": products(inputs, compared * WIDTH),
            "orders": apart(sweeping, train, compared, EPOCHS, ORDERS),
            **{count: apart(sweeping, train, count, EPOCHS) for count in networks},
        }
        for name in ("fit", "product", "orders", compared):
            jobs[name]()  # builds its program
        took = seconds_in_turn(jobs, repetitions)
        with peak_memory() as peak:
            before = resident()
            jobs[max(networks)]()

    done = len(train[0]) * operations_per_image(inputs) / 1e9
    possible = PRODUCTS * 2 * BATCH_SIZE * inputs * compared * WIDTH / 1e9
    epochs = {n: np.divide(took[n], EPOCHS) for n in ("fit", "orders", *networks)}
    per_network = {count: epochs[count] / count for count in networks}
    first, last = min(networks), max(networks)
    return [
        Comparison(
            f"{compared} networks as one program, against fit",
            "network-epochs/s",
            tuple(1 / epochs["fit"]),
            tuple(1 / per_network[compared]),
            better="more",
            goal=10,
        ),
        Comparison(
            f"{compared} networks' arithmetic, against one large matrix product",
            "Gflop/s",
            tuple(possible / np.array(took["product"])),
            tuple(done / per_network[compared]),
            better="more",
            goal=0.5,
        ),
        Comparison(
            f"{compared} networks in {ORDERS} orders of the images, against one order",
            "network-epochs/s",
            tuple(1 / per_network[compared]),
            tuple(compared / epochs["orders"]),
            better="more",
            goal=1 / 1.15,
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
            f"the {before:.0f} MB of TensorFlow, twice, and the data",
        ),
    ]


def operations_per_image(inputs):
    """Return the floating-point operations of one image's training in matrix products.

    Two for each weight forwards, two for its gradient, and two for the gradient handed
    back, which the first layer need not compute. ``inputs`` are the pixels that are not
    black in all images: a sweep leaves the others out.
    """
    return 4 * inputs * WIDTH + 6 * WIDTH * 10


def fitting(train):
    """Return a call that trains one network with Keras."""
    model = small_mlp(seed=0, width=WIDTH)
    model.compile(
        keras.optimizers.SGD(0.1, momentum=0.9),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    return lambda: model.fit(*train, batch_size=BATCH_SIZE, epochs=EPOCHS, verbose=0)


def sweeping(train, count, epochs, orders=1):
    """Return a call that trains ``count`` networks, on so many orders of the images."""
    budget = epochs * updates_per_epoch(len(train[0]), BATCH_SIZE)
    rates = table(cosine(0.1, budget), budget)
    runs = [Run(rates, seed, order_seed=seed % orders) for seed in range(count)]
    return lambda: sweep(runs, train, batch_size=BATCH_SIZE, width=WIDTH)


def products(inputs, units):
    """Return a call that makes the product of a batch and many networks, many times."""
    batch = tf.random.stateless_uniform((BATCH_SIZE, inputs), (0, 1))
    kernel = tf.random.stateless_uniform((inputs, units), (0, 2))

    @tf.function
    def multiply():
        total = tf.zeros((BATCH_SIZE, units))
        for _ in tf.range(PRODUCTS):
            # What went before takes part, so that no product can be left out.
            total = tf.linalg.matmul(batch + total[:, :1] * 1e-9, kernel)
        return total

    return lambda: multiply().numpy()
