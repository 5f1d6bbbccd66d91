"""Nothing is written to a file while a preview is made.

Within the block the usual ways to change a file do nothing: Python's own, and those of
Keras and TensorFlow. ``open`` gives a file that is thrown away, so that a callback goes
on. Where there is nothing to give, an error is raised: for a file of h5py, a
checkpoint, and a connection to a database or a server. Other threads go on as before.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from operator import attrgetter
from typing import Any
from unittest.mock import patch
from weakref import WeakSet

from helpers.preview.thrown_away import thrown_away

__all__ = ["NotWrittenError", "no_writes"]

READ = set("rbtU")  # the letters of modes that only read
OPENERS = {"builtins": ["open"], "io": ["open"], "tensorflow": ["io.gfile.GFile"]}
CHANGES = {
    "os": [
        *("chmod", "link", "mkdir", "remove", "rename", "replace", "rmdir", "symlink"),
        *("truncate", "unlink", "utime"),
    ],
    "tensorflow": [
        *(f"io.gfile.{name}" for name in ("copy", "makedirs", "mkdir", "remove")),
        *("io.gfile.rename", "io.gfile.rmtree", "io.write_file", "saved_model.save"),
    ],
    "keras": [
        *("Model.export", "Model.save", "Model.save_weights"),
        *("saving.save_model", "saving.save_weights"),
    ],
}
REFUSED = {
    "sqlite3": ["connect"],
    "socket": ["socket.connect"],
    "tensorflow": ["train.Checkpoint.save", "train.Checkpoint.write"],
}
PLACES = (str, bytes, os.PathLike, tuple)


class NotWrittenError(PermissionError):
    """Something was to be written, while a preview was made, that gives an answer.

    >>> raise NotWrittenError("runs.sqlite")
    Traceback (most recent call last):
    helpers.preview.writes.NotWrittenError: runs.sqlite
    """


@contextmanager
def no_writes(refused: Callable[[str], None]) -> Iterator[None]:
    """Keep files, within the block, from being changed.

    ``refused`` is called with the place before. Raises NotWrittenError where a callback
    can't go on.

    >>> tried = []
    >>> with no_writes(tried.append):
    ...     with open("log.csv", "w") as file:
    ...         _ = file.write("epoch")
    >>> tried, os.path.exists("log.csv")
    (['log.csv'], False)
    """
    here, given_out = threading.get_ident(), WeakSet[Any]()

    def refuse(original: Any, place: str, *given: Any, **options: Any) -> Any:
        raise NotWrittenError(f"{place!r} is not written in a preview")

    def leave_out(original: Any, place: str, *given: Any, **options: Any) -> None:
        pass

    def give_another(original: Any, place: str, *given: Any, **options: Any) -> Any:
        nonlocal here
        here, mine = -1, here  # a temporary file is opened in the same ways
        try:
            file = thrown_away(original, *given, **options)
        finally:
            here = mine
        given_out.add(file)
        return file

    def nowhere(original: Any, place: str, *given: Any, **options: Any) -> Any:
        return original(os.devnull, os.O_RDWR)

    def here_only(
        original: Any, writes: Callable[..., bool], instead: Callable[..., Any]
    ) -> Any:
        def guarded(*given: Any, **options: Any) -> Any:
            if threading.get_ident() != here or not writes(*given, **options):
                return original(*given, **options)
            values = [*given, *options.values()]
            place = next((one for one in values if isinstance(one, PLACES)), "a file")
            refused(str(place))
            return instead(original, str(place), *given, **options)

        return guarded

    ways: list[tuple[dict[str, list[str]], Callable[..., bool], Any]] = [
        (OPENERS, _has_a_mode_that_writes, give_another),
        ({"h5py": ["File"]}, _has_a_mode_that_writes, refuse),
        ({"os": ["open"]}, _opens_for_writing, nowhere),
        (CHANGES, _always, leave_out),
        (REFUSED, _always, refuse),
    ]
    with ExitStack() as block:
        for names, writes, instead in ways:
            for owner, name in _places(names):
                original = getattr(owner, name, None)
                if original is not None:
                    guarded = here_only(original, writes, instead)
                    block.enter_context(patch.object(owner, name, guarded))
        block.callback(lambda: [file.close() for file in [*given_out]])
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
