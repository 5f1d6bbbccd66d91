"""Files that are MNIST, and files that are not."""

import hashlib
import io
from pathlib import Path

import numpy as np

from helpers.data import small_digits
from helpers.data.digits import MNIST_ARRAYS

OTHER_FILES = [
    "nothing",
    "a web page",
    "other digits",
    "one pixel changed",
    "an array missing",
    "images too few",
    "labels as int64",
    "labels as int8",
    "test and training data swapped",
]


def npz(**arrays):
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def other_file(kind, arrays):
    """Bytes that are no MNIST: some of the many files that may lie there instead."""
    pixel = arrays["x_test"].copy()
    pixel[0, 0, 0] ^= 1
    return {
        "nothing": lambda: b"",
        "a web page": lambda: b"<html>Please log in to this network.</html>",
        "other digits": lambda: npz(**vars(small_digits())),
        "one pixel changed": lambda: npz(**{**arrays, "x_test": pixel}),
        "an array missing": lambda: npz(x_train=arrays["x_train"]),
        "images too few": lambda: npz(**{**arrays, "x_test": arrays["x_test"][1:]}),
        "labels as int64": lambda: npz(
            **{**arrays, "y_test": arrays["y_test"].astype(np.int64)}
        ),
        "labels as int8": lambda: npz(
            **{**arrays, "y_test": arrays["y_test"].view(np.int8)}
        ),
        "test and training data swapped": lambda: npz(
            x_train=arrays["x_test"],
            y_train=arrays["y_test"],
            x_test=arrays["x_train"],
            y_test=arrays["y_train"],
        ),
    }[kind]()


def damaged(content):
    """As many bytes, but a hundred of them in the middle are others."""
    middle = len(content) // 2
    return content[:middle] + bytes(100) + content[middle + 100 :]


def is_mnist(digits):
    return digits.is_mnist and all(
        hashlib.sha256(getattr(digits, name).tobytes()).hexdigest() == digest
        for name, digest in MNIST_ARRAYS.items()
    )


def files_below(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


class Harmful:
    """What writes a file when it is unpickled."""

    def __init__(self, trace):
        self.trace = trace

    def __reduce__(self):
        return Path.touch, (self.trace,)
