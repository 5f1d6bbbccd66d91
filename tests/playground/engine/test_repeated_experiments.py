"""Intervals hold what they say, in experiments as the page runs them.

``repeated_experiments.csv`` has 140 of the cosine and 140 of a constant rate that
jitters by 2 %, each against a constant rate, at the page's first settings: the seeds
were fixed before the first of them ran. One of each kind is run again each day.
"""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from benchmarks.coverage_pool import arms
from benchmarks.held import held
from tests.playground.engine.experiments import run_experiment

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-engine")]

FILE = Path(__file__).with_name("repeated_experiments.csv")
SEEDS = {"cosine": range(2000, 2140), "jittered constant": range(3000, 3140)}


@pytest.fixture(scope="module")
def stored():
    return pd.read_csv(FILE)


@pytest.mark.parametrize("kind", SEEDS)
def test_the_exact_interval_of_the_share_contains_95_percent(stored, kind):
    table = stored[stored.kind == kind]
    assert table.seed.tolist() == [*SEEDS[kind]]
    assert held(table["mean"], table["half"]).is_as_promised


def test_a_null_is_called_different_as_seldom_as_promised(stored):
    null = stored[stored.kind == "jittered constant"]
    said = null.word != "none"
    assert ((null["mean"].abs() > null["half"]) == said).all()
    share = binomtest(int(said.sum()), len(said)).proportion_ci(method="exact")
    assert share.low <= 0.05 <= share.high


@pytest.mark.parametrize("kind", SEEDS)
def test_an_experiment_drawn_by_the_day_is_as_it_is_stored(engine, stored, kind):
    table = stored[stored.kind == kind]
    today = date.today().toordinal()
    seed = int(np.random.default_rng(today).choice(table.seed))
    column = arms()[kind].tolist()
    (*_, verdict), _ = run_experiment(engine, column=column, seed=seed, peak=0.1)
    [expected] = table[table.seed == seed].to_dict("records")
    found = [verdict["mean"], verdict["halfWidth"]]
    assert found == pytest.approx([expected["mean"], expected["half"]], rel=1e-5)
    assert verdict["word"] == expected["word"]
