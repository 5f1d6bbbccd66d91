"""What is drawn in a figure of columns: lines, their names, and where they stand."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
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
FEWEST_TICKS = 3  # with a number, as any two are even
NO_LOOK = "None", "none", " ", "", None
OF_UPDATES = "update", "step", "batch", "iteration"
OF_EPOCHS = "epoch", "epoque", "epoca", "epok", "эпох"  # without accents


def seen_in(axes: Axes) -> dict[str, Any]:
    """Return the lines in axes, with all names that a reader finds, as plain data.

    A line has ``x``, ``y`` and ``names``, its names in a legend of the axes or of the
    figure; its ``x`` are by the numbers that stand at the ticks. ``words`` are all
    texts on the page but for the labels of the axes. What is transparent, switched off
    or beyond the limits is not seen.

    >>> from matplotlib import pyplot as plt
    >>> figure, axes = plt.subplots()
    >>> _ = axes.plot([0, 1], [0.5, 0.25], label="halving"), axes.legend()
    >>> seen_in(axes)["lines"]
    [{'x': [0.0, 1.0], 'y': [0.5, 0.25], 'names': ['halving']}]
    >>> plt.close(figure)
    """
    figure = axes.figure
    legends = [axes.get_legend(), *figure.legends]
    shown = [legend for legend in legends if legend and legend.get_visible()]
    texts = [text for text in [*axes.texts, *figure.texts] if _is_visible(text)]
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
        if not (_is_visible(drawn) and _within(axes, x, y)):
            continue
        lines.append(
            {
                "x": _by_its_ticks(axes.xaxis, np.asarray(x, float)).tolist(),
                "y": np.asarray(y, float).tolist(),
                "names": [name for one in shown for name in _names(drawn, one)],
            }
        )
    return {
        "lines": lines,
        "xlabel": axes.get_xlabel() if _is_labelled(axes, axes.xaxis) else "",
        "ylabel": axes.get_ylabel() if _is_labelled(axes, axes.yaxis) else "",
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
    x, y = (_plain(seen[label]) for label in ("xlabel", "ylabel"))
    both = _is_a_name(x) and _is_a_name(y) and x != y
    of_time = any(word in x for word in OF_EPOCHS)
    counts_updates = not of_time and any(word in x for word in OF_UPDATES)
    of_rates = "rate" in x and not of_time
    of_epochs = y.startswith(OF_EPOCHS) and "rate" not in y
    return both and not (counts_updates or of_rates or of_epochs)


def is_named(
    seen: Mapping[str, Any],
    line: Mapping[str, Any],
    name: str,
    columns: Iterable[str] = (),
) -> bool:
    """Return whether a line has its name in a legend, or else on the page.

    A text with the names of several ``columns`` is the name of the first. Capitals make
    no difference.

    >>> line = {"x": [0], "y": [1], "names": ["the schedule: linear"]}
    >>> is_named({"words": line["names"]}, line, "linear")
    True
    >>> line = {"x": [0], "y": [1], "names": ["linear cosine"]}
    >>> is_named({"words": line["names"]}, line, "cosine", ["linear", "cosine"])
    False
    """
    others = [other for other in columns if other != name]
    texts = line["names"] or seen["words"]
    return any(_names_it(text, name, others) for text in texts)


def _names_it(text: str, name: str, others: Iterable[str]) -> bool:
    """Return whether a text has a name, and none of the others, as a word, before."""
    text, name = text.lower(), name.lower()
    before = text.partition(name)[0]
    words = {other.lower() for other in others} & {*re.findall(r"\w+", before)}
    return name in text and not words


def _names(drawn: Line2D | StepPatch, legend: Legend) -> list[str]:
    """Return the texts in a legend beside what looks like a line."""
    texts = [text.get_text() for text in legend.get_texts()]
    pairs = zip(legend.legend_handles, texts, strict=False)
    return [text for handle, text in pairs if handle and _look(handle) == _look(drawn)]


def _is_visible(drawn: Any) -> bool:
    """Return whether a line or text is switched on, opaque, and has a look."""
    if not drawn.get_visible() or drawn.get_alpha() == 0:
        return False
    if not isinstance(drawn, Line2D):
        return True
    has_line = drawn.get_linestyle() not in NO_LOOK and drawn.get_linewidth() > 0
    return has_line or drawn.get_marker() not in NO_LOOK


def _within(axes: Axes, x: Any, y: Any) -> bool:
    """Return whether half of the points lie within the limits of the axes, or more."""
    within: Any = True
    for numbers, limits in ((x, axes.get_xlim()), (y, axes.get_ylim())):
        low, high = sorted(limits)
        room = NEAR * (high - low)
        found = np.asarray(numbers, float)
        within = within & (found >= low - room) & (found <= high + room)
    return bool(np.mean(within) >= 0.5) if np.size(within) else False


def _by_its_ticks(axis: Any, positions: Floats) -> Floats:
    """Return positions by the numbers at an axis, which may count something else."""
    numbers = {}
    low, high = sorted(axis.get_view_interval())
    for at, text in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=False):
        with suppress(ValueError):
            if low <= at <= high:
                numbers[float(at)] = float(text.get_text().replace("\u2212", "-"))
    if len(numbers) < FEWEST_TICKS or axis.get_major_formatter().get_offset():
        return positions
    ticks, shown = np.array([*numbers]), np.array([*numbers.values()])
    line = np.polyfit(ticks, shown, 1)
    is_even = np.allclose(np.polyval(line, ticks), shown, rtol=0, atol=NEAR)
    if not is_even or abs(line[0] - 1) < NEAR:
        return positions
    return np.asarray(np.polyval(line, positions), float)


def _is_labelled(axes: Axes, axis: Any) -> bool:
    """Return whether an axis shows its label."""
    return axes.axison and axis.get_visible() and _is_visible(axis.label)


def _plain(text: str) -> str:
    """Return a text in small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _is_a_name(label: str) -> bool:
    """Return whether a label has a word, or a letter that is more than x or y."""
    letters = [letter for letter in label if letter.isalpha()]
    return len(letters) > 1 or any(not letter.isascii() for letter in letters)


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
