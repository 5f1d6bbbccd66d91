"""A chosen peak beside a cliff is noted, and ordinary scatter is not."""

import numpy as np
import pandas as pd
import pytest

from helpers.compare.cliffs import beside_cliffs, far_from_the_rest
from tests.helpers.compare.stand_in import comparison, valley
from tests.helpers.resampled import Way, at, choices, on_grid, pool

EXPERIMENTS = 4000


def alarms(draw, tested=16, tuned=8):
    """Return the share of experiments with a note, where all values are alike."""
    found = [far_from_the_rest(draw(tested), draw(tuned)) for _ in range(EXPERIMENTS)]
    return np.any(found, axis=1).mean()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "settings", "most"),
    [
        ("normal", (), 0.0005),
        ("standard_t", (5,), 0.003),
        ("standard_t", (3,), 0.01),
        ("exponential", (), 0.007),
        ("lognormal", (0, 0.5), 0.004),
    ],
)
@pytest.mark.parametrize("size", [(16, 8), (8, 8), (6, 6)], ids=str)
def test_ordinary_scatter_is_no_cliff(name, settings, most, size):
    """Normal values: none of 4 000. With heavy tails, at most one in a hundred."""
    random = getattr(np.random.default_rng(0), name)
    slack = 2 if size == (6, 6) else 1  # so few that a tail may be all alone
    assert alarms(lambda count: random(*settings, size=count), *size) <= slack * most


@pytest.mark.slow
def test_shares_of_examples_are_no_cliff_either():
    random = np.random.default_rng(0)
    assert alarms(lambda count: random.binomial(1000, 0.003, count)) < 0.005
    assert alarms(lambda count: random.binomial(1000, 0.05, count)) == 0
    assert not far_from_the_rest([0.0] * 15 + [1.0], [0.0] * 8).any()


@pytest.mark.slow
@pytest.mark.parametrize("arm", ["cosine", "constant"])
def test_real_trainings_at_peaks_that_were_chosen_are_no_cliff(arm):
    """8 repeats of 2 pairs, drawn from the pool of 600 seeds and 18 peaks."""
    peaks, arms = pool()
    way = Way(repeats=8, tuning_seeds=1, pairs=2)
    chosen, grid = choices(way, arm), peaks[on_grid(way)]
    errors = at(arms[arm]["test"], chosen)
    beside = np.abs(np.log(grid[:, None] / chosen)).argmin(axis=0)
    tuned = arms[arm]["validation"][np.arange(len(chosen)), on_grid(way)[beside]]
    random, found = np.random.default_rng(0), []
    for _ in range(EXPERIMENTS // 2):
        own = random.choice(len(chosen), 8, replace=False)
        seeds = random.integers(len(errors), size=(8, 2))
        found.append(far_from_the_rest(errors[own[:, None], seeds].ravel(), tuned[own]))
    assert np.any(found, axis=1).mean() < 0.005


@pytest.mark.parametrize("sign", [1, -1])
def test_two_of_eight_that_learn_nothing_are_told_with_their_numbers(sign):
    """As a model of sets did at 0.09: 1.03 is the loss of the mean."""
    values = [0.20, 0.22, 1.033, 0.26, 0.21, 1.033, 0.24, 0.23]
    rows = [("test", "cosine", i, 0.09, 1000 + i, v) for i, v in enumerate(values)]
    rows += [("tuning", "cosine", i, 0.09, i, 0.22 + 0.01 * (i % 3)) for i in range(8)]
    # At the next peak of the grid the tuning saw the cliff, and took another one.
    rows += [("tuning", "cosine", i, 0.27, i, 1.033) for i in range(8)]
    table = pd.DataFrame(
        rows, columns=["stage", "arm", "repeat", "peak", "seed", "value"]
    )
    table = table.assign(diverged=False, value=sign * table.value)
    [said] = beside_cliffs(table, less_is_better=sign == 1)
    assert said.startswith("2 of 8 trainings that tested 'cosine' ended far from")
    assert f"at {sign * 1.03:.3g} against" in said
    assert beside_cliffs(table, less_is_better=sign == -1) == []
    seen = table.value.where((table.stage != "tuning") | (table.seed != 3), sign * 1.0)
    assert beside_cliffs(table.assign(value=seen), less_is_better=sign == 1) == []


@pytest.mark.slow
def test_a_run_warns_of_a_cliff_and_keeps_the_sentence(trained, tmp_path):
    def formula(training):
        lost = training.stage == "test" and training.seed in (1001, 2002)
        return 40.0 if lost and training.arm == "falling" else valley(0.01)(training)

    trained(formula)
    with pytest.warns(UserWarning, match="2 of 6 trainings that tested 'falling'"):
        results = comparison(tmp_path).run()
    assert "2 of 6 trainings that tested 'falling' ended far" in str(results)
