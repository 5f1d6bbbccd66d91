"""Nothing is written to a file while a preview is made.

Within the block the usual ways to change a file raise an error, as on a disk that is
read-only: Python's own, those of h5py, which saves models, and of TensorFlow, and a
connection to a database or a server. Other threads go on as before.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from operator import attrgetter
from typing import Any
from unittest.mock import patch

__all__ = ["NotWrittenError", "no_writes"]

READ = set("rbtU")  # the letters of modes that only read
OPENERS = {"builtins": ["open"], "io": ["open"], "h5py": ["File"]}
OPENERS["tensorflow"] = ["io.gfile.GFile"]
CHANGES = {
    "os": [
        *("chmod", "link", "mkdir", "remove", "rename", "replace", "rmdir", "symlink"),
        *("truncate", "unlink", "utime"),
    ],
    "sqlite3": ["connect"],
    "socket": ["socket.connect"],
    "tensorflow": [
        *(f"io.gfile.{name}" for name in ("copy", "makedirs", "mkdir", "remove")),
        *("io.gfile.rename", "io.gfile.rmtree", "io.write_file", "saved_model.save"),
        *("train.Checkpoint.save", "train.Checkpoint.write"),
    ],
    "keras": ["saving.save_model", "saving.save_weights"],
}
PLACES = (str, bytes, os.PathLike, tuple)


class NotWrittenError(PermissionError):
    """A file was to be written while a preview was made.

    >>> raise NotWrittenError("log.csv")
    Traceback (most recent call last):
    helpers.preview.writes.NotWrittenError: log.csv
    """


@contextmanager
def no_writes(refused: Callable[[str], None]) -> Iterator[None]:
    """Raise NotWrittenError, within the block, where a file would be changed.

    ``refused`` is called with the place before.

    >>> tried = []
    >>> with no_writes(tried.append):
    ...     open("log.csv", "w")
    Traceback (most recent call last):
    helpers.preview.writes.NotWrittenError: 'log.csv' is not written in a preview
    >>> tried
    ['log.csv']
    """
    here = threading.get_ident()

    def refuse(*given: Any, **options: Any) -> Any:
        values = [*given, *options.values()]
        place = next((one for one in values if isinstance(one, PLACES)), "a file")
        refused(str(place))
        raise NotWrittenError(f"{str(place)!r} is not written in a preview")

    def here_only(original: Any, writes: Callable[..., bool]) -> Any:
        def guarded(*given: Any, **options: Any) -> Any:
            stopped = threading.get_ident() == here and writes(*given, **options)
            return (refuse if stopped else original)(*given, **options)

        return guarded

    with ExitStack() as block:

        def guard(owner: Any, name: str, writes: Callable[..., bool]) -> None:
            original = getattr(owner, name, None)
            if original is not None:
                block.enter_context(
                    patch.object(owner, name, here_only(original, writes))
                )

        guard(os, "open", _opens_for_writing)
        for owner, name in _places(OPENERS):
            guard(owner, name, _has_a_mode_that_writes)
        for owner, name in _places(CHANGES):
            guard(owner, name, _always)
        yield


def _places(names: dict[str, list[str]]) -> Iterator[tuple[Any, str]]:
    """Yield the owner and the name of each function, of modules that are loaded."""
    for module, paths in names.items():
        for path in paths if module in sys.modules else ():
            owner, _, name = path.rpartition(".")
            try:
                found = attrgetter(owner)(sys.modules[module]) if owner else None
            except AttributeError:
                continue
            yield found or sys.modules[module], name


def _always(*given: Any, **options: Any) -> bool:
    return True


def _has_a_mode_that_writes(
    place: Any = None, mode: Any = "r", *given: Any, **options: Any
) -> bool:
    return not set(mode or "r") <= READ


def _opens_for_writing(path: Any, flags: int, *given: Any, **options: Any) -> bool:
    return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
