"""A file to write to in the place of another, which is not kept."""

import os
from collections.abc import Callable
from tempfile import TemporaryFile
from typing import Any

__all__ = ["thrown_away"]


def thrown_away(
    reader: Callable[..., Any],
    place: Any,
    mode: str = "r",
    buffering: int = -1,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    **options: Any,
) -> Any:
    """Return a temporary file in the place of one that ``open`` would change.

    A file that is to be read too has what is there, by ``reader``. As with ``open``,
    mode "x" raises FileExistsError, and "r+" FileNotFoundError.

    >>> with thrown_away(open, "log.csv", "w") as file:
    ...     file.write("epoch")
    5
    >>> os.path.exists("log.csv")
    False
    """
    if "x" in mode and os.path.exists(place):
        raise FileExistsError(f"{str(place)!r} is there already")
    contents = b""
    if "+" in mode and ("r" in mode or "a" in mode and os.path.exists(place)):
        with reader(place, "rb") as original:
            contents = original.read()
    file: Any = TemporaryFile(  # noqa: SIM115
        mode.replace("x", "w"),
        buffering,
        encoding=encoding,
        errors=errors,
        newline=newline,
    )
    if contents:
        getattr(file, "buffer", file).write(contents)
        file.seek(0, os.SEEK_END if "a" in mode else os.SEEK_SET)
    return file
