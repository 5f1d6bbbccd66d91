"""Live progress under a notebook cell; the stored output does not contain it."""

import html
import math
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

from IPython import get_ipython
from IPython.display import HTML, clear_output, display

from helpers.checks import check_count
from helpers.keras_import import keras

__all__ = ["LiveProgress", "Show", "duration", "live_line"]

SECONDS_APART = 0.3  # a notebook's client drops messages if too many wait for it

Show: TypeAlias = Callable[[str, float], None]
"""A function that shows a text, and the share of the work that is done, 0 to 1."""


@contextmanager
def live_line() -> Iterator[Show]:
    """Give a function that shows ``(text, share)``, and clear the line at the end.

    In a notebook this is a bar with a text, which changes a few times a second at most,
    elsewhere one line of the terminal. Where the error stream is no terminal, nothing
    is shown.

    >>> with live_line() as show:
    ...     show("halfway", 0.5)
    """
    if get_ipython() is None:
        try:
            yield _terminal_line
        finally:
            if sys.stderr.isatty():
                print("\r\x1b[K", end="", file=sys.stderr)
        return
    handle = display(HTML(""), display_id=True)
    shown = -math.inf

    def show(text: str, share: float) -> None:
        nonlocal shown
        if time.monotonic() < shown + SECONDS_APART:
            return
        shown = time.monotonic()
        bar = f"<progress value='{share:.4f}' style='width: 20em'></progress>"
        handle.update(HTML(f"{bar} {html.escape(text)}"))

    try:
        yield show
    finally:
        clear_output()


def _terminal_line(text: str, share: float) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{share:4.0%} {text}", end="", file=sys.stderr, flush=True)


def duration(seconds: float) -> str:
    """Return a duration as text, from milliseconds to hours, with two or three digits.

    >>> duration(0.02), duration(7.25), duration(150), duration(3 * 3600)
    ('20 ms', '7.2 s', '2 min', '3.0 h')
    """
    if 0 < seconds < 0.1:
        return f"{1000 * seconds:.0f} ms"
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < 100 else f"{minutes / 60:.1f} h"


class LiveProgress(keras.callbacks.Callback):
    """Show how far ``fit`` is, by the function that ``live_line`` gives.

    The text begins with ``name``; it is shown again after ``every`` updates.

    >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    >>> model.compile(loss="mse")
    >>> x = keras.ops.ones((4, 1))
    >>> progress = LiveProgress(lambda text, share: print(text[:29], share), "slow", 2)
    >>> _ = model.fit(x, x, batch_size=1, verbose=0, callbacks=[progress])
    slow: epoch 1 of 1, update 1  0.0
    slow: epoch 1 of 1, update 3  0.5
    """

    def __init__(self, show: Show, name: str, every: int = 20) -> None:
        """Keep the function, the name and the number of updates."""
        super().__init__()
        self.show, self.name = show, name
        self.every = check_count("every", every)

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Note the epoch."""
        self.epoch = epoch

    def on_train_batch_end(
        self, batch: int, logs: dict[str, Any] | None = None
    ) -> None:
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
