"""Fetch a small file over the network within a time limit, and write it safely."""

import http.client
import os
import queue
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

__all__ = ["fetch", "write_atomically"]

CHUNK = 1 << 16


def fetch(url: str, time_limit: float, largest: int) -> bytes:
    """Return the bytes at ``url``.

    Raises OSError if the address can't be reached, if the file is cut off or has more
    than ``largest`` bytes, and TimeoutError if it isn't here after ``time_limit``
    seconds, wherever it hangs.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "file")
    ...     write_atomically(path, b"content")
    ...     fetch(path.as_uri(), time_limit=10, largest=100)
    b'content'
    """
    answer: queue.SimpleQueue[bytes | Exception] = queue.SimpleQueue()

    def work() -> None:
        try:
            answer.put(_read(url, time.monotonic() + time_limit, largest))
        except Exception as problem:
            answer.put(problem)

    # Looking up a name has no time limit, so a thread does the waiting.
    threading.Thread(target=work, daemon=True).start()
    late = TimeoutError(f"no whole file within {time_limit:g} seconds")
    try:
        result = answer.get(timeout=time_limit)
    except queue.Empty:
        raise late from None
    if isinstance(getattr(result, "reason", result), TimeoutError):
        raise late
    if isinstance(result, http.client.HTTPException):
        raise OSError(f"the server's answer is not HTTP: {result!r}")
    if isinstance(result, Exception):
        raise result
    return result


def _read(url: str, deadline: float, largest: int) -> bytes:
    received = bytearray()
    with urllib.request.urlopen(url, timeout=deadline - time.monotonic()) as response:
        announced = response.headers.get("Content-Length")
        while chunk := response.read1(CHUNK):
            received += chunk
            if len(received) > largest:
                raise OSError(f"more than {largest} bytes")
            if time.monotonic() > deadline:
                raise TimeoutError
    if announced is not None and len(received) != int(announced):
        raise OSError(f"cut off after {len(received)} of {announced} bytes")
    return bytes(received)


def write_atomically(path: str | Path, content: bytes) -> None:
    """Write ``content`` to ``path``: whole or not at all, whoever else writes it.

    Missing folders are made. Raises OSError if that fails; then nothing is left behind.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=path.name, suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
