"""The logs of a training, epoch by epoch, and whether they are finite."""

import math
from collections.abc import Mapping
from typing import Any

__all__ = ["Evaluations"]


class Evaluations:
    """The logs of ``fit`` at the end of each epoch, as plain numbers.

    ``rows`` lists them, each with the ``updates`` done; those of the epochs after which
    the model was evaluated have its numbers too. ``diverged`` is True once a loss or a
    metric was not finite, and ``seconds`` counts the evaluations alone.

    >>> seen = Evaluations()
    >>> seen.add(20, {"loss": 0.5, "val_loss": 0.25}, seconds=0.125)
    >>> seen.rows, seen.diverged, seen.seconds
    ([{'updates': 20, 'loss': 0.5, 'val_loss': 0.25}], False, 0.125)
    """

    def __init__(self) -> None:
        """Have no logs yet."""
        self.rows: list[dict[str, float]] = []
        self.diverged, self.seconds = False, 0.0

    def add(self, updates: int, logs: Mapping[str, Any], seconds: float = 0.0) -> None:
        """Keep the logs after so many updates, of which the evaluation took seconds."""
        numbers = {name: float(value) for name, value in logs.items()}
        self.rows.append({"updates": updates, **numbers})
        self.seconds += seconds
        self.notice(numbers)

    def add_average(self, logs: Mapping[str, Any]) -> None:
        """Put the logs of the averaged weights in the place of the last evaluation."""
        numbers = {f"val_{name}": float(value) for name, value in logs.items()}
        self.rows[-1] |= numbers
        self.notice(numbers)

    def notice(self, logs: Mapping[str, Any]) -> None:
        """Note whether the logs are finite, without keeping them."""
        if not all(math.isfinite(float(value)) for value in logs.values()):
            self.diverged = True
