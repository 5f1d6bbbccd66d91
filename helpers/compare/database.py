"""An SQLite file: one transaction at a time, and errors that name the file."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

__all__ = ["reading", "transaction"]

PATIENCE = 60.0  # seconds to wait for another process that writes
TO_READ = 10.0
NO_LOCKS = (
    ": another process has been writing to it for long, or its file system, a network "
    "drive for instance, does not lock files: choose a file on a disk of this machine"
)


@contextmanager
def transaction(
    path: str | os.PathLike[str], patience: float | None = None
) -> Iterator[sqlite3.Connection]:
    """Give a connection for one transaction, in which no other process writes.

    Raises a ValueError that names the file if it can't be used.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with transaction(f"{folder}/new.sqlite") as database:
    ...         database.execute("select 1 + 1").fetchone()
    (2,)
    """
    seconds = PATIENCE if patience is None else patience
    with (
        named_errors(path),
        closing(sqlite3.connect(path, seconds, isolation_level=None)) as database,
    ):
        database.execute("begin immediate")
        yield database
        if database.in_transaction:
            database.execute("commit")


@contextmanager
def reading(path: str | os.PathLike[str]) -> Iterator[sqlite3.Connection]:
    """Give a connection that changes nothing, also where nothing may be written.

    Raises a ValueError that names the file if there is none, or it can't be read.

    >>> with reading("missing.sqlite"):
    ...     pass
    Traceback (most recent call last):
    ValueError: file = 'missing.sqlite' is missing
    """
    if not Path(path).is_file():
        raise ValueError(f"file = {str(path)!r} is missing")
    address = f"{Path(path).absolute().as_uri()}?mode=ro"
    with (
        named_errors(path),
        closing(sqlite3.connect(address, TO_READ, uri=True)) as database,
    ):
        yield database


@contextmanager
def named_errors(path: str | os.PathLike[str]) -> Iterator[None]:
    """Turn an error of SQLite into a ValueError that names the file."""
    try:
        yield
    except sqlite3.Error as problem:
        asked = any(words in str(problem) for words in ("locked", "disk I/O"))
        advice = NO_LOCKS if asked else ""
        raise ValueError(
            f"file = {str(path)!r} can't be used as an SQLite file: {problem}{advice}"
        ) from problem
