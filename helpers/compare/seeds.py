"""Which seed a training has, and to which repeat it belongs.

A **repeat** is the whole comparison once more, tuning and test, with seeds of its own.
They stay the same where there are more repeats, tuning seeds or pairs later on, so that
what is finished serves again. ``seed % 1000`` is the number of the repeat.

>>> [tuning_seed(2, number) for number in range(3)]
[2, 1000002, 2000002]
>>> [pair_seed(2, pair) for pair in range(3)]
[1002, 2002, 3002]
>>> repeat_of(1000002), repeat_of(3002)
(2, 2)
"""

__all__ = [
    "MOST_PAIRS",
    "MOST_REPEATS",
    "MOST_TUNING_SEEDS",
    "repeat_of",
    "pair_seed",
    "tuning_seed",
]

MOST_REPEATS = 1000
MOST_PAIRS = 999  # of a repeat: the seeds from 1 000 000 on tune
MOST_TUNING_SEEDS = 1000  # of a repeat: a seed has 32 bits at most


def tuning_seed(repeat: int, number: int) -> int:
    """Return the seed of a training that tunes, both counted from 0."""
    return 1_000_000 * number + repeat


def pair_seed(repeat: int, pair: int) -> int:
    """Return the seed of both trainings of a pair, both counted from 0."""
    return 1_000 * (pair + 1) + repeat


def repeat_of(seed: int) -> int:
    """Return the repeat that a seed belongs to."""
    return seed % 1_000
