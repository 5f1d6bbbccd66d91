"""Seeds that hold, whatever other threads of the process draw."""

import random
import sys
from contextlib import ExitStack, contextmanager

from helpers.quiet import keras

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

    Without ``tensorflow`` the numbers of ``tf.random`` are left as they are, see
    ``helpers.compare.draws``.
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
