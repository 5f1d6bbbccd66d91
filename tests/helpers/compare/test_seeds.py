"""No two trainings of a comparison share a seed, however large it is or will be."""

import numpy as np
import pytest

from helpers.compare.seeds import (
    MOST_PAIRS,
    MOST_REPEATS,
    MOST_TUNING_SEEDS,
    pair_seed,
    repeat_of,
    tuning_seed,
)


@pytest.mark.slow
def test_all_seeds_are_different_and_tell_their_repeat():
    repeats = np.arange(MOST_REPEATS)[:, None]
    tuning = tuning_seed(repeats, np.arange(MOST_TUNING_SEEDS))
    test = pair_seed(repeats, np.arange(MOST_PAIRS))
    seeds = np.concatenate([tuning, test], axis=1)
    assert len(np.unique(seeds)) == seeds.size
    assert (repeat_of(seeds) == repeats).all()
    assert 0 <= seeds.min() <= seeds.max() < 2**32  # what Keras takes


def test_files_of_the_way_before_repeats_still_serve():
    """Then the tuning seeds were 0, 1, 2, …, and those of the pairs 1000, 1001, …"""
    assert [tuning_seed(repeat, 0) for repeat in range(3)] == [0, 1, 2]
    assert [pair_seed(repeat, 0) for repeat in range(3)] == [1000, 1001, 1002]
