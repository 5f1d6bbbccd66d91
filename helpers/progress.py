"""Live progress under a notebook cell that leaves nothing in the stored output."""

import html
import sys
from contextlib import contextmanager

from IPython import get_ipython
from IPython.display import HTML, clear_output, display

from helpers.checks import check_count
from helpers.keras_import import keras


@contextmanager
def live_line():
    """Give a function that shows ``(text, share)``; all is cleared at the end.

    In a notebook this is a bar with a text, elsewhere one line of the terminal.
    """
    if get_ipython() is None:
        try:
            yield _terminal_line
        finally:
            if sys.stderr.isatty():
                print("\r\x1b[K", end="", file=sys.stderr)
        return
    handle = display(HTML(""), display_id=True)

    def show(text, share):
        bar = f"<progress value='{share:.4f}' style='width: 20em'></progress>"
        handle.update(HTML(f"{bar} {html.escape(text)}"))

    try:
        yield show
    finally:
        clear_output()


def _terminal_line(text, share):
    if sys.stderr.isatty():
        print(f"\r\x1b[K{share:4.0%} {text}", end="", file=sys.stderr, flush=True)


def duration(seconds):
    """Return a duration as one reads it."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < 100 else f"{minutes / 60:.1f} h"


class LiveProgress(keras.callbacks.Callback):
    """Show how far ``fit`` is, as ``show(text, share)`` from :func:`live_line`."""

    def __init__(self, show, name, every=20):
        """Show ``name`` and the numbers every so many updates."""
        super().__init__()
        self.show, self.name = show, name
        self.every = check_count("every", every)

    def on_epoch_begin(self, epoch, logs=None):
        """Note the epoch."""
        self.epoch = epoch

    def on_train_batch_end(self, batch, logs=None):
        """Show epoch, update and running loss."""
        if batch % self.every:
            return
        updates, epochs = self.params["steps"], self.params["epochs"]
        known = f" of {updates}" if updates else ""
        loss = f", loss {logs['loss']:.3f}" if logs and "loss" in logs else ""
        self.show(
            f"{self.name}: epoch {self.epoch + 1} of {epochs}, "
            f"update {batch + 1}{known}{loss}",
            (self.epoch + (batch / updates if updates else 0)) / epochs,
        )
