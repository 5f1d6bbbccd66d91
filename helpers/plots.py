"""The look of the figures: one style sheet, and one line style per schedule."""

from collections.abc import Iterable, Mapping
from itertools import cycle
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.arrays import ArrayLike, Floats
from helpers.schedules import check_table

__all__ = [
    "LINES",
    "draw_family",
    "draw_rates",
    "draw_rates_above",
    "line",
    "looks",
    "use_style",
]

STYLE_SHEET = Path(__file__).with_name("collection.mplstyle")

# Colours that stay apart for colour-blind readers; dashes for those who see none.
LINES: dict[str, dict[str, Any]] = {
    "default constant": {"color": "#a3a8b0", "linestyle": (0, (1.5, 1))},
    "constant": {"color": "#6b7280", "linestyle": (0, (6, 2))},
    "warm-up + constant": {"color": "#31415a", "linestyle": (0, (6, 2))},
    "schedule-free": {"color": "#8a7a00", "linestyle": (0, (4, 1, 1, 1, 1, 1))},
    "step decay": {"color": "#a6611a", "linestyle": (0, (5, 1.5, 1, 1.5))},
    "linear": {"color": "#7b3fa0", "linestyle": (0, (3, 1))},
    "cosine": {"color": "#2b83c6", "linestyle": "-"},
    "warm-up + cosine": {"color": "#b2182b", "linestyle": "-"},
    "restarts": {"color": "#e08214", "linestyle": "-"},
    "warm-up, stable, decay": {"color": "#1b7f5c", "linestyle": (0, (8, 1.5))},
    "one-cycle": {"color": "#c2468f", "linestyle": (0, (2, 1))},
    "refined": {"color": "#111111", "linestyle": "-"},
}
"""The colour and line style of each schedule, the same in every notebook."""

# For schedules of a reader's own, in this order.
SPARE: list[dict[str, Any]] = [
    {"color": "#0b6e99", "linestyle": (0, (1, 1))},
    {"color": "#5c4033", "linestyle": (0, (4, 2, 1, 2))},
    {"color": "#4b0082", "linestyle": (0, (2, 2))},
]
PLAIN = {"color": "#333333", "linestyle": "-"}


def use_style() -> None:
    """Give every figure from here on the look of the collection.

    >>> from helpers.plots import use_style
    >>> use_style()
    """
    plt.style.use(STYLE_SHEET)


def line(name: str) -> dict[str, Any]:
    """Return colour and line style of a schedule, for ``axes.plot(…, **line(name))``.

    Raises KeyError if ``name`` is not in ``LINES``.

    >>> line("cosine")
    {'color': '#2b83c6', 'linestyle': '-'}
    """
    if name not in LINES:
        raise KeyError(f"name = {name!r} must be one of {', '.join(LINES)}")
    return LINES[name]


def looks(names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return colour and line style for each name, those that are not in ``LINES`` too.

    >>> looks(["cosine", "mine"])["mine"]["color"]
    '#0b6e99'
    """
    spare = cycle(SPARE)
    names = dict.fromkeys(names)
    return {name: LINES[name] if name in LINES else next(spare) for name in names}


def draw_rates(axes: Axes, rates: ArrayLike, **look: Any) -> Line2D:
    """Draw a column of rates as a staircase, and return the line.

    ``rates`` has shape ``(steps,)``. Row t holds from t to t + 1, so that the line ends
    at ``len(rates)``. ``look`` is that of ``axes.plot``. Both axes start at 0.

    >>> from helpers.schedules import linear, table
    >>> figure, axes = plt.subplots()
    >>> drawn = draw_rates(axes, table(linear(1, 4), 4), **line("linear"))
    >>> drawn.get_ydata().tolist()
    [1.0, 0.75, 0.5, 0.25, 0.25]
    >>> plt.close(figure)
    """
    held = _held(check_table("rates", rates))
    steps = np.arange(len(held))
    (drawn,) = axes.plot(steps, held, drawstyle="steps-post", **(PLAIN | look))
    longest = max(np.asarray(line.get_xdata())[-1] for line in axes.lines)
    highest = max(np.max(line.get_ydata()) for line in axes.lines)
    axes.set(xlim=(0, longest), ylim=(0, 1.05 * highest if highest else 1))
    return drawn


def draw_family(columns: Mapping[str, Floats]) -> Figure:
    """Draw named columns of rates side by side, as shares of budget and peak.

    ``columns`` maps names in ``LINES`` to columns of rates, of any lengths. The area
    under each curve, the distance that a schedule lets the weights travel, is shaded.

    >>> from helpers.schedules import cosine, linear, table
    >>> columns = {"linear": table(linear(1, 100), 100)}
    >>> columns["cosine"] = table(cosine(1, 100), 100)
    >>> use_style()
    >>> figure = draw_family(columns)
    >>> [axes.get_title(loc="left") for axes in figure.axes][:2]
    ['linear', 'cosine']
    >>> plt.close(figure)
    """
    rows = -(-len(columns) // 4)
    figure, panels = plt.subplots(
        rows, 4, figsize=(9.2, 1.9 * rows), sharex=True, sharey=True, squeeze=False
    )
    for axes in panels.flat[len(columns) :]:
        axes.set_axis_off()
    for axes, (name, rates) in zip(panels.flat, columns.items(), strict=False):
        share = np.linspace(0, 100, len(rates) + 1)
        height = _held(rates) / np.max(rates)
        color = line(name)["color"]
        axes.plot(share, height, drawstyle="steps-post", color=color)
        axes.fill_between(share, height, step="post", color=color, alpha=0.12)
        axes.set_title(name, color=color, fontsize=10)
        axes.set(xlim=(0, 100), ylim=(0, 1.06), xticks=[0, 50, 100])
    figure.supxlabel("update step (% of the budget)", fontsize=10, color="#333333")
    figure.supylabel("rate / peak", fontsize=10, color="#333333")
    return figure


def draw_rates_above(
    columns: Mapping[str, Floats], curves: Mapping[str, ArrayLike], label: str
) -> tuple[Figure, tuple[Axes, Axes]]:
    """Draw rates above a curve for each, on one axis of update steps.

    ``columns`` maps names to columns of rates, and ``curves`` maps names to one number
    per step, such as the loss. ``label`` names these numbers and their unit. Returns
    the figure and its two axes.

    >>> from helpers.schedules import linear, table
    >>> columns = {"linear": table(linear(1, 3), 3)}
    >>> figure, (above, below) = draw_rates_above(
    ...     columns, {"linear": [2.3, 1.2, 0.9]}, "training loss"
    ... )
    >>> below.get_ylabel()
    'training loss'
    >>> plt.close(figure)
    """
    figure, (above, below) = plt.subplots(
        2, 1, figsize=(7.2, 5.4), sharex=True, height_ratios=(1, 1.6)
    )
    look = looks([*columns, *curves])
    for name, rates in columns.items():
        draw_rates(above, rates, label=name, **look[name])
    for name, curve in curves.items():
        steps = np.arange(1, np.size(curve) + 1)
        below.plot(steps, curve, linewidth=1.5, **look[name])
    above.set_ylabel("learning rate")
    below.set(xlabel="update step", ylabel=label)
    handles = above.get_legend_handles_labels()
    figure.legend(*handles, loc="outside upper center", ncols=3)
    return figure, (above, below)


def _held(rates: Floats) -> Floats:
    """Return the column with its last rate twice: it holds to the end of its step."""
    return np.append(rates, rates[-1])
