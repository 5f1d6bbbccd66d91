"""Keras's own ``load_data``, with the digits that the collection has found."""

from helpers.arrays import Array
from helpers.data import Digits
from helpers.keras_import import keras

__all__ = ["lend_to_keras"]

Pair = tuple[Array, Array]


def lend_to_keras(digits: Digits) -> None:
    """Let ``keras.datasets.mnist.load_data`` give these digits, in this process.

    Keras has its own cache, and knows nothing of MNIST_NPZ: without this it would
    download MNIST again. It raises OSError if the digits are not MNIST.

    >>> from helpers.data import small_digits
    >>> lend_to_keras(small_digits())
    >>> keras.datasets.mnist.load_data()
    Traceback (most recent call last):
    OSError: MNIST can't be had
    """

    def load_data(path: str = "mnist.npz") -> tuple[Pair, Pair]:
        if not digits.is_mnist:
            raise OSError("MNIST can't be had")
        return (digits.x_train, digits.y_train), (digits.x_test, digits.y_test)

    keras.datasets.mnist.load_data = load_data
