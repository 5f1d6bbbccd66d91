"""Files that are whole at any time: a stop leaves the old one or the new one."""

import os
import tempfile
from pathlib import Path


def write(path, text, encoding="utf-8"):
    """Write text into a file, whose folder is made if it is not there."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with open(descriptor, "w", encoding=encoding, newline="") as file:
            file.write(text)
        os.chmod(beside, 0o666 & ~umask())
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise


def umask():
    """Return which rights new files do not get."""
    now = os.umask(0o077)
    os.umask(now)
    return now
