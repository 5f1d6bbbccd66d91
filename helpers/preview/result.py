"""What a preview has found: rates, problems, notes; in words, and as a figure."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from helpers.arrays import Floats
from helpers.plots import draw_rates, looks
from helpers.preview.facts import Problem
from helpers.preview.runs import Timing
from helpers.schedules.words import number, wrapped

__all__ = ["Preview"]

BELOW = 112  # characters of the smaller letters below a figure


@dataclass(frozen=True)
class Preview:
    """The rates that a training would use, and what is probably wrong with them.

    ``columns`` has the rates of each optimizer that moves weights, by its name: float64
    arrays of shape ``(updates,)``. From where a rate depends on the loss it is NaN.
    ``sources`` says what sets them. ``problems`` has what the rules have found, and
    ``notes`` what else there is to know. ``str`` says all of it.

    >>> seen = Preview(Timing(2, 2), {"optimizer": np.full(4, 0.1)}, {}, [], [])
    >>> print(seen)
    4 updates: 2 epochs of 2.
    Learning rate: 0.1 from the first update to the last.
    """

    timing: Timing
    columns: Mapping[str, Floats]
    sources: Mapping[str, str]
    problems: list[Problem]
    notes: list[str]

    @property
    def rates(self) -> Floats:
        """The column of the only optimizer; with several, a ValueError names them."""
        if len(self.columns) != 1:
            names = ", ".join(f'columns["{name}"]' for name in self.columns)
            raise ValueError(
                f"rates is for one optimizer, and {len(self.columns)} move weights: "
                f"use {names}"
            )
        return next(iter(self.columns.values()))

    def __str__(self) -> str:
        """Say the length, the rates, the problems and the notes."""
        epochs = self.timing.epochs - self.timing.initial_epoch
        plural = "" if epochs == 1 else "s"
        batches, each = self.timing.batches, self.timing.steps_per_epoch
        lines = [f"{batches} updates: {epochs} epoch{plural} of {each}."]
        for name, column in self.columns.items():
            of = f" of {name}" if len(self.columns) > 1 else ""
            by = f" ({self.sources[name]})" if self.sources.get(name) else ""
            lines.append(f"Learning rate{of}{by}: {_described(column)}.")
        lines += [f"! {problem}" for problem in self.problems]
        lines += [f"- {note}" for note in self.notes]
        return "\n".join(map(wrapped, lines))

    def draw(self) -> Figure:
        """Draw the rates over the updates, with what is wrong below them.

        >>> seen = Preview(Timing(2, 2), {"optimizer": np.full(4, 0.1)}, {}, [], [])
        >>> figure = seen.draw()
        >>> figure.axes[0].get_xlabel()
        'update step'
        >>> plt.close(figure)
        """
        texts = [wrapped(f"! {problem}", BELOW) for problem in self.problems]
        lines = sum(text.count("\n") + 1 for text in texts)
        figure, axes = plt.subplots(figsize=(7.2, 3.0 + 0.19 * lines))
        look = looks(self.columns) if len(self.columns) > 1 else {}
        for name, column in self.columns.items():
            known = column[: _known(column)]
            if len(known):
                draw_rates(axes, known, label=name, **look.get(name, {}))
            if len(known) < len(column):
                label = "depends on the loss"
                axes.axvspan(len(known), len(column), color="#eeeeee", label=label)
                axes.set_xlim(0, len(column))
        axes.set(xlabel="update step", ylabel="learning rate")
        if len(axes.get_legend_handles_labels()[0]) > 1:
            axes.legend()
        if texts:
            figure.supxlabel("\n".join(texts), x=0.01, ha="left", fontsize=8.5)
        return figure


def _known(column: Floats) -> int:
    """Return how many rates come before the first that isn't known."""
    unknown = np.flatnonzero(np.isnan(column))
    return int(unknown[0]) if len(unknown) else len(column)


def _described(column: Floats) -> str:
    """Say where a column begins and ends, and its largest rate if that is between."""
    known = column[: _known(column)]
    if not len(known):
        return "it depends on the loss from the first update on"
    first, last, peak = known[0], known[-1], known.max()
    if (known == first).all():
        text = f"{number(first)} from the first update to the last"
    else:
        text = f"from {number(first)} to {number(last)}"
        if peak > max(first, last):
            text += f", the largest is {number(peak)}, at update {known.argmax()}"
    if len(known) < len(column):
        text += f" of the {len(known)} that do not depend on the loss"
    return text
