"""MNIST, verified; or, where it can't be had, small digits that say what they are."""

import hashlib
import io
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from helpers.checks import check_positive
from helpers.data.download import fetch, write_atomically
from helpers.data.mapped import map_arrays

URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
LARGEST_FILE = 100_000_000

# SHA-256 of each array's bytes in C order. The container's own bytes may differ.
MNIST_ARRAYS = {
    "x_train": "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757",
    "y_train": "1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13",
    "x_test": "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161",
    "y_test": "ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5",
}


@dataclass(frozen=True)
class Digits:
    """Images, uint8 of shape ``(n, 28, 28)``, and labels, uint8 of shape ``(n,)``.

    Those of MNIST-1D are float32 of shape ``(n, 40)``.
    """

    name: str
    x_train: np.ndarray = field(repr=False)
    y_train: np.ndarray = field(repr=False)
    x_test: np.ndarray = field(repr=False)
    y_test: np.ndarray = field(repr=False)

    @property
    def is_mnist(self):
        """Whether these are the real MNIST digits."""
        return self.name == "MNIST"

    def __str__(self):
        """Name the data set and its sizes."""
        train, test = len(self.x_train), len(self.x_test)
        return f"{self.name}: {train} training images, {test} test images"


def load_mnist(url=URL, time_limit=60.0):
    """Return MNIST as ``Digits``, or scikit-learn's digits if it can't be had.

    Tried in turn: the file that the environment variable MNIST_NPZ names, the cache
    of Keras (see ``keras_cache``), a download from ``url`` within
    ``time_limit`` seconds. Each array is verified by its SHA-256, and pickled objects
    are never loaded. A download is verified before it is kept for the next time. If
    none of these gives MNIST, a printed sentence says why, and how to get it. Programs
    that use one file made by ``write_shared`` share its pages in memory.

    Raises FileNotFoundError or ValueError if MNIST_NPZ names a file that is missing
    or is not MNIST.
    """
    check_positive("time_limit", time_limit)
    if named := os.environ.get("MNIST_NPZ"):
        if not Path(named).is_file():
            raise FileNotFoundError(f"MNIST_NPZ = {named!r} is not a file")
        return read_file(Path(named), f"MNIST_NPZ = {named!r}")

    cache = keras_cache()
    if os.path.isfile(cache):
        try:
            return read_file(cache, f"the cached file {cache}")
        except (OSError, ValueError) as problem:
            print(f"Not used: {problem}.")

    try:
        content = fetch(url, time_limit, LARGEST_FILE)
        digits = read_mnist(content, f"the file from {url}")
    except (OSError, ValueError) as problem:
        digits = small_digits()
        print(
            f"MNIST can't be had ({problem}), so these are scikit-learn's 8×8 digits, "
            f"brought to 28×28: expect other results. For MNIST, download {url} where "
            f"there is a network, and set MNIST_NPZ to the file's path."
        )
        return digits

    try:
        write_atomically(cache, content)
    except OSError as problem:
        print(f"MNIST was downloaded, but can't be kept in {cache}: {problem}.")
    return digits


def keras_cache():
    """Return the path where ``keras.datasets.mnist`` keeps its file."""
    home = os.path.expanduser(os.environ.get("KERAS_HOME") or "~/.keras")
    return Path(home, "datasets", "mnist.npz")


def read_file(path, origin):
    """Return an npz file as ``Digits``, if it holds MNIST.

    Raises ValueError, naming ``origin``, for anything else.
    """
    with _whole(origin):
        arrays = map_arrays(path, MNIST_ARRAYS)
    if arrays is None:
        return read_mnist(path.read_bytes(), origin)
    return _verified(arrays, origin)


def read_mnist(content, origin):
    """Return the bytes of an npz file as ``Digits``, if they hold MNIST.

    Raises ValueError, naming ``origin``, for anything else.
    """
    with _whole(origin), np.load(io.BytesIO(content), allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in MNIST_ARRAYS}
    return _verified(arrays, origin)


@contextmanager
def _whole(origin):
    try:
        yield
    except Exception as problem:  # a damaged archive fails in a dozen ways
        raise ValueError(f"{origin} is not a whole npz file of MNIST") from problem


def _verified(arrays, origin):
    for name, digest in MNIST_ARRAYS.items():
        array = np.ascontiguousarray(arrays[name])
        if array.dtype != np.uint8 or hashlib.sha256(array).hexdigest() != digest:
            raise ValueError(f"{origin} is not MNIST: its {name} differs")
        arrays[name] = array.reshape(-1, 28, 28) if name[0] == "x" else array.ravel()
    return Digits("MNIST", **arrays)


def write_shared(digits, path):
    """Write digits as an npz file that is not compressed: 55 MB for MNIST.

    Kernels for which MNIST_NPZ names this file hold its images once for all of them,
    instead of once each. Nobody may change the file while they run.
    """
    content = io.BytesIO()
    np.savez(content, **{name: getattr(digits, name) for name in MNIST_ARRAYS})
    write_atomically(path, content.getvalue())
    os.chmod(path, 0o644)  # for others too


def small_digits():
    """Return scikit-learn's 1 797 digits, 8×8 brought to 28×28, split 4 to 1."""
    from scipy.ndimage import zoom
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    images, labels = load_digits(return_X_y=True)
    large = zoom(images.reshape(-1, 8, 8) * (255 / 16), (1, 3, 3), order=1)
    framed = np.pad(large.round().astype(np.uint8), ((0, 0), (2, 2), (2, 2)))
    x_train, x_test, y_train, y_test = train_test_split(
        framed, labels.astype(np.uint8), test_size=0.2, random_state=0, stratify=labels
    )
    return Digits("8×8 digits", x_train, y_train, x_test, y_test)
