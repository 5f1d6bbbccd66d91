"""The digits that the notebooks train on: MNIST, verified, or what stands in for it.

The parts, from the ground up: ``download`` fetches a file within a time limit and
writes it completely or not at all; ``digits`` finds MNIST on this machine or on the
network and checks every byte of it; ``sequences`` makes MNIST-1D, a second data set.

``python -m helpers.data`` says which digits are found here. ``python -m helpers.data
FOLDER`` writes MNIST into a folder so that the kernels of a class share it in memory.
"""

from helpers.data.digits import (
    Digits,
    keras_cache,
    load_mnist,
    small_digits,
    write_shared,
)
from helpers.data.sequences import mnist_1d

__all__ = [
    "Digits",
    "keras_cache",
    "load_mnist",
    "mnist_1d",
    "small_digits",
    "write_shared",
]
