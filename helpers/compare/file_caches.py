"""Files in which a ``tf.data.Dataset`` keeps what it has read: written to the end.

``cache(file)`` writes while it is read for the first time, and only what was read to
its end can be used again. A training ends where its budget does, so it would leave a
file that is begun, with a lock, for all that come after it.
"""

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from helpers.compare.lengths import has_no_end

__all__ = ["finish_file_caches"]

PATIENCE = 30.0  # seconds without a sign of life of who writes the file


def finish_file_caches(name: str, data: Any) -> None:
    """Read each cache in a file to its end, unless that was done before.

    If another process writes it, wait. ``name`` is for errors: a ValueError says what
    to do where the file was begun by a process that does not go on.
    """
    for cache, file in file_caches(data):
        if has_no_end(cache):
            raise ValueError(f"{name} has no end, so cache({file!r}) can't keep it all")
        while not Path(f"{file}.index").exists():
            if not Path(f"{file}_0.lockfile").exists():
                read_to_the_end(cache)
            elif time.time() - last_written(file) > PATIENCE:
                raise ValueError(
                    f"{name} is kept by cache({file!r}), which a process has begun to "
                    f"write and left: delete the files that begin with {file!r}"
                )
            else:
                time.sleep(0.2)


def read_to_the_end(data: Any) -> None:
    """Read data, unless another process begins to keep them at the same moment."""
    from tensorflow import errors  # here, as other backends run without TensorFlow

    with suppress(errors.AlreadyExistsError):
        for _ in data:
            pass


def file_caches(data: Any) -> Iterator[tuple[Any, str]]:
    """Yield each data set in a pipeline that is kept in a file, and the file's name."""
    if not hasattr(data, "cardinality"):
        return
    for before in getattr(data, "_inputs", list)():
        yield from file_caches(before)
    if type(data).__name__ != "CacheDataset":
        return
    if file := data._filename.numpy().decode():  # empty if it is kept in memory
        yield data, file


def last_written(file: str) -> float:
    """Return when one of a cache's files was written last, in seconds."""
    begins = Path(file).name
    times = [
        one.stat().st_mtime
        for one in Path(file).parent.iterdir()
        if one.name.startswith(begins)
    ]
    return max(times, default=time.time())
