"""MNIST, verified; or, where it can't be had, small digits in its place."""

import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from helpers.arrays import Array
from helpers.checks import check_positive
from helpers.data.download import fetch, write_atomically

__all__ = ["Digits", "keras_cache", "load_mnist", "small_digits", "write_shared"]

URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
LARGEST_FILE = 100_000_000  # bytes

# SHA-256 of each array's bytes in C order. The container's own bytes may differ.
MNIST_ARRAYS = {
    "x_train": "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757",
    "y_train": "1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13",
    "x_test": "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161",
    "y_test": "ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5",
}
SHARED = {f"{name}.npy": name for name in MNIST_ARRAYS}  # files of a shared folder


@dataclass(frozen=True)
class Digits:
    """Hold images, uint8 ``(n, 28, 28)``, and labels, uint8 ``(n,)``.

    Those of MNIST-1D are float32 of shape ``(n, 40)``.

    >>> digits = small_digits()
    >>> digits.is_mnist, digits.x_train.shape, digits.y_train.shape
    (False, (1437, 28, 28), (1437,))
    """

    name: str
    x_train: Array = field(repr=False)
    y_train: Array = field(repr=False)
    x_test: Array = field(repr=False)
    y_test: Array = field(repr=False)

    @property
    def is_mnist(self) -> bool:
        """Whether these are the real MNIST digits."""
        return self.name == "MNIST"

    def __str__(self) -> str:
        """Name the data set and its sizes."""
        images = self.x_train, self.x_test
        train, test = (f"{len(x):,}".replace(",", " ") for x in images)
        return f"{self.name}: {train} training images, {test} test images"


def load_mnist(url: str = URL, time_limit: float = 60.0) -> Digits:
    """Return MNIST as ``Digits``, or scikit-learn's digits if it can't be had.

    Tried in turn: the file or folder that the environment variable MNIST_NPZ names, the
    cache of Keras (see ``keras_cache``), a download from ``url`` within ``time_limit``
    seconds. Each array is verified by its SHA-256, and pickled objects are never
    loaded. A download is verified before it is kept for the next time. If none of these
    gives MNIST, a printed sentence says why, and how to get it. Programs that use one
    folder made by ``write_shared`` share its pages in memory.

    Raises FileNotFoundError or ValueError if MNIST_NPZ names what is missing or is not
    MNIST.

    >>> print(load_mnist())
    MNIST...: ... training images, ... test images
    """
    check_positive("time_limit", time_limit)
    if named := os.environ.get("MNIST_NPZ"):
        path = Path(named)
        if not (path.is_file() or all((path / file).is_file() for file in SHARED)):
            missing = f"is not a file, nor a folder with {', '.join(SHARED)}"
            raise FileNotFoundError(f"MNIST_NPZ = {named!r} {missing}")
        return read(path, f"MNIST_NPZ = {named!r}")

    cache = keras_cache()
    if os.path.isfile(cache):
        try:
            return read(cache, f"the cached file {cache}")
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


def keras_cache() -> Path:
    """Return the path where ``keras.datasets.mnist`` keeps its file.

    >>> keras_cache().name
    'mnist.npz'
    """
    home = os.path.expanduser(os.environ.get("KERAS_HOME") or "~/.keras")
    return Path(home, "datasets", "mnist.npz")


def read(path: Path, origin: str) -> Digits:
    """Return an npz file, or a folder made by ``write_shared``, if it holds MNIST.

    Raises ValueError, naming ``origin``, for anything else.
    """
    if not path.is_dir():
        return read_mnist(path.read_bytes(), origin)
    with _complete(origin, "folder"):
        # Not read into memory: programs that use the same folder share its pages. An
        # array that is written to gets its own copy of the page ("c").
        arrays = {
            name: np.load(path / file, mmap_mode="c") for file, name in SHARED.items()
        }
    return _verified(arrays, origin)


def read_mnist(content: bytes, origin: str) -> Digits:
    """Return the bytes of an npz file as ``Digits``, if they hold MNIST.

    Raises ValueError, naming ``origin``, for anything else.
    """
    file = io.BytesIO(content)
    with _complete(origin, "npz file"), np.load(file, allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in MNIST_ARRAYS}
    return _verified(arrays, origin)


def write_shared(digits: Digits, folder: str | Path) -> None:
    """Write digits as four ``.npy`` files into a folder: 55 MB for MNIST.

    Kernels for which MNIST_NPZ names this folder hold its images once for all of them,
    instead of once each. Nobody may change the files while they run.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_shared(small_digits(), folder)
    ...     sorted(path.name for path in Path(folder).iterdir())
    ['x_test.npy', 'x_train.npy', 'y_test.npy', 'y_train.npy']
    """
    for file, name in SHARED.items():
        content = io.BytesIO()
        np.save(content, getattr(digits, name))
        write_atomically(Path(folder, file), content.getvalue())
        Path(folder, file).chmod(0o644)  # for others too


def small_digits() -> Digits:
    """Return scikit-learn's 1 797 digits, 8×8 brought to 28×28, split 4 to 1.

    >>> print(small_digits())
    8×8 digits: 1 437 training images, 360 test images
    """
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


@contextmanager
def _complete(origin: str, kind: str) -> Iterator[None]:
    try:
        yield
    except Exception as problem:  # a damaged archive fails in a dozen ways
        raise ValueError(f"{origin} is not a whole {kind} of MNIST") from problem


def _verified(arrays: dict[str, Array], origin: str) -> Digits:
    for name, digest in MNIST_ARRAYS.items():
        array = np.ascontiguousarray(arrays[name])
        if array.dtype != np.uint8 or hashlib.sha256(array.data).hexdigest() != digest:
            raise ValueError(f"{origin} is not MNIST: its {name} differs")
        arrays[name] = array.reshape(-1, 28, 28) if name[0] == "x" else array.ravel()
    return Digits("MNIST", **arrays)
