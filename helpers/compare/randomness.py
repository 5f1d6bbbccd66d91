"""Seeds that hold, and whether a training uses the random numbers of ``tf.random``.

Those that Keras draws, for weights, dropout and noise, come from seeds that are kept in
variables. TensorFlow's own, of ``tf.random``, come from its global seed and from a
state within the programs that it has prepared. To begin them anew (``set_seed``), it
throws these programs away, and for a small network they take longer to prepare than
the training. So it is detected whether there is a need.
"""

import random
import sys
from contextlib import ExitStack, contextmanager

import numpy as np

from helpers.compare.fingerprint import of_arrays
from helpers.keras_import import keras

SEEDS = {"seed", "seed2"}  # what TensorFlow's random operations have as attributes
PYTHON = {"PyFunc", "PyFuncStateless", "EagerPyFunc"}  # may draw out of sight

PLACES = {  # where Keras draws from Python's random: for layers, and to shuffle
    "keras.src.random.seed_generator": "python_random",
    "keras.src.trainers.data_adapters.py_dataset_adapter": "random",
}


@contextmanager
def seeded(seed, tensorflow=True):
    """Within the block Keras's random numbers are those of the seed.

    ``set_random_seed`` is not enough: Keras draws the seeds of its layers from Python's
    ``random``, which belongs to all threads. On a worker of dask another one draws from
    it several times a second. Here Keras has numbers of its own, and the same ones.

    Without ``tensorflow`` the numbers of ``tf.random`` are left as they are.
    """
    own = random.Random(seed)
    with ExitStack() as block:
        if tensorflow:
            keras.utils.set_random_seed(seed)
        else:
            import tensorflow as tf

            with replaced(tf.random, "set_seed", lambda seed: None):
                keras.utils.set_random_seed(seed)
        for place, name in PLACES.items():
            module = sys.modules.get(place)
            if hasattr(module, name):
                block.enter_context(replaced(module, name, own))
        yield


@contextmanager
def replaced(module, name, value):
    """Within the block this name of a module has another value."""
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)


def model_uses_tf_random(make, inputs):
    """Return whether the model that ``make`` returns, a fresh one, depends on them.

    Its weights and its outputs for ``inputs`` are compared under two global seeds.
    """
    import tensorflow as tf  # here, as other backends run without TensorFlow

    def outcome(own):
        with seeded(0):
            tf.random.set_seed(own)
            model = make()
            outputs = keras.tree.flatten(model(inputs))
            return of_arrays([*model.get_weights(), *map(np.asarray, outputs)])

    return outcome(1) != outcome(2)


def program_uses_tf_random(model, batch):
    """Return whether an update or an evaluation on a batch may draw them.

    ``model`` is compiled and has been trained, so that all its variables are there.
    """
    if model.run_eagerly:
        return True
    from tensorflow import function

    def both(batch):
        return model.train_step(batch), model.test_step(batch)

    program = function(both).get_concrete_function(batch).graph.as_graph_def()
    within = [node for inner in program.library.function for node in inner.node_def]
    return any(
        node.op in PYTHON or set(node.attr) >= SEEDS
        for node in (*program.node, *within)
    )
