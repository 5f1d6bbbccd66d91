"""What is drawn in a figure of columns: lines, their names, and where they stand."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgba
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import StepPatch
from matplotlib.transforms import Bbox

from helpers.arrays import ArrayLike, Floats

__all__ = ["axes_are_named", "columns_found", "in_time", "is_named", "seen_in"]

NEAR = 1e-6
FEWEST_TICKS = 3  # with a number, as any two are on a line
FEWEST_PIXELS = 2
LEAST_SEEN = 0.05  # of a line's width in points, and of opaque
MOST_PIXELS = 10  # by which lines are moved aside, so that none hides another
NUMBER = re.compile(r"(?:^-|(?<=\s)-)?\d+(?:[.,]\d+)?")
NO_LOOK = "None", "none", " ", "", None
OF_UPDATES = "update", "step", "batch", "iteration"
OF_EPOCHS = "epoch", "epoque", "epoca", "epok", "эпох"  # without accents


def seen_in(axes: Axes) -> dict[str, Any]:
    """Return the lines in axes, with all names that a reader finds, as plain data.

    A line has ``x``, ``y`` and ``names``, its names in a legend of the axes or of the
    figure. Its ``ticks`` are the numbers that stand below it: where each stands, the
    number, how much it may be rounded, and 1 if it may count epochs. ``words`` are all
    texts on the page but for the labels of the axes. What is transparent, switched
    off, too thin or too flat to be seen, or beyond the limits is left out.

    >>> from matplotlib import pyplot as plt
    >>> figure, axes = plt.subplots()
    >>> _ = axes.plot([0, 1], [0.5, 0.25], label="halving"), axes.legend()
    >>> _ = axes.set_xticks([])
    >>> seen_in(axes)["lines"]
    [{'x': [0.0, 1.0], 'y': [0.5, 0.25], 'names': ['halving'], 'ticks': []}]
    >>> plt.close(figure)
    """
    figure = axes.figure
    ticks = _numbers_at(axes.xaxis)
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
        is_seen = _is_visible(drawn) and _stands_out(axes, drawn)
        if not (is_seen and _within(axes, x, y) and _is_large(axes, y)):
            continue
        lines.append(
            {
                "x": np.asarray(x, float).tolist(),
                "y": np.asarray(y, float).tolist(),
                "names": [name for one in shown for name in _names(drawn, one)],
                "ticks": ticks,
            }
        )
    return {
        "lines": lines,
        "xlabel": _label(axes, axes.xaxis) or figure.get_supxlabel(),
        "ylabel": _label(axes, axes.yaxis) or figure.get_supylabel(),
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

    The horizontal axis counts epochs, or has numbers of epochs below it (``ticks``).

    >>> line = {"x": [0, 0.5, 1], "y": [0.5, 0.25, 0.25], "names": []}
    >>> in_time(line, [0.5, 0.25], 2), in_time(line, [0.5, 0.25], 1)
    (True, False)
    """
    column = np.asarray(rates, float)
    return any(
        _stand_in_time(epochs * updates_per_epoch, line["y"], column)
        for epochs in _epochs(line, updates_per_epoch)
    )


def _epochs(line: Mapping[str, Any], updates_per_epoch: int) -> list[Floats]:
    """Return the epochs of a line's points, as its ticks may be read.

    Without numbers at them the points are epochs. Numbers that are rounded agree with
    points that are epochs, with points that are updates, or with a line of their own.
    What has other words beside it may count something else.
    """
    x: Floats = np.asarray(line["x"], float)
    ticks = np.asarray(line.get("ticks", []), float).reshape(-1, 4)
    if len(np.unique(ticks[:, 0])) < FEWEST_TICKS:
        return [x]
    at, numbers, room, of_epochs = ticks.T
    if np.ptp(numbers) < 2 * room.max():
        return [x]
    own = np.polyfit(at, numbers, 1)
    ways = [(1.0, 0.0), (1 / updates_per_epoch, 0.0), (own[0], own[1])]
    found = [
        slope * x + offset
        for slope, offset in ways
        if (np.abs(slope * at + offset - numbers) < room + NEAR).all()
    ]
    return found if of_epochs.all() else [x, *found]


def _stand_in_time(updates: Floats, y: ArrayLike, column: Floats) -> bool:
    """Return whether each rate stands within the time of its update."""
    begins = np.flatnonzero(_is_new(column))
    ends = np.append(begins[1:], len(column))
    number = np.cumsum(_is_new(y)) - 1
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
    alpha = drawn.get_alpha()
    if not drawn.get_visible() or (alpha is not None and alpha < LEAST_SEEN):
        return False
    if not isinstance(drawn, Line2D):
        return True
    wide = drawn.get_linewidth() > LEAST_SEEN
    has_line = drawn.get_linestyle() not in NO_LOOK and wide
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


def _stands_out(axes: Axes, drawn: Any) -> bool:
    """Return whether a line is where its numbers are, on the page, in a colour."""
    on_page = Bbox.intersection(axes.bbox, axes.figure.bbox)
    if not axes.get_visible() or on_page is None:
        return False
    if not isinstance(drawn, Line2D):
        return True
    colours = [drawn.get_color()]
    if drawn.get_marker() not in NO_LOOK:
        colours += [drawn.get_markerfacecolor(), drawn.get_markeredgecolor()]
    seen = [one for one in colours if to_rgba(one)[3] > LEAST_SEEN]
    points: Floats = np.ma.filled(np.ma.asarray(drawn.get_xydata(), float), np.nan)
    apart = drawn.get_transform().transform(points) - axes.transData.transform(points)
    is_there = np.nanmax(np.abs(apart), initial=0) <= MOST_PIXELS
    return bool(is_there and {*map(to_hex, seen)} - {_behind(axes)})


def _behind(axes: Axes) -> str:
    """Return the colour behind the lines."""
    for patch in (axes.patch, axes.figure.patch):
        if patch.get_visible() and to_rgba(patch.get_facecolor())[3] > LEAST_SEEN:
            return to_hex(patch.get_facecolor())
    return to_hex("white")


def _is_large(axes: Axes, y: Any) -> bool:
    """Return whether rates that differ are some pixels apart."""
    numbers = np.asarray(y, float)
    heights = axes.transData.transform([(1, numbers.min()), (1, numbers.max())])[:, 1]
    return bool(np.ptp(numbers) == 0 or np.ptp(heights) >= FEWEST_PIXELS)


def _numbers_at(axis: Any) -> list[list[float]]:
    """Return where numbers stand at an axis, the numbers, the room of each, and a 1.

    It is 0 if a word beside it says that it counts no epochs. What has two numbers has
    none.
    """
    low, high = sorted(axis.get_view_interval())
    found: list[list[float]] = []
    labels = [*zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=False)]
    if axis.get_major_formatter().get_offset():  # known once there are labels
        return found
    for at, label in labels:
        text = label.get_text().replace("\u2212", "-").strip("$ ")
        numbers = NUMBER.findall(text)
        if low <= at <= high and len(numbers) == 1:
            number = numbers[0].replace(",", ".")
            decimals = len(number.partition(".")[2])
            words = _plain(text.replace(numbers[0], "")).strip("- ")
            of_epochs = float(not words or words.startswith("e"))
            found.append([float(at), float(number), 10.0**-decimals, of_epochs])
    return found


def _label(axes: Axes, axis: Any) -> str:
    """Return the label that an axis shows, or ""."""
    shown = axes.axison and axis.get_visible() and _is_visible(axis.label)
    return axis.get_label_text() if shown else ""


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
