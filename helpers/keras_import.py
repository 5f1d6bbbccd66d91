"""Keras without the start-up lines of TensorFlow.

While TensorFlow is imported it writes remarks about the machine to the process's
error stream, below Python's, where no logging setting reaches them. Here that stream
is caught during the import. The known remarks are dropped; every other line is
passed on. TensorFlow's settings, its oneDNN operations among them, are not changed.
Keras's wrappers for scikit-learn are loaded when they are first used: with them come
scikit-learn and much of SciPy, a second of processor time and 40 MB in every kernel
(Keras 3.15), and no notebook uses them. Python does not search for garbage among what
is imported, neither meanwhile nor later: that takes another second.

Where TensorFlow or Keras is missing, or Keras is older than 3.5, the ImportError has
the command that mends it: the collection does not install them.

>>> from helpers.keras_import import keras
>>> keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)]).count_params()
9
"""

import gc
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader, find_spec
from types import ModuleType
from typing import TYPE_CHECKING

__all__ = ["keras", "name_of_tensorflow", "series", "without_remarks"]

REMARKS = (
    "All log messages before absl::InitializeLog() is called are written to STDERR",
    "oneDNN custom operations are on",
    "This TensorFlow binary is optimized to use available CPU instructions",
    "To enable the following instructions:",
    "Could not find cuda drivers on your machine",
)
OLDEST_KERAS = "3.5"
WRAPPERS = ("keras.wrappers", "keras.api.wrappers")  # the second in older ones


@contextmanager
def without_remarks() -> Iterator[None]:
    """Leave TensorFlow's known remarks out of the error stream within the block.

    All that is written to file descriptor 2 waits until the block ends; all but REMARKS
    is then passed on to ``sys.stderr``.

    >>> with without_remarks():
    ...     import tensorflow
    """
    try:
        original = os.dup(2)
    except OSError:  # no error stream at all, as under pythonw on Windows
        yield
        return
    with tempfile.TemporaryFile() as caught:
        os.dup2(caught.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(original, 2)
            os.close(original)
            caught.seek(0)
            _pass_on(caught.read().decode(errors="replace"))


def _pass_on(text: str) -> None:
    for line in text.splitlines(keepends=True):
        if not any(remark in line for remark in REMARKS):
            sys.stderr.write(line)


def import_keras() -> ModuleType:
    """Return Keras, or raise an ImportError that has the command that mends it."""
    wrong, package = "Keras is missing", f'"keras>={OLDEST_KERAS}"'
    try:
        import keras
    except ModuleNotFoundError as problem:
        lacking = str(problem.name).partition(".")[0]
        if lacking in ("keras", "tensorflow") and find_spec("tensorflow") is None:
            wrong, package = "TensorFlow is missing", name_of_tensorflow()
        elif lacking != "keras":
            raise
    else:
        if series(keras.__version__) >= series(OLDEST_KERAS):
            return keras
        wrong = f"Keras {keras.__version__} is older than {OLDEST_KERAS}"
    raise ImportError(f"{wrong}: pip install {package}, then restart Python")


def series(version: str) -> tuple[int, ...]:
    """Return the first two numbers of a version, to compare it by.

    >>> series("3.15.1") > series("3.5.0")
    True
    """
    return tuple(int(number) for number in version.split(".")[:2])


def name_of_tensorflow() -> str:
    """Return the name of the smallest package of TensorFlow for this machine.

    >>> name_of_tensorflow() in ("tensorflow", "tensorflow-cpu")
    True
    """
    has_cpu_build = sys.platform == "win32" or (
        sys.platform == "linux" and platform.machine() == "x86_64"
    )
    return "tensorflow-cpu" if has_cpu_build else "tensorflow"


class _Finder:
    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in WRAPPERS:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


@contextmanager
def wrappers_when_used() -> Iterator[None]:
    """Delay imports of WRAPPERS within the block until they are used."""
    sys.meta_path.insert(0, _Finder)
    try:
        yield
    finally:
        sys.meta_path.remove(_Finder)


@contextmanager
def kept_from_garbage_search() -> Iterator[None]:
    """Keep what is made within the block out of every search for garbage.

    An import makes hundreds of thousands of objects that stay, and Python would look at
    all of them again and again.
    """
    gc.collect()  # what is garbage now would be kept, too
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if searched:
            gc.enable()


# Level 1 leaves out information only: warnings and errors still show.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "1")

if TYPE_CHECKING:
    import keras
else:
    with without_remarks(), wrappers_when_used(), kept_from_garbage_search():
        keras = import_keras()
