"""Keras without the start-up lines of TensorFlow: ``from helpers.quiet import keras``.

While TensorFlow is imported it writes remarks about the machine to the process's
error stream, below Python's, where no logging setting reaches them. Here that stream
is caught during the import. The known remarks are dropped; every other line is
passed on. TensorFlow's settings, its oneDNN operations among them, are not changed.
"""

import os
import sys
import tempfile
from contextlib import contextmanager

REMARKS = (
    "All log messages before absl::InitializeLog() is called are written to STDERR",
    "oneDNN custom operations are on",
    "This TensorFlow binary is optimized to use available CPU instructions",
    "To enable the following instructions:",
    "Could not find cuda drivers on your machine",
)


@contextmanager
def without_remarks():
    """Hold back what is written to file descriptor 2, then pass on all but REMARKS."""
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


def _pass_on(text):
    for line in text.splitlines(keepends=True):
        if not any(remark in line for remark in REMARKS):
            sys.stderr.write(line)


# Level 1 leaves out information only: warnings and errors still show.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "1")

with without_remarks():
    import keras

__all__ = ["keras", "without_remarks"]
