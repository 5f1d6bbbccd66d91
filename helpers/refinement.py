"""A column made by theory from the norms of a training's gradients."""

import numpy as np
from scipy.ndimage import median_filter

from helpers.arrays import ArrayLike, Floats
from helpers.bounds import check_norms, tails
from helpers.checks import check_positive

__all__ = ["refined", "running_median"]


def refined(norms: ArrayLike, share: float = 0.1) -> Floats:
    """Return the column that theory derives from gradient norms; its largest rate is 1.

    ``norms`` are those of the gradients of T updates, shape ``(T,)``, all above 0. With
    Ĝ their running median over a ``share`` of the run and weights w_t = Ĝ_t^−2,

        η_t ∝ w_t · Σ_{p>t} w_p

    Constant norms give linear decay to 0. Here too the sum has an extra row after the
    updates, another w_T, or the last rate would be 0. At its ends the running median
    goes on with the first norm and with a mirror of the last ones. Defazio et al. 2023,
    section on refinement. A norm of 0 raises ValueError.

    >>> refined([1, 1, 1, 1]).tolist()
    [1.0, 0.75, 0.5, 0.25]
    >>> refined([2, 2, 1, 1]).round(2).tolist()  # small gradients, large rates
    [0.41, 0.38, 1.0, 0.5]
    """
    column = check_norms("norms", norms)
    smooth = running_median(column, check_positive("share", share, at_most=1))
    weights = (np.min(smooth) / smooth) ** 2
    later = tails(np.append(weights, weights[-1]))[1:]
    rates = weights * later
    return rates / np.max(rates)


def running_median(values: Floats, share: float) -> Floats:
    """Return the median of the values around each value, shape ``(T,)`` as they are.

    The windows are ``share`` of all values long, an odd number of them.

    >>> running_median(np.array([1.0, 9.0, 2.0, 3.0]), share=0.5).tolist()
    [1.0, 2.0, 3.0, 2.0]
    """
    half = int(share * len(values)) // 2
    padded = np.pad(values, (0, half), "reflect")
    # "nearest" goes on with the first value; what it adds at the end is cut off.
    return median_filter(padded, 2 * half + 1, mode="nearest")[: len(values)]
