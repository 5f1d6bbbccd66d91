"""A second data set: MNIST-1D, made on the spot, without a download."""

import random

import numpy as np

from helpers.data.digits import Digits

__all__ = ["mnist_1d"]


def mnist_1d(samples: int = 5000) -> Digits:
    """Return MNIST-1D as ``Digits``: float32 sequences, ``(n, 40)``, split 4 to 1.

    Ten shapes, one for each digit, are stretched, moved, sheared and blurred at random;
    with the usual 5 000 samples they are the arrays of S. Greydanus and D. Kobak,
    *Scaling Down Deep Learning with MNIST-1D* (2024), whose package makes them.

    >>> from helpers.data import mnist_1d
    >>> print(mnist_1d(samples=500))
    MNIST-1D: 400 training images, 100 test images
    """
    from mnist1d import get_dataset_args
    from mnist1d.data import make_dataset

    settings = get_dataset_args()
    settings.num_samples = samples
    before = random.getstate(), np.random.get_state()
    try:  # the package seeds the random numbers of the whole process
        made = make_dataset(settings)
    finally:
        random.setstate(before[0])
        np.random.set_state(before[1])
    sequences = made["x"].astype(np.float32), made["x_test"].astype(np.float32)
    labels = made["y"].astype(np.uint8), made["y_test"].astype(np.uint8)
    return Digits("MNIST-1D", sequences[0], labels[0], sequences[1], labels[1])
