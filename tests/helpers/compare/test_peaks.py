"""The search for the best peak."""

import math

import pytest

from helpers.compare import peaks, stages
from tests.helpers.compare.stand_in import PEAKS


def test_the_best_peak_is_that_of_the_best_mean_and_none_that_diverged():
    tuned = stages.tuning_trainings({"a": [1, 1], "b": [1, 0]}, PEAKS, 2, 2)
    for less_is_better, best in ((True, 0.001), (False, 0.01)):
        finished = {
            training.key: {
                "value": None if training.peak == 0.1 else training.peak,
                "diverged": training.peak == 0.1,
            }
            for training in tuned
        }
        found = peaks.valleys(tuned, finished, less_is_better)
        assert found.keys() == {"a", "b"}
        for valley in found.values():
            assert valley[0.1] == math.inf
            assert peaks.best(valley) == peaks.lowest_point(valley) == best


@pytest.mark.parametrize("bottom", [0.004, 0.01, 0.0123, 0.019])
@pytest.mark.parametrize("steepness", [1e-3, 1e3])
def test_the_lowest_point_of_a_parabola_is_found_between_the_peaks(bottom, steepness):
    grid = (0.001, 0.003, 0.01, 0.025, 0.1)
    valley = {peak: 2 + steepness * math.log(peak / bottom) ** 2 for peak in grid}
    assert peaks.lowest_point(valley) == pytest.approx(bottom, rel=2e-3)
    # The order in which the peaks were tried does not matter.
    assert peaks.lowest_point(dict(sorted(valley.items())[::-1])) == pytest.approx(
        bottom, rel=2e-3
    )


@pytest.mark.parametrize("values", [(3, 2, 1), (1, 2, 3), (2, 1, math.inf), (1, 1, 1)])
def test_a_best_peak_stays_at_an_edge_beside_a_cliff_and_on_a_plain(values):
    valley = dict(zip((0.001, 1 / 300, 0.1), values, strict=True))
    assert peaks.lowest_point(valley) == min(valley, key=valley.get)
