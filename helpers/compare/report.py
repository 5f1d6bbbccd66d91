"""Results in words: a line for each arm, and what it rests on."""

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from helpers.compare.outlook import known_to_a_factor

if TYPE_CHECKING:
    from helpers.compare.results import Results

__all__ = ["report"]


def report(results: "Results") -> str:
    """Return the notes, and what was found, one line for each arm."""
    test, repeats, pairs = results.rows("test"), len(results.differences), results.pairs
    lost = test[test.arm == results.reference].diverged.sum()
    heading = (
        f"{results.judge} on {results.judged_on} data, {repeats} repeats of {pairs} "
        f"pair{'s' * (pairs > 1)}, against {at_peaks(results, results.reference)}"
        + (f", which diverged in {lost} of {repeats * pairs}:" if lost else ":")
    )
    table = results.verdicts
    lines = [
        f"- {at_peaks(results, arm)}: {in_words(row, repeats * pairs)}"
        for arm, row in table.iterrows()
    ]
    end = "(For arms tuned in this way, on these data, with this model and budget.)"
    beside = [*control(results, table), *outlook(results, table)]
    said = [*results.notes, heading, *lines, *beside, end, *made_with(results)]
    return "\n".join(said)


def at_peaks(results: "Results", arm: Any) -> str:
    """Return an arm's name, with the range of its peaks."""
    peaks = results.best_peaks[arm]
    low, high = f"{peaks.min():.2g}", f"{peaks.max():.2g}"
    return f"{arm} at " + (low if low == high else f"peaks {low} to {high}")


def in_words(row: pd.Series, trainings: int) -> str:
    """Return a row of the verdicts as text; so many trainings tested the arm."""
    words = row.verdict
    if math.isfinite(row["±"]):
        words += f", {row.difference:+.3g} ± {row['±']:.2g}"
    else:
        words += f", better in {row.better} of {row.repeats} repeats, worse in "
        words += str(row.worse)
    if row.verdict == "no difference detected" and math.isfinite(row.detectable):
        words += f" (about {row.detectable:.2g} would mostly have been detected)"
    if row.diverged:
        words += f"; {row.diverged} of {trainings} diverged"
    return words


def control(results: "Results", table: pd.DataFrame) -> list[str]:
    """Return what the control says of the other verdicts, if there is one."""
    if not results.control:
        return []
    if table.verdict[results.control] == "worse":
        said = "The control is worse, as it must be: a difference of its size is seen."
    else:
        said = (
            'The control, which must lose, is not found to be worse: here "no '
            'difference detected" may mean that nothing could be detected.'
        )
    return [said]


def outlook(results: "Results", table: pd.DataFrame) -> list[str]:
    """Return what more repeats or pairs would bring, if an arm has no clear verdict."""
    open_ones = table.index[table.verdict == "no difference detected"]
    repeats, pairs = len(results.differences), results.pairs
    sizes = {
        f"with {2 * repeats} repeats": results.detectable_with(2 * repeats),
        f"with {2 * pairs} pairs in each": results.detectable_with(repeats, 2 * pairs),
    }
    told = {
        words: of_arms[open_ones].dropna()
        for words, of_arms in sizes.items()
        if of_arms[open_ones].notna().any()
    }
    if not told:
        return []
    said = ", ".join(
        f"{words} {', '.join(f'{size:.2g} ({arm})' for arm, size in of_arms.items())}"
        for words, of_arms in told.items()
    )
    counted = int(table.repeats[open_ones].min())
    return [
        f"More trainings would mostly detect: {said}. (From {counted} repeats such "
        f"sizes are known to a factor of {known_to_a_factor(counted):.1f}.)"
    ]


def made_with(results: "Results") -> list[str]:
    """Return which program and software trained, as far as it is known."""
    known = [text for text in (results.made_by, results.software) if text]
    return [f"(Made by: {'; '.join(known)}.)"] if known else []
