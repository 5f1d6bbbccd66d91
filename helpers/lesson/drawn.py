"""What is drawn in a figure of columns: lines, their names, and where they stand."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import StepPatch

from helpers.arrays import ArrayLike, Floats

__all__ = ["axes_are_named", "columns_found", "in_time", "is_named", "seen_in"]

NEAR = 1e-6
OF_UPDATES = "update", "step", "batch", "iteration"


def seen_in(axes: Axes) -> dict[str, Any]:
    """Return the lines in axes, with all names that a reader finds, as plain data.

    A line has ``x``, ``y`` and ``names``, its names in a legend of the axes or of the
    figure. ``words`` are all texts on the page but for the labels of the axes.

    >>> from matplotlib import pyplot as plt
    >>> figure, axes = plt.subplots()
    >>> _ = axes.plot([0, 1], [0.5, 0.25], label="halving"), axes.legend()
    >>> seen_in(axes)["lines"]
    [{'x': [0.0, 1.0], 'y': [0.5, 0.25], 'names': ['halving']}]
    >>> plt.close(figure)
    """
    figure = axes.figure
    legends = [axes.get_legend(), *figure.legends]
    shown = [legend for legend in legends if legend is not None]
    texts = [*axes.texts, *figure.texts]
    named = [text for legend in shown for text in legend.get_texts()]
    lines = []
    for drawn in [*axes.get_lines(), *axes.patches]:
        if isinstance(drawn, Line2D):
            x, y = drawn.get_xdata(), drawn.get_ydata()
        elif isinstance(drawn, StepPatch):
            y, edges, _ = drawn.get_data()
            x = edges[:-1]
        else:
            continue
        lines.append(
            {
                "x": np.asarray(x, float).tolist(),
                "y": np.asarray(y, float).tolist(),
                "names": [name for one in shown for name in _names(drawn, one)],
            }
        )
    return {
        "lines": lines,
        "xlabel": axes.get_xlabel(),
        "ylabel": axes.get_ylabel(),
        "words": [text.get_text() for text in [*named, *texts]],
    }


def columns_found(
    seen: Mapping[str, Any], columns: Mapping[str, ArrayLike], width: float = NEAR
) -> dict[str, dict[str, Any]]:
    """Return for each column that is drawn, with all its rates, its line.

    A staircase has rates twice, or the last one once more: it shows its column too.
    ``width`` is how much a rate may differ.

    >>> line = {"x": [0, 1, 2], "y": [0.5, 0.25, 0.25], "names": []}
    >>> columns_found({"lines": [line]}, {"halving": [0.5, 0.25]}) == {"halving": line}
    True
    """
    found = {}
    for name, rates in columns.items():
        wanted = _changes(rates)
        for line in seen["lines"]:
            shown = _changes(line["y"])
            if shown.shape == wanted.shape and np.allclose(shown, wanted, 0, width):
                found[name] = line
    return found


def in_time(line: Mapping[str, Any], rates: ArrayLike, updates_per_epoch: int) -> bool:
    """Return whether each rate of a line stands within the time of its update.

    The horizontal axis counts epochs.

    >>> line = {"x": [0, 0.5, 1], "y": [0.5, 0.25, 0.25], "names": []}
    >>> in_time(line, [0.5, 0.25], 2), in_time(line, [0.5, 0.25], 1)
    (True, False)
    """
    updates = np.asarray(line["x"], float) * updates_per_epoch
    column = np.asarray(rates, float)
    begins = np.flatnonzero(_is_new(column))
    ends = np.append(begins[1:], len(column))
    number = np.cumsum(_is_new(line["y"])) - 1
    inside = (updates > begins[number] - NEAR) & (updates < ends[number] + NEAR)
    all_of_it = np.ptp(updates) > len(column) - 1 - NEAR
    return bool(inside.all() and all_of_it)


def axes_are_named(seen: Mapping[str, Any]) -> bool:
    """Return whether both axes have a name, in any language, and not the other's.

    >>> axes_are_named({"xlabel": "Epochen", "ylabel": "η"})
    True
    >>> axes_are_named({"xlabel": "learning rate", "ylabel": "epoch"})
    False
    >>> axes_are_named({"xlabel": "epoch", "ylabel": "learning rate of an epoch"})
    True
    """
    x, y = (seen[label].lower() for label in ("xlabel", "ylabel"))
    both = any(map(str.isalpha, x)) and any(map(str.isalpha, y)) and x != y
    counts_updates = "epoch" not in x and any(word in x for word in OF_UPDATES)
    of_rates = "rate" in x and "epoch" not in x
    of_epochs = "epoch" in y and "rate" not in y
    return both and not (counts_updates or of_rates or of_epochs)


def is_named(seen: Mapping[str, Any], line: Mapping[str, Any], name: str) -> bool:
    """Return whether a line has its name in a legend, or else on the page.

    Capitals make no difference.

    >>> line = {"x": [0], "y": [1], "names": ["the schedule: linear"]}
    >>> is_named({"words": line["names"]}, line, "linear")
    True
    """
    texts = line["names"] or seen["words"]
    return any(name.lower() in text.lower() for text in texts)


def _names(drawn: Line2D | StepPatch, legend: Legend) -> list[str]:
    """Return the texts in a legend beside what looks like a line."""
    texts = [text.get_text() for text in legend.get_texts()]
    pairs = zip(legend.legend_handles, texts, strict=False)
    return [text for handle, text in pairs if handle and _look(handle) == _look(drawn)]


def _look(drawn: Any) -> tuple[object, ...]:
    """Return by what a reader knows a line."""
    edge = getattr(drawn, "get_color", None) or drawn.get_edgecolor
    marker = getattr(drawn, "get_marker", str)()
    return to_hex(edge()), drawn.get_linestyle(), str(marker)


def _changes(rates: ArrayLike) -> Floats:
    """Return a column without rates that repeat the one before."""
    column: Floats = np.asarray(rates, float)[_is_new(rates)]
    return column


def _is_new(rates: ArrayLike) -> Any:
    """Return which rows differ from the one before."""
    column = np.asarray(rates, float)
    return np.append(True, column[1:] != column[:-1])[: len(column)]
