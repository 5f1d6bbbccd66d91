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

    One line per arm for the mean over the seeds, a dot for each seed, a ring at the
    peak that was chosen, a little to the side so that none hides another. A
    cross at the frame is a training that diverged.

    >>> import pandas as pd
    >>> names = ["stage", "arm", "peak", "seed", "value", "diverged"]
    >>> rows = [("tuning", arm, peak, 0, value, False)
    ...         for arm in ("constant", "cosine")
    ...         for peak, value in ((0.01, 0.4), (0.03, 0.2), (0.1, 0.3))]
    >>> trainings = pd.DataFrame(rows, columns=names)
    >>> best_peak = {"constant": 0.03, "cosine": 0.03}
    >>> results = Results(trainings, pd.DataFrame(), best_peak, "constant", "loss",
    ...                   less_is_better=True, notes=[])
    >>> draw_valleys(results).axes[0].get_ylabel()
    'loss on validation data'
    """
    tuning = results.rows("tuning")
    figure, axes = plt.subplots(figsize=(7.2, 4.2))
    styles = line_styles(results.best_peak)
    for number, (arm, style) in enumerate(styles.items()):
        own = tuning[tuning.arm == arm]
        kept = own[~own.diverged]
        whole = own.groupby("peak").diverged.sum() == 0
        mean = kept.groupby("peak").value.mean().where(whole)
        axes.plot(mean, label=arm, **style)
        axes.plot(kept.peak, kept.value, ".", color=style["color"], alpha=0.4)
        best = results.best_peak[arm]
        ring = {"mfc": "none", "mec": style["color"], "mew": 2, "zorder": 5}
        side = 1.05 ** (number - (len(styles) - 1) / 2)
        axes.plot(best * side, mean.get(best, np.nan), "o", ms=9, **ring)
        lost = own[own.diverged].peak
        edge = 0.98 if results.less_is_better else 0.02
        axes.plot(
            lost, np.full(len(lost), edge), "x", color=style["color"],
            transform=axes.get_xaxis_transform(),
        )  # fmt: skip
    tried = tuning.groupby("peak").arm.nunique()
    peaks = tried.index[tried == len(results.best_peak)]
    ylabel = f"{words(results.judge)} on validation data"
    axes.set(xscale="log", xlabel="peak learning rate", ylabel=ylabel)
    axes.set_xticks(peaks, [f"{peak:.1g}" for peak in peaks])
    axes.set_xticks([], minor=True)
    figure.legend(loc="outside upper center", ncols=4)
    return figure


def draw_differences(results: Results) -> Figure:
    """Draw each pair's difference to the reference, with the interval of their mean.

    Returns the figure. One row per arm: a dot for each pair, a ring for the mean, a bar
    for the interval, and the verdict beside it. Pairs in which a training diverged are
    not drawn; up and down, the dots are spread only so that each can be seen.

    >>> import pandas as pd
    >>> names = ["stage", "arm", "peak", "seed", "value", "diverged"]
    >>> rows = [("test", arm, 0.03, seed, value + seed, False)
    ...         for arm, value in (("constant", 0.4), ("cosine", 0.3))
    ...         for seed in range(4)]
    >>> trainings = pd.DataFrame(rows, columns=names)
    >>> best_peak = {"constant": 0.03, "cosine": 0.03}
    >>> results = Results(trainings, pd.DataFrame(), best_peak, "constant", "loss",
    ...                   less_is_better=True, notes=[])
    >>> figure = draw_differences(results)
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['no difference detected']
    """
    gaps, verdicts = results.differences, results.verdicts
    figure, axes = plt.subplots(figsize=(7.2, 1.4 + 0.5 * len(verdicts)))
    axes.axvline(0, color="#6b7280")
    styles = line_styles(results.best_peak)
    for row, (arm, verdict) in enumerate(verdicts.iterrows()):
        colour = styles[arm]["color"]
        drawn = gaps[arm][np.isfinite(gaps[arm])]
        spread = row + 0.12 * np.cos(np.pi * np.arange(len(drawn)))
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
