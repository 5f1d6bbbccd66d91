"""Seeds that hold, and whether a training uses ``tf.random``.

The random numbers that Keras draws, for weights, dropout and noise, come from seeds
kept in variables. Those of ``tf.random`` come from TensorFlow's global seed and from a
state within the programs that it has prepared. ``tf.random.set_seed`` throws these
programs away, and for a small network they take longer to prepare than the training. So
it is called only where a training uses such numbers.
"""

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np

from helpers.compare.fingerprint import fingerprint
from helpers.keras_import import keras

__all__ = [
    "GLOBAL_SEED",
    "depends_on_tf_random",
    "draws_from_tf_random",
    "model_uses_tf_random",
    "operations",
    "seeded",
]

GLOBAL_SEED = 0  # of tf.random, where a training does not use it
SEEDS = {"seed", "seed2"}  # what TensorFlow's random operations have as attributes
PYTHON = {"PyFunc", "PyFuncStateless", "EagerPyFunc"}  # may draw out of sight

PLACES = {  # where Keras draws from Python's random: for layers, and to shuffle
    "keras.src.random.seed_generator": "python_random",
    "keras.src.trainers.data_adapters.py_dataset_adapter": "random",
}


@contextmanager
def seeded(seed: int, tensorflow: bool = True) -> Iterator[None]:
    """Give Keras the random numbers of the seed, within a block.

    ``set_random_seed`` is not enough: Keras draws the seeds of its layers from Python's
    ``random``, which all threads share. On a worker of dask another thread draws from
    it several times a second. Here Keras has a generator of its own, with the same
    numbers.

    Without ``tensorflow`` the global seed of ``tf.random`` is the same for every seed.
    ``tf.data`` adds it to the seed by which it shuffles, so that it must not be what a
    reader's code has left there.
    """
    own = random.Random(seed)
    with ExitStack() as block:
        if tensorflow:
            keras.utils.set_random_seed(seed)
        else:
            import tensorflow as tf

            if tf.compat.v1.get_seed(1)[0] != GLOBAL_SEED:
                tf.random.set_seed(GLOBAL_SEED)
            with replaced(tf.random, "set_seed", lambda seed: None):
                keras.utils.set_random_seed(seed)
        if torch := sys.modules.get("torch"):  # whose DataLoader shuffles by its seed
            torch.manual_seed(seed)
        for place, name in PLACES.items():
            module = sys.modules.get(place)
            if hasattr(module, name):
                block.enter_context(replaced(module, name, own))
        yield


def depends_on_tf_random(make: Callable[[], Any]) -> bool:
    """Return whether what a function makes is another under another global seed."""
    import tensorflow as tf  # here, as other backends run without TensorFlow

    def made(global_seed: int) -> str:
        with seeded(0):
            tf.random.set_seed(global_seed)
            return fingerprint(make())

    return made(1) != made(2)


def model_uses_tf_random(make: Callable[[], keras.Model], inputs: Any) -> bool:
    """Return whether the fresh model that ``make`` returns depends on ``tf.random``.

    Its weights and its outputs for ``inputs`` are compared under two global seeds.
    """

    def numbers() -> list[np.ndarray]:
        model = make()
        outputs = keras.tree.flatten(model(inputs))
        return [*model.get_weights(), *map(np.asarray, outputs)]

    return depends_on_tf_random(numbers)


def draws_from_tf_random(graph: Any) -> bool:
    """Return whether a graph of TensorFlow may use ``tf.random``."""
    return any(
        node.op in PYTHON or set(node.attr) >= SEEDS for node in operations(graph)
    )


def operations(graph: Any) -> list[Any]:
    """Return the operations of a graph of TensorFlow, and of the functions in it."""
    found = graph.as_graph_def()
    inner = [node for one in found.library.function for node in one.node_def]
    return [*found.node, *inner]


@contextmanager
def replaced(module: Any, name: str, value: Any) -> Iterator[None]:
    """Give a name of a module another value, within a block."""
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)
