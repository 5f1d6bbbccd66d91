"""What was measured on notebooks 14 and 14b, laid beside what was sealed."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.arrays import ArrayLike
from helpers.checks import check_choice
from helpers.verdicts import interval

__all__ = ["NAMES", "counted", "judge"]

NAMES: dict[str, tuple[str, str, str]] = {
    "ratio": ("lesser of both", "edge alone", "free rise alone"),
    "limit": ("below the edge up to the peak", "usual story", "no effect"),
    "batch": ("2(1 ∓ β)", "2, whatever β", "no edge"),
    "course": ("lesser of both", "edge alone", "as at first"),
    "learned": ("below the edge up to the peak", "as 14's large start", "no effect"),
}
"""The theory and its two rivals, for each kind of quantity."""

LEAST = 3  # networks that an interval needs
TIED = 0.005  # two decimals were sealed


def judge(
    sealed: pd.DataFrame, kind: str, measured: Mapping[str, ArrayLike]
) -> pd.DataFrame:
    """Return for each sealed quantity of a kind what was measured, and who is right.

    ``sealed`` has quantities as its index and a column for each predictor, ``measured``
    for each quantity a number of each network; one that is not finite is left out. The
    interval is Student's, corrected for the number of rows. "not refuted" names the
    predictors inside it, and "nearest" the nearest one, or those that are equally near;
    with fewer than three networks left, nobody.

    >>> row = pd.DataFrame([[1.0, 2.0, 0.0]], ["limit; small start"])
    >>> judged = judge(row, "limit", {"limit; small start": [0.9, 1.0, 1.2]})
    >>> print(*judged.iloc[0][["measured", "±", "of", "nearest"]])
    1.03 0.38 3 below the edge up to the peak
    """
    check_choice("kind", kind, NAMES)
    said = sealed[sealed.index.str.startswith(kind)].set_axis([*NAMES[kind]], axis=1)
    rows = {}
    for quantity, row in said.iterrows():
        found = np.asarray(measured[str(quantity)], float)
        found = found[np.isfinite(found)]
        mean, half, inside, nearest = np.nan, np.nan, ["none"], "none"
        if len(found) >= LEAST:
            mean, half = interval(found, len(said))
            off = (row - mean).abs()
            inside = [*row.index[off <= half]] or ["none"]
            nearest = " / ".join(row.index[off < off.min() + TIED])
        rows[str(quantity).split("; ", 1)[1]] = {
            "measured": round(mean, 2),
            "±": round(half, 2),
            "of": len(found),
            **row,
            "not refuted": " / ".join(inside),
            "nearest": nearest,
        }
    return pd.DataFrame(rows).T.infer_objects()


def counted(judged: pd.DataFrame, kind: str) -> str:
    """Return a line for each predictor: where it is not refuted, how far it is off.

    >>> row = pd.DataFrame([[1.0, 2.0, 0.0]], ["limit; small start"])
    >>> judged = judge(row, "limit", {"limit; small start": [0.9, 1.0, 1.2]})
    >>> print(counted(judged, "limit").splitlines()[1])
    - **usual story**: not refuted in 0 of 1 rows, nearest in 0; off by 0.97 on ...
    """
    lines = []
    for who in NAMES[check_choice("kind", kind, NAMES)]:
        kept, near = (
            sum(who in some.split(" / ") for some in judged[column])
            for column in ("not refuted", "nearest")
        )
        off = (judged[who] - judged["measured"]).abs()
        lines.append(
            f"- **{who}**: not refuted in {kept} of {len(judged)} rows, nearest in "
            f"{near}; off by {off.mean():.2f} on average, {off.max():.2f} at worst"
        )
    return "\n".join(lines)
