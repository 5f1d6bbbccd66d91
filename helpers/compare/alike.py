"""Trainings that are one and the same, though they have several names.

Their numbers are equal bit for bit: of different networks, a loss never is. Such
repeats are no further evidence, and such arms or peaks are no different ones.
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Container, Hashable
from typing import Any

import pandas as pd

__all__ = ["alike", "different_repeats", "outcomes"]

LABELS = ["stage", "arm", "repeat", "peak", "seed"]


def outcomes(trainings: pd.DataFrame, evaluations: pd.DataFrame) -> pd.DataFrame:
    """Return the trainings with a column "outcome": all their numbers, as bytes.

    All that diverged have one outcome.
    """
    logs: dict[Hashable, bytes] = {}
    if len(evaluations):
        numbers = [name for name in evaluations if name not in LABELS]
        for training, rows in evaluations.groupby(LABELS, sort=False):
            logs[training] = rows[numbers].to_numpy(float).tobytes()
    labels = trainings[LABELS].itertuples(index=False, name=None)
    values = trainings.value.to_numpy(float)
    found = [
        None if lost else (value.tobytes(), logs.get(label))
        for value, lost, label in zip(values, trainings.diverged, labels, strict=True)
    ]
    return trainings.assign(outcome=pd.Series(found, trainings.index, object))


def different_repeats(found: pd.DataFrame, arms: Container[str]) -> list[int]:
    """Return the repeats in which pairs of these arms differ from those before.

    ``found`` is as ``outcomes`` returns it. Where all of them diverged nothing tells
    whether they differ.
    """
    test = found[found.stage == "test"]
    pairs: dict[int, dict[int, list[tuple[str, Any]]]] = {}
    columns = test.repeat, test.seed, test.arm, test.outcome
    for repeat, seed, arm, outcome in zip(*columns, strict=True):
        if arm in arms:
            pair = pairs.setdefault(repeat, {}).setdefault(seed, [])
            pair.append((arm, outcome))
    kept: dict[Hashable, int] = {}
    for repeat, of_repeat in pairs.items():
        known: Hashable = frozenset(Counter(map(tuple, of_repeat.values())).items())
        if all(outcome is None for pair in of_repeat.values() for _, outcome in pair):
            known = repeat
        kept.setdefault(known, repeat)
    return [*kept.values()]


def alike(found: pd.DataFrame, arms: list[str]) -> list[str]:
    """Return a sentence for whatever is the same under several names.

    ``found`` is as ``outcomes`` returns it, and ``arms`` are in their order.
    """
    kept = found[~found.diverged.astype(bool)]
    return [
        *seeds_that_are_one(found, arms),
        *arms_that_are_one(kept[kept.stage == "test"], arms),
        *peaks_that_are_one(kept[kept.stage == "tuning"], arms),
    ]


def seeds_that_are_one(found: pd.DataFrame, arms: list[str]) -> list[str]:
    """Return a sentence if repeats have the same numbers, in all of their trainings."""
    repeats, different = found.repeat.nunique(), different_repeats(found, arms)
    if len(different) == repeats:
        return []
    count = "one" if len(different) == 1 else str(len(different))
    return [
        f"The seed changes too little: {repeats} repeats gave {count} different "
        f"result{'s' * (len(different) > 1)}, the others are equal bit for bit, and "
        f"count as {count}. (Has each initializer a seed of its own that is always the "
        "same, and have the data one order?)"
    ]


def arms_that_are_one(test: pd.DataFrame, arms: list[str]) -> list[str]:
    """Return a sentence for each group of arms with the same numbers in each pair."""
    groups = defaultdict(list)
    for arm in arms:
        rows = test[test.arm == arm].sort_values("seed")
        if len(rows) > 1:
            groups[tuple(zip(rows.seed, rows.outcome, strict=True))].append(arm)
    return [
        f"{listed(group)} gave the same numbers bit for bit in all {len(key)} pairs. "
        "They are one schedule, or where their columns differ no weight moves by "
        "these rates: gradients that are accumulated over several updates, an "
        "optimizer that wraps another or sets its own rate (Adafactor's "
        "relative_step), or rates that are equal in float32."
        for key, group in groups.items()
        if len(group) > 1
    ]


def peaks_that_are_one(tuning: pd.DataFrame, arms: list[str]) -> list[str]:
    """Return a sentence for neighbours on the grid with the same numbers everywhere."""
    sentences = []
    for arm in arms:
        rows = tuning[tuning.arm == arm].sort_values(["peak", "seed"])
        found = [
            (peak, [*zip(of_peak.seed, of_peak.outcome, strict=True)])
            for peak, of_peak in rows.groupby("peak")
        ]
        for _, group in itertools.groupby(found, key=lambda one: one[1]):
            peaks = [f"{peak:.2g}" for peak, _ in group]
            if len(peaks) > 1:
                sentences.append(
                    f"{arm!r} gave the same numbers bit for bit at the peaks "
                    f"{', '.join(peaks)}: they are one training under several names. "
                    "Does the optimizer use the rate as it is? (Not with Adafactor's "
                    "relative_step.)"
                )
    return sentences


def listed(names: list[str]) -> str:
    """Return names in quotes, as a sentence has them.

    >>> listed(["a", "b", "c"])
    "'a', 'b' and 'c'"
    """
    *first, last = map(repr, names)
    return f"{', '.join(first)} and {last}"
