"""The look of the figures: one style sheet, and one line style per schedule."""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from helpers.schedules import check_table

STYLE_SHEET = Path(__file__).with_name("collection.mplstyle")

# Colours that stay apart for colour-blind readers; dashes for those who see none.
LINES = {
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
PLAIN = {"color": "#333333", "linestyle": "-"}


def use_style():
    """Give every figure from here on the look of the collection."""
    plt.style.use(STYLE_SHEET)


def line(name):
    """Return colour and line style of a schedule, for ``axes.plot(…, **line(name))``.

    Raises KeyError if no schedule has that name.
    """
    if name not in LINES:
        raise KeyError(f"name = {name!r} must be one of {', '.join(LINES)}")
    return LINES[name]


def draw_rates(axes, rates, **look):
    """Draw a column of rates as the staircase that it is, and return the line.

    Row t holds from t to t + 1, so that the line ends at ``len(rates)``.
    """
    rates = check_table("rates", rates)
    steps = np.arange(len(rates) + 1)
    held = np.append(rates, rates[-1])
    (drawn,) = axes.plot(steps, held, drawstyle="steps-post", **(PLAIN | look))
    longest = max(line.get_xdata()[-1] for line in axes.lines)
    highest = max(np.max(line.get_ydata()) for line in axes.lines)
    axes.set(xlim=(0, longest), ylim=(0, 1.05 * highest if highest else 1))
    return drawn


def draw_family(columns):
    """Draw named columns of rates side by side, as shares of budget and peak.

    ``columns`` maps the names in ``LINES`` to columns of rates. The area under each
    curve, the distance that a schedule lets the weights travel, is shaded.
    """
    rows = -(-len(columns) // 4)
    figure, panels = plt.subplots(
        rows, 4, figsize=(9.2, 1.9 * rows), sharex=True, sharey=True, squeeze=False
    )
    for axes in panels.flat[len(columns) :]:
        axes.set_axis_off()
    for axes, (name, rates) in zip(panels.flat, columns.items(), strict=False):
        share = np.linspace(0, 100, len(rates) + 1)
        height = np.append(rates, rates[-1]) / np.max(rates)
        color = line(name)["color"]
        axes.plot(share, height, drawstyle="steps-post", color=color)
        axes.fill_between(share, height, step="post", color=color, alpha=0.12)
        axes.set_title(name, color=color, fontsize=10)
        axes.set(xlim=(0, 100), ylim=(0, 1.06), xticks=[0, 50, 100])
    figure.supxlabel("update step (% of the budget)", fontsize=10, color="#333333")
    figure.supylabel("rate / peak", fontsize=10, color="#333333")
    return figure


def draw_rates_above(columns, curves, label):
    """Draw rates above what came of them, on one axis of update steps.

    ``columns`` maps the names in ``LINES`` to columns of rates, and ``curves`` maps
    them to one number per step, of which ``label`` says what it is. Returns the
    figure and its two axes.
    """
    figure, (above, below) = plt.subplots(
        2, 1, figsize=(7.2, 5.4), sharex=True, height_ratios=(1, 1.6)
    )
    for name, rates in columns.items():
        draw_rates(above, rates, label=name, **line(name))
    for name, curve in curves.items():
        below.plot(np.arange(1, len(curve) + 1), curve, linewidth=1.5, **line(name))
    above.set_ylabel("learning rate")
    below.set(xlabel="update step", ylabel=label)
    handles = above.get_legend_handles_labels()
    figure.legend(*handles, loc="outside upper center", ncols=3)
    return figure, (above, below)
