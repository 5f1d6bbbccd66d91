"""The digits that the notebooks train on: MNIST, verified, or what stands in for it.

Behind this door ``digits`` finds MNIST on this machine or on the network and checks
every byte of it, ``download`` fetches a file within a time limit and keeps it safely,
``mapped`` lets kernels share its pages, and ``sequences`` makes MNIST-1D, a second data
set. ``python -m helpers.data`` says which digits are found here, and with the name of a
file writes MNIST so that the kernels of a class share it.
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
