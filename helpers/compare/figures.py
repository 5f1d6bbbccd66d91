"""The pictures of a comparison: its valleys, and its paired differences."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from helpers.compare.results import Results
from helpers.plots import LINES

__all__ = ["draw_differences", "draw_valleys"]

OTHERS = ["#1b7f5c", "#c2468f", "#8a7a00", "#7b3fa0", "#a6611a"]


def draw_valleys(results: Results) -> Figure:
    """Draw what the tuning found over the peaks, and return the figure.

    One line per arm for the mean over all repeats, and a dot for each training. A cross
    at the frame is a training that diverged. Below, a row per arm has a mark at the
    peak that each repeat chose.

    >>> import pandas as pd
    >>> names = ["stage", "arm", "repeat", "peak", "seed", "value", "diverged"]
    >>> rows = [("tuning", arm, 0, peak, 0, value, False)
    ...         for arm in ("constant", "cosine")
    ...         for peak, value in ((0.01, 0.4), (0.03, 0.2), (0.1, 0.3))]
    >>> rows += [("test", "constant", 0, 0.03, 1000, 0.3, False),
    ...          ("test", "cosine", 0, 0.05, 1000, 0.2, False)]
    >>> trainings = pd.DataFrame(rows, columns=names)
    >>> results = Results(trainings, pd.DataFrame(), "constant", "loss",
    ...                   less_is_better=True, notes=[])
    >>> [axes.get_ylabel() for axes in draw_valleys(results).axes]
    ['loss on validation data', 'chosen']
    """
    tuning = results.rows("tuning")
    styles = line_styles(results.arms)
    figure, (axes, rows) = plt.subplots(
        2,
        sharex=True,
        figsize=(7.2, 4.2 + 0.2 * len(styles)),
        layout="constrained",
        height_ratios=[12, 0.6 * len(styles) + 0.4],
    )
    for arm, style in styles.items():
        own = tuning[tuning.arm == arm]
        kept = own[~own.diverged]
        whole = own.groupby("peak").diverged.sum() == 0
        mean = kept.groupby("peak").value.mean().where(whole)
        axes.plot(mean, label=arm, **style)
        axes.plot(kept.peak, kept.value, ".", color=style["color"], alpha=0.4)
        lost = own[own.diverged].peak
        edge = 0.98 if results.less_is_better else 0.02
        axes.plot(
            lost, np.full(len(lost), edge), "x", color=style["color"],
            transform=axes.get_xaxis_transform(),
        )  # fmt: skip
    for row, (arm, style) in enumerate(styles.items()):
        chosen = results.best_peaks[arm]
        rows.plot(chosen, np.full(len(chosen), row), "|", color=style["color"], ms=9)
    peaks = tuning.peak.unique()
    axes.set(xscale="log", ylabel=f"{words(results.judge)} on validation data")
    rows.set(xlabel="peak learning rate", ylabel="chosen")
    rows.set_yticks(range(len(styles)), styles)
    rows.set_ylim(len(styles) - 0.4, -0.6)
    rows.grid(axis="y", visible=False)
    rows.set_xticks(peaks, [f"{peak:.1g}" for peak in peaks])
    rows.set_xticks([], minor=True)
    figure.legend(loc="outside upper center", ncols=4)
    return figure


def draw_differences(results: Results) -> Figure:
    """Draw each repeat's difference to the reference, with the interval of their mean.

    Returns the figure. One row per arm: a dot for each repeat, a ring for the mean, a
    bar for the interval, and the verdict beside it. Repeats in which a training
    diverged are not drawn; up and down, the dots are spread only so that each can be
    seen.

    >>> import pandas as pd
    >>> names = ["stage", "arm", "repeat", "peak", "seed", "value", "diverged"]
    >>> rows = [("test", arm, repeat, 0.03, 1000 + repeat, value + repeat, False)
    ...         for arm, value in (("constant", 0.4), ("cosine", 0.3))
    ...         for repeat in range(4)]
    >>> trainings = pd.DataFrame(rows, columns=names)
    >>> results = Results(trainings, pd.DataFrame(), "constant", "loss",
    ...                   less_is_better=True, notes=[])
    >>> figure = draw_differences(results)
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['no difference detected']
    """
    gaps, verdicts = results.differences, results.verdicts
    size = 7.2, 1.4 + 0.5 * len(verdicts)
    figure, axes = plt.subplots(figsize=size, layout="constrained")
    axes.axvline(0, color="#6b7280")
    styles = line_styles(results.arms)
    for row, (arm, verdict) in enumerate(verdicts.iterrows()):
        colour = styles[arm]["color"]
        drawn = gaps[arm][np.isfinite(gaps[arm])]
        spread = row + 0.22 + 0.06 * np.cos(np.pi * np.arange(len(drawn)))
        axes.plot(drawn, spread, ".", color=colour, alpha=0.5)
        if np.isfinite(verdict["±"]):
            middle, half = verdict.difference, verdict["±"]
            ends = [middle - half, middle + half]
            axes.plot(ends, [row, row], color=colour, linewidth=3)
            axes.plot(middle, row, "o", ms=8, mfc="white", mec=colour, mew=2)
        place = {"xycoords": ("axes fraction", "data"), "va": "center"}
        axes.annotate(verdict.verdict, (1.02, row), color=colour, **place)
    axes.set_yticks(range(len(verdicts)), verdicts.index)
    axes.set_ylim(len(verdicts) - 0.4, -0.6)  # the first on top, as in the table
    axes.grid(axis="y", visible=False)
    better = "less" if results.less_is_better else "more"
    axes.set_xlabel(
        f"{words(results.judge)} on {results.judged_on} data, minus that of "
        f"{results.reference} ({better} is better)"
    )
    return figure


def line_styles(arms: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return colour and dashes for each arm: the collection's, where it has any."""
    names = [*arms]
    free = iter(OTHERS * len(names))
    return {
        arm: LINES.get(arm) or {"color": next(free), "linestyle": "-"} for arm in names
    }


def words(judge: str) -> str:
    """Return the name of a metric with spaces."""
    return judge.replace("_", " ")
