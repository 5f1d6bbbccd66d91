"""Whole experiments of the playground, each made anew with seeds of its own.

``python3 run.py bench coverage`` makes them and writes ``coverage.csv``.
"""

import os
from pathlib import Path

import pandas as pd

__all__ = ["FILE", "read"]

FILE: Path = Path(__file__).with_suffix(".csv")


def read(path: str | os.PathLike[str] = FILE) -> pd.DataFrame:
    """Return the experiments, a row each: what they found in two ways, in points.

    ``kind`` is the arm that was compared with a constant rate: "cosine", or "jittered
    constant", which is no other schedule. ``mean`` and ``half`` are the interval over
    the eight repeats; with `` before``, the interval over 64 pairs at one chosen peak,
    from the same trainings. ``schedule at`` and ``constant at`` are the peaks.

    >>> read().columns.tolist()[:6]
    ['kind', 'seed', 'mean', 'half', 'mean before', 'half before']
    """
    return pd.read_csv(path)
