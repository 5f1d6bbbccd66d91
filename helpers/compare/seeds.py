"""Seeds that hold, whatever other threads of the process draw."""

import random
import sys
from contextlib import contextmanager

from helpers.quiet import keras

PLACES = {  # where Keras draws from Python's random: for layers, and to shuffle
    "keras.src.random.seed_generator": "python_random",
    "keras.src.trainers.data_adapters.py_dataset_adapter": "random",
}


@contextmanager
def seeded(seed):
    """Within the block Keras's random numbers are those of the seed.

    ``set_random_seed`` is not enough: Keras draws the seeds of its layers from Python's
    ``random``, which belongs to all threads. On a worker of dask another one draws from
    it several times a second. Here Keras has numbers of its own, and the same ones.
    """
    keras.utils.set_random_seed(seed)
    own = random.Random(seed)
    before = {}
    for place, name in PLACES.items():
        module = sys.modules.get(place)
        if hasattr(module, name):
            before[module, name] = getattr(module, name)
            setattr(module, name, own)
    try:
        yield
    finally:
        for (module, name), value in before.items():
            setattr(module, name, value)
