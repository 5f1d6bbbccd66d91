"""Have random numbers of TensorFlow's own a say in a training?

Those that Keras draws, for weights, dropout and noise, come from seeds that are kept in
variables. TensorFlow's own, of ``tf.random``, come from its global seed and from a
state within the programs that it has prepared. To begin them anew (``set_seed``), it
throws these programs away, and for a small network they take longer to prepare than
the training. So one wants to know when there is no need.
"""

import numpy as np

from helpers.compare.code import of_arrays
from helpers.compare.seeds import seeded
from helpers.quiet import keras

SEEDS = {"seed", "seed2"}  # what TensorFlow's random operations have as attributes
PYTHON = {"PyFunc", "PyFuncStateless", "EagerPyFunc"}  # may draw out of sight


def model_draws(make, inputs):
    """Return whether the model that ``make`` returns, a fresh one, depends on them.

    Its weights and its outputs for ``inputs`` are compared under two global seeds.
    """
    from tensorflow import random  # here, as other backends run without TensorFlow

    def outcome(own):
        with seeded(0):
            random.set_seed(own)
            model = make()
            outputs = keras.tree.flatten(model(inputs))
            return of_arrays([*model.get_weights(), *map(np.asarray, outputs)])

    return outcome(1) != outcome(2)


def program_draws(model, batch):
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
