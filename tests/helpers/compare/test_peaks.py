"""The search for the best peak of each arm in each repeat."""

import math

import pytest

from helpers.compare import peaks
from helpers.compare.stages import Protocol
from tests.helpers.compare.stand_in import PEAKS

TWO = Protocol({"a": [1, 1], "b": [1, 0]}, PEAKS, 2, 3, 2, 1)


def test_each_repeat_has_a_valley_of_its_own_and_what_diverged_is_infinite():
    tuned = TWO.tuning_trainings(PEAKS)
    for sign, less_is_better in ((1, True), (-1, False)):
        finished = {
            training.key: {
                "value": training.peak + training.seed,
                "diverged": training.peak == 0.1 and training.seed == 2,
            }
            for training in tuned
        }
        found = peaks.valleys(tuned, finished, less_is_better)
        assert found.keys() == {"a", "b"}
        for several in found.values():
            for repeat, valley in enumerate(several):
                means = {at: sign * (at + repeat + 500_000) for at in PEAKS}
                if repeat == 2:
                    means[0.1] = math.inf
                assert valley == pytest.approx(means)
            mean = peaks.mean_valley(several)
            assert mean[0.001] == pytest.approx(sign * (0.001 + 1 + 500_000))
            assert mean[0.1] == math.inf
            assert peaks.best(mean) == (0.001 if less_is_better else 0.01)


@pytest.mark.parametrize("bottom", [0.004, 0.01, 0.0123, 0.019])
@pytest.mark.parametrize("steepness", [1e-3, 0.5])
def test_the_lowest_point_of_a_parabola_is_found_between_the_peaks(bottom, steepness):
    grid = (0.001, 0.003, 0.01, 0.025, 0.1)
    valley = {p: 2 * math.exp(steepness * math.log(p / bottom) ** 2) for p in grid}
    assert peaks.lowest_point(valley) == pytest.approx(bottom, rel=2e-3)
    # The order in which the peaks were tried does not matter.
    assert peaks.lowest_point(dict(sorted(valley.items())[::-1])) == pytest.approx(
        bottom, rel=2e-3
    )


@pytest.mark.parametrize("values", [(3, 2, 1), (1, 2, 3), (2, 1, math.inf), (1, 1, 1)])
def test_a_best_peak_stays_at_an_edge_beside_a_cliff_and_on_a_plain(values):
    valley = dict(zip((0.001, 1 / 300, 0.1), values, strict=True))
    found = min(valley, key=valley.get)
    assert peaks.lowest_point(valley) == pytest.approx(found, rel=peaks.ROUNDED)


def test_where_even_the_lowest_error_is_large_the_walls_are_not_part_of_the_valley():
    """As MNIST-1D has it after 160 updates: all peaks are within twice the lowest."""
    grid = (3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1)
    valley = dict(zip(grid, (81, 73, 65, 53, 48, 53), strict=True))
    assert 0.02 < peaks.lowest_point(valley) < 0.05


def test_a_wall_beside_the_best_peak_moves_the_choice_by_half_a_gap_at_most():
    for wall in (1.1, 2, 10, 10.1, 1e100):
        found = peaks.lowest_point({0.01: 1.2, 0.03: 1.0, 0.09: wall})
        low, high = math.sqrt(0.01 * 0.03), math.sqrt(0.03 * 0.09)
        assert low < (1 + peaks.ROUNDED) * found
        assert found < (1 + peaks.ROUNDED) * high
        assert (found == 0.03) == (wall > 10)


def test_a_repeat_whose_trainings_all_diverged_is_named_and_has_the_lowest_peak():
    lost = dict.fromkeys(PEAKS, math.inf)
    kept = {0.001: 3.0, 0.01: 2.0, 0.1: 3.0}
    assert peaks.lowest_point(lost) == 0.001
    assert peaks.notes(PEAKS, PEAKS, {"a": [kept, kept], "b": [kept, lost]}) == [
        "In 1 of 2 repeats all trainings that tuned 'b' diverged: there its peak is "
        "the lowest of the grid, 0.001."
    ]


def test_how_many_repeats_chose_an_edge_is_said_for_each_arm_and_edge():
    low, high = {0.0011111: 1.0, 0.01: 2.0, 0.1: 3.0}, {0.0011111: 3.0, 0.01: 2, 0.1: 1}
    grid = tuple(low)
    said = peaks.notes(PEAKS, grid, {"a": [low, low, high]})
    assert "it now goes from 0.0011 to 0.1." in said[0]
    assert said[1:] == [
        "Beyond an edge of the grid there may be a better peak: 'a' chose 0.0011 in 2 "
        "of 3 repeats, 'a' chose 0.1 in 1 of 3 repeats."
    ]
