"""A page's experiment repeated with other seeds: what was found, nine times.

A **repeat** is the whole experiment again, tuning and test, with seeds of its own for
the networks and the orders, and other images held back. A page is one of them, its own
run; the others are in ``repeats.csv``, where ``python3 run.py repeat`` puts them. A
verdict is the interval over all of them.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure

from helpers.arrays import ArrayLike, Floats
from helpers.checks import check_count
from helpers.data.download import write_atomically
from helpers.verdicts import detectable, interval, word

__all__ = ["FILE", "STORED", "Repeats", "Verdict", "read", "write"]

FILE: Path = Path(__file__).with_suffix(".csv")
STORED: range = range(1, 9)  # the repeats in the table; a page's own run is 0
KEYS = ["page", "data", "question"]
SEEDS = 10_000  # apart: so many seeds a repeat may use
LEAST = 3  # with fewer repeats there is no verdict
OWN = "#1b5fa8"


@dataclass(frozen=True)
class Verdict:
    """What all repeats say about a question, as text: its word, and its interval.

    ``differences`` has one value for each repeat, less is better, the page's own run
    last. ``half`` is NaN and ``word`` says so where there are fewer than three.

    >>> print(Verdict([-0.4, -0.2, -0.3]))
    better (-0.30 ± 0.25, 3 of 3)
    >>> Verdict([-0.4, 0.2, -0.3]).alike
    2
    >>> print(Verdict([-0.4]))
    one run, no verdict (-0.40)
    """

    differences: list[float]
    comparisons: int = 1
    mean: float = field(init=False)
    half: float = field(init=False)

    def __post_init__(self) -> None:
        """Work out the interval."""
        mean, half = float(np.mean(self.differences)), float("nan")
        if len(self.differences) >= LEAST:
            mean, half = interval(self.differences, self.comparisons)
        object.__setattr__(self, "mean", mean)
        object.__setattr__(self, "half", half)

    @property
    def word(self) -> str:
        """Return the word of the interval, or that there is none."""
        if len(self.differences) < LEAST:
            return "one run, no verdict"
        return word(self.mean, self.half)

    @property
    def alike(self) -> int:
        """Return in how many repeats the difference has the sign of the mean."""
        return int(np.sum(np.sign(self.differences) == np.sign(self.mean)))

    @property
    def detectable(self) -> float:
        """Return the smallest true mean that is detected in four of five experiments.

        NaN where there is no verdict.
        """
        if len(self.differences) < LEAST:
            return float("nan")
        return detectable(self.differences, self.comparisons)

    def __str__(self) -> str:
        """Return the word, the interval, and how many repeats have its sign.

        The interval has a third digit where that decides.
        """
        digits = 3 if abs(abs(self.mean) - self.half) < 0.01 else 2
        found = f"{self.mean:+.{digits}f}"
        if np.isfinite(self.half):
            found += f" ± {self.half:.{digits}f}"
            found += f", {self.alike} of {len(self.differences)}"
        return f"{self.word} ({found})"


class Repeats:
    """What a page measures, beside the repeats of it that are stored.

    ``page`` is the number of the notebook, and ``data`` the name of its digits.
    ``repeat`` is 0 for the page as it stands, else the repeat that it is executed as;
    each has ``seeds`` of its own.

    >>> repeats = Repeats("05", "MNIST", repeat=2)
    >>> repeats.seeds(100, 3)
    range(20100, 20103)
    >>> repeats.add("cosine against constant", [-0.5, -0.25, -0.375])
    >>> repeats.own
    {'cosine against constant': (-0.375, 0.310...)}
    """

    def __init__(self, page: str, data: str, repeat: int = 0) -> None:
        """Read what is stored for this page and these digits."""
        check_count("repeat", repeat, at_least=0, at_most=STORED[-1])
        self.page, self.data, self.repeat = page, data, repeat
        self.own: dict[str, tuple[float, float]] = {}
        table = read()
        here = (table.page == page) & (table.data == data) & (table.repeat != repeat)
        self.stored = table[here]

    def seeds(self, first: int, count: int) -> range:
        """Return ``count`` seeds from ``first`` on, which no other repeat has."""
        begin = SEEDS * self.repeat + check_count("first", first, at_least=0)
        return range(begin, begin + check_count("count", count, at_most=SEEDS - first))

    def held_back(self, number: int, of: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the places of what is kept to train on, and of ``number`` held back.

        Of ``of`` examples each repeat draws others.
        """
        order = np.random.default_rng(self.repeat).permutation(of)
        return np.sort(order[number:]), np.sort(order[:number])

    def add(self, question: str, differences: ArrayLike) -> None:
        """Note the differences that this run found, one for each pair, less is better.

        Their mean is what counts as this repeat's answer. The half-width of a 95 %
        interval over the pairs is kept beside it, to show that it is too narrow.
        """
        differences = np.asarray(differences, float).ravel()
        if not np.isfinite(differences).all():
            raise ValueError(f"differences = {differences} must be finite: {question}")
        mean, half = float(differences.mean()), float("nan")
        if len(differences) > 1:
            mean, half = map(float, interval(differences))
        self.own[question] = mean, half

    def differences(self, question: str) -> Floats:
        """Return one value for each repeat, that of this run last."""
        stored = self.stored.difference[self.stored.question == question]
        return np.append(stored.to_numpy(float), self.own[question][0])

    def verdict(self, question: str, comparisons: int = 1) -> Verdict:
        """Return what all repeats say, corrected for several ``comparisons``."""
        return Verdict(self.differences(question).tolist(), comparisons)

    def over_pairs(self, question: str) -> pd.DataFrame:
        """Return for each repeat its mean and the half-width over its own pairs."""
        stored = self.stored[self.stored.question == question]
        stored = stored[["repeat", "difference", "half"]]
        own = dict(zip(stored.columns, (self.repeat, *self.own[question]), strict=True))
        return pd.concat([stored, pd.DataFrame([own])], ignore_index=True)

    def table(
        self, comparisons: int = 1, questions: Iterable[str] | None = None
    ) -> pd.DataFrame:
        """Return this run's difference and what all repeats say, a row a question."""
        rows = {}
        for question in self.own if questions is None else questions:
            verdict = self.verdict(question, comparisons)
            rows[question] = {
                "this run": self.own[question][0],
                "mean of all": verdict.mean,
                "±": verdict.half,
                "of one sign": f"{verdict.alike} of {len(verdict.differences)}",
                "verdict": verdict.word,
            }
        return pd.DataFrame(rows).T.infer_objects()

    def draw(
        self,
        comparisons: int = 1,
        questions: Iterable[str] | None = None,
        xlabel: str = "difference (points)",
        axes: Axes | None = None,
    ) -> Figure | SubFigure:
        """Draw a row for each question, into ``axes`` if there are; return the figure.

        A pale dot for each stored repeat, a full one for this run, and a bar for the
        interval over all of them; the verdict stands beside it.
        """
        questions = [*(self.own if questions is None else questions)]
        if axes is None:
            _, axes = plt.subplots(figsize=(7.6, 1.0 + 0.42 * len(questions)))
        axes.axvline(0, color="#6b7280", linewidth=1)
        place: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "va": "center"}
        for row, question in enumerate(questions):
            verdict = self.verdict(question, comparisons)
            *others, own = verdict.differences
            bar = [verdict.mean - verdict.half, verdict.mean + verdict.half]
            axes.plot(
                bar, [row, row], color=OWN, lw=8, alpha=0.18, solid_capstyle="butt"
            )
            axes.plot(others, [row + 0.22] * len(others), "o", ms=4, color="#6b7280")
            axes.plot(own, row - 0.02, "D", ms=6, color=OWN)
            axes.annotate(str(verdict), (1.02, row), **place)
        axes.set_yticks(range(len(questions)), questions)
        axes.set_ylim(len(questions) - 0.4, -0.6)
        axes.grid(axis="y", visible=False)
        axes.set_xlabel(xlabel)
        return axes.figure

    def found(self) -> pd.DataFrame:
        """Return what this run found, as rows of the table."""
        rows = [
            (self.page, self.data, question, self.repeat, *found)
            for question, found in self.own.items()
        ]
        return pd.DataFrame(rows, columns=[*KEYS, "repeat", "difference", "half"])


def read(path: str | os.PathLike[str] = FILE) -> pd.DataFrame:
    """Return the stored repeats, a row for each question and repeat.

    >>> read().columns.tolist()
    ['page', 'data', 'question', 'repeat', 'difference', 'half']
    """
    wide = pd.read_csv(path, dtype={"page": str}).set_index(KEYS)
    wide.columns = pd.MultiIndex.from_tuples(
        [(int(name.rstrip("±")), "half" if "±" in name else "difference")
         for name in wide.columns],
        names=["repeat", None],
    )  # fmt: skip
    long = wide.stack("repeat", future_stack=True).dropna(subset="difference")
    return long.reset_index()[[*KEYS, "repeat", "difference", "half"]]


def write(rows: pd.DataFrame, path: str | os.PathLike[str] = FILE) -> None:
    """Write repeats as a table: a row a question, two columns a repeat.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write(read().head(1), f"{folder}/one.csv")
    ...     len(read(f"{folder}/one.csv"))
    1
    """
    wide = rows.set_index([*KEYS, "repeat"]).unstack("repeat")
    columns = {}
    for repeat in STORED:
        for name, what in ((f"{repeat}", "difference"), (f"{repeat}±", "half")):
            missing = pd.Series(np.nan, wide.index)
            columns[name] = wide.get((what, repeat), missing).round(4)
    table = pd.DataFrame(columns, wide.index).sort_index()
    # At one stroke: pages are repeated at the same time, and each reads what is there.
    write_atomically(Path(path), table.to_csv(lineterminator="\n").encode())
    Path(path).chmod(0o644)  # the file that it was written to is its owner's alone
