"""Files that are open: what is written to them goes nowhere."""

import io
import os
import sys
from contextlib import ExitStack, suppress
from typing import Any

__all__ = ["send_nowhere"]


def send_nowhere(file: Any, undo: ExitStack) -> None:
    """Let what is written to an open file be lost, until ``undo`` is closed.

    The file's own descriptor leads to the system's null device meanwhile, so that a
    ``csv.writer`` on it is kept from writing too, and ``close`` leaves it open.
    A file that is only read goes back to its place. Python's standard streams are left
    alone.

    >>> lines = io.StringIO("kept")
    >>> with ExitStack() as undo:
    ...     send_nowhere(lines, undo)
    ...     _ = lines.write("not kept")
    >>> lines.getvalue()
    'kept'
    """
    if file.closed or file in (sys.stdout, sys.stderr):
        return
    if hasattr(file, "__dict__"):
        file.close = _stay_open
        undo.callback(vars(file).pop, "close")
    if not file.writable():
        with suppress(OSError):  # no place to go back to, as within a loop over lines
            undo.callback(file.seek, file.tell())
        return
    if isinstance(file, io.StringIO | io.BytesIO):
        undo.callback(_set_contents, file, file.getvalue(), file.tell())
        return
    file.flush()
    original, nowhere = os.dup(file.fileno()), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, file.fileno())
    os.close(nowhere)
    undo.callback(os.close, original)
    undo.callback(os.dup2, original, file.fileno())
    undo.callback(file.flush)


def _stay_open() -> None:
    """Take the place of a file's ``close``."""


def _set_contents(file: Any, contents: Any, place: int) -> None:
    file.seek(0)
    file.truncate()
    file.write(contents)
    file.seek(place)
