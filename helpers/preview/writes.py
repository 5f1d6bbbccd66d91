"""Nothing is written to a file while a preview is made.

Python's own ways to open a file for writing, to rename and to remove one, and a model's
ways to save itself raise an error within the block, as on a disk that is read-only.
"""

import builtins
import io
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from helpers.keras_import import keras

__all__ = ["NotWrittenError", "no_writes"]

READ = set("rbtU")  # the letters of modes that only read
CHANGES = (
    *("chmod", "link", "mkdir", "remove", "rename", "replace", "rmdir", "symlink"),
    *("truncate", "unlink", "utime"),
)
SAVES = ("export", "save", "save_weights")


class NotWrittenError(PermissionError):
    """A file was to be written while a preview was made.

    >>> raise NotWrittenError("log.csv")
    Traceback (most recent call last):
    helpers.preview.writes.NotWrittenError: log.csv
    """


@contextmanager
def no_writes(refused: Callable[[str], None], model: keras.Model) -> Iterator[None]:
    """Raise NotWrittenError, within the block, where a file would be changed.

    ``refused`` is called with the place before.

    >>> tried, model = [], keras.Sequential()
    >>> with no_writes(tried.append, model):
    ...     open("log.csv", "w")
    Traceback (most recent call last):
    helpers.preview.writes.NotWrittenError: 'log.csv' is not written in a preview
    >>> tried
    ['log.csv']
    """

    def refuse(place: Any, *others: Any, **options: Any) -> Any:
        refused(str(place))
        raise NotWrittenError(f"{str(place)!r} is not written in a preview")

    def reading(file: Any, mode: str = "r", *others: Any, **options: Any) -> Any:
        return (original if set(mode) <= READ else refuse)(
            file, mode, *others, **options
        )

    def descriptor(path: Any, flags: int, *others: Any, **options: Any) -> int:
        writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        return (refuse if writes else low_level)(path, flags, *others, **options)

    original, low_level = builtins.open, os.open
    with ExitStack() as block:
        for place, name, value in [
            (builtins, "open", reading),
            (io, "open", reading),
            (os, "open", descriptor),
            *((os, name, refuse) for name in CHANGES if hasattr(os, name)),
            *((model, name, refuse) for name in SAVES if hasattr(model, name)),
        ]:
            block.enter_context(patch.object(place, name, value))
        yield
