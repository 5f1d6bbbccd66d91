"""The predictions for notebook 14 differ, and are judged by their interval."""

import numpy as np
import pandas as pd
import pytest

from helpers.lesson.edge_judged import NAMES, counted, judge
from helpers.lesson.edge_predictions import predictions
from helpers.lesson.edge_settling import BATCHES
from helpers.sharpness import FreeRise

RISING = FreeRise(np.array([0.0, 500.0]), np.array([2.0, 30.0]))
FALLING = FreeRise(np.array([0.0, 20.0, 500.0]), np.array([30.0, 15.0, 20.0]))


def test_starts_that_rise_and_fall_get_predictions_of_other_signs():
    free = {"small": RISING, "large": FALLING}
    said = predictions(free, dict.fromkeys(BATCHES, 1.0)).droplevel("data")
    theory = said.loc[said.index.str.startswith("limit"), "theory"]
    small = theory[theory.index.str.contains("small")]
    large = theory[theory.index.str.contains("large")]
    assert small.iloc[-1] < 0 < large.iloc[-1]
    batches = said[said.index.str.startswith("batch")]
    assert {*batches["theory"].round(6)} == {2.0, 0.2}


def judged_as(found):
    row = pd.DataFrame([[1.0, 2.0, 0.0]], ["batch; one"])
    return judge(row, "batch", {"batch; one": found})


@pytest.mark.parametrize("place", range(3))
def test_whoever_is_right_is_named(place):
    value = (1.0, 2.0, 0.0)[place]
    judged = judged_as(value + np.array([-0.1, 0.0, 0.1, 0.02]))
    assert judged.loc["one", "not refuted"] == NAMES["batch"][place]
    assert judged.loc["one", "nearest"] == NAMES["batch"][place]
    said = counted(judged, "batch").splitlines()
    assert ["in 1 of 1" in line for line in said] == [place == i for i in range(3)]


def test_nobody_is_right_where_networks_diverge_or_all_predictors_are_off():
    assert judged_as([np.nan, np.inf, 1.0, 1.1]).loc["one", "nearest"] == "none"
    off = judged_as([5.0, 5.1, 4.9, 5.0])
    assert off.loc["one", "not refuted"] == "none"
    assert off.loc["one", "nearest"] == NAMES["batch"][1]
