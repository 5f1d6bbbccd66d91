"""Seeds that change nothing, and arms or peaks that are one under several names."""

import numpy as np
import pandas as pd
import pytest

from helpers.compare import Results
from helpers.compare.conclusion import remarks
from helpers.keras_import import keras
from tests.helpers.compare.small import X, Y, comparison
from tests.helpers.compare.stand_in import PEAKS

SEEDS = {"tuning": range(8), "test": [1000 + pair for pair in range(8)]}


def results(value, arms=("a", "b"), loss=None):
    """Return results of 8 repeats whose trainings have these values, and losses."""
    rows = [
        {
            "stage": stage, "arm": arm, "repeat": seed % 1000, "peak": peak,
            "seed": seed, "diverged": False, "seconds": 1.0,
            "value": float(value(arm, peak, seed)),
        }
        for stage, seeds in SEEDS.items()
        for arm in arms
        for peak in (PEAKS if stage == "tuning" else PEAKS[1:2])
        for seed in seeds
    ]  # fmt: skip
    trainings = pd.DataFrame(rows)
    logs = trainings[["stage", "arm", "repeat", "peak", "seed"]].copy()
    given = zip(trainings.arm, trainings.peak, trainings.seed, strict=True)
    logs["val_loss"] = [(loss or value)(*one) for one in given]
    return Results(trainings, logs, arms[0], "loss", less_is_better=True, notes=[])


def noise(*of_training):
    return np.random.default_rng([hash(one) % 2**32 for one in of_training]).normal()


def test_ten_pairs_that_are_one_are_no_evidence():
    found = results(lambda arm, peak, seed: (arm == "b") * 3e-4 + peak)
    [row] = found.verdicts.itertuples()
    assert (row.verdict, row.repeats) == ("no difference detected", 1)
    assert "better in 0 of 1 repeats, worse in 1" in str(found)
    [said] = remarks(found)
    assert said.startswith("The seed changes too little: 8 repeats gave one different")


def test_repeats_of_two_seeds_in_turn_are_two():
    found = results(lambda arm, peak, seed: noise(arm, peak, seed % 2))
    assert found.verdicts.repeats["b"] == 2
    [said] = remarks(found)
    assert "8 repeats gave 2 different results, the others are" in said


def test_equal_shares_of_networks_that_differ_are_evidence():
    """All have 9 of 10 examples right, and all have losses of their own."""
    found = results(lambda arm, *_: 1 - 0.1 * (arm == "b"), loss=noise)
    assert found.verdicts.verdict["b"] == "better"
    assert remarks(found) == []


def test_arms_with_the_same_numbers_in_each_pair_are_named():
    arms = "a", "twin", "b", "third"
    found = results(
        lambda arm, peak, seed: noise(arm if arm in "ab" else "a", peak, seed), arms
    )
    [said] = remarks(found)
    assert said.startswith("'a', 'twin' and 'third' gave the same numbers bit for bit")
    assert found.verdicts.repeats.tolist() == [8, 8, 8]


def test_peaks_above_a_limit_are_named_as_one():
    found = results(lambda arm, peak, seed: noise(arm, min(peak, 0.01), seed))
    first, second = remarks(found)
    assert first.startswith("'a' gave the same numbers bit for bit at the peaks 0.01, ")
    assert second.startswith("'b' gave the same")


def test_what_diverged_in_all_repeats_is_not_taken_for_one():
    found = results(noise)
    found.trainings.loc[:, ["value", "diverged"]] = [np.nan, True]
    found.evaluations["val_loss"] = np.nan
    assert remarks(found) == []
    assert found.verdicts.repeats["b"] == 8


def of_one_start(seed):
    return keras.Sequential(
        [keras.layers.Dense(1, kernel_initializer=keras.initializers.Ones())]
    )


@pytest.mark.slow
def test_a_real_comparison_whose_seeds_do_nothing_says_so(tmp_path):
    """One start, and all rows in one batch: what published code may come to."""
    ours = comparison(
        tmp_path, model=of_one_start, batch_size=len(X), repeats=4, updates=2,
        arms={"flat": [1, 1], "almost": [1, 0.999]}, peaks=(0.03, 0.07, 0.14),
        train=(np.ones_like(X), np.ones_like(Y)),
    )  # fmt: skip
    with pytest.warns(UserWarning, match="4 repeats gave one different result"):
        found = ours.run()
    assert found.verdicts.verdict["almost"] == "no difference detected"
    assert "The seed changes too little" in str(found)


@pytest.mark.slow
def test_a_real_comparison_of_rows_that_move_no_weight_names_the_arms(tmp_path):
    def accumulated(rate):
        return keras.optimizers.SGD(rate, gradient_accumulation_steps=2)

    arms = {"flat": [1, 1, 1, 1], "other": [0.3, 1, 0.1, 1], "falls": [1, 1, 0, 0.5]}
    ours = comparison(tmp_path, updates=4, arms=arms, optimizer=accumulated)
    with pytest.warns(UserWarning, match="'flat' and 'other' gave the same numbers"):
        ours.run()
