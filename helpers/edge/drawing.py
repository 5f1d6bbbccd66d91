"""The picture of a training near its edge: its rate below the critical one."""

from statistics import median_low

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from helpers.arrays import Floats
from helpers.edge.recorder import EdgeRecorder

__all__ = ["draw_edge"]

RATE, CRITICAL = "#333333", "#b2182b"
WINDOW = 5  # readings


def draw_edge(recorder: EdgeRecorder) -> Figure:
    """Draw the rates and critical rates of a training, and return the figure.

    Where the line of the rate meets that of the critical rate, an update no longer
    lowers the loss. The axis of rates is logarithmic, so that the distance between them
    is the ratio. With mini-batches the dots, each a reading, scatter; the line is their
    running median. A triangle at the frame is a reading beyond all rates: at the top
    the loss still fell (inf), at the bottom it rose at once (0).

    >>> import numpy as np
    >>> recorder = EdgeRecorder(np.ones((4, 1)))
    >>> recorder.steps, recorder.rates = [0, 20, 40], [0.1, 0.1, 0.1]
    >>> recorder.critical_rates = [0.4, 0.2, float("inf")]
    >>> figure = draw_edge(recorder)
    >>> figure.axes[0].get_ylabel()
    'learning rate'
    >>> plt.close(figure)
    """
    steps, rates = np.array(recorder.steps), np.array(recorder.rates, float)
    critical = np.array(recorder.critical_rates, float)
    figure, axes = plt.subplots(figsize=(7.2, 3.6), layout="constrained")
    axes.set(xlabel="update step", ylabel="learning rate", yscale="log")
    measured = (critical > 0) & np.isfinite(critical)
    axes.plot(
        steps[measured], critical[measured], ".", color=CRITICAL, alpha=0.5,
        label="critical rate",
    )  # fmt: skip
    known = ~np.isnan(critical)
    middle = _running_median(critical[known])
    drawn = (middle > 0) & np.isfinite(middle)
    axes.plot(
        steps[known], np.where(drawn, middle, np.nan), color=CRITICAL, linewidth=1.2,
        label=f"its running median of {WINDOW}",
    )  # fmt: skip
    axes.plot(steps, np.where(rates > 0, rates, np.nan), color=RATE, label="rate")
    for beyond, marker, height in ((np.inf, "^", 0.97), (0.0, "v", 0.03)):
        at = steps[critical == beyond]
        axes.plot(
            at, np.full(len(at), height), marker, color=CRITICAL,
            transform=axes.get_xaxis_transform(),
        )  # fmt: skip
    figure.legend(loc="outside upper center", ncols=3)
    return figure


def _running_median(values: Floats) -> Floats:
    """Return the median of the values around each, fewer of them at the ends."""
    half = WINDOW // 2
    around = [values[max(0, i - half) : i + half + 1] for i in range(len(values))]
    return np.array([median_low(one) for one in around])
