"""The stages: a grid that grows, a peak between, and the test."""

import numpy as np
import pytest

from helpers.compare import draw_valleys
from tests.helpers.compare.stand_in import comparison, valley

pytestmark = pytest.mark.slow


def test_a_best_peak_inside_the_grid_leaves_it_as_it_is(trained, tmp_path, recwarn):
    stand_in = trained(valley(0.01))
    results = comparison(tmp_path).run()
    assert not [found for found in recwarn if "peak" in str(found.message)]
    assert results.notes == []
    assert set(results.best_peak.values()) == {0.01}
    assert len(stand_in.trained) == 2 * 3 * 2 + 2 * 3
    tuning = {seed for stage, *_, seed in stand_in.trained if stage == "tuning"}
    test = {seed for stage, *_, seed in stand_in.trained if stage == "test"}
    assert (len(tuning), len(test)) == (2, 3)
    assert not tuning & test


@pytest.mark.parametrize(
    ("bottom", "peaks", "note"),
    [
        (1.0, 4 + 1, "it now goes from 0.001 to 10"),
        (1e-4, 4 + 1, "it now goes from 1e-05 to 0.1"),
        (1e9, 3 + 3, "at an edge of the grid"),
        (1e-9, 3 + 3, "at an edge of the grid"),
    ],
)
def test_a_best_peak_at_an_edge_widens_the_grid_of_all_arms(
    bottom, peaks, note, trained, tmp_path
):
    stand_in = trained(valley(bottom))
    with pytest.warns(UserWarning, match=note):
        results = comparison(tmp_path).run()
    tuned = results.trainings[results.trainings.stage == "tuning"]
    assert tuned.groupby("arm").peak.nunique().tolist() == [peaks, peaks]
    assert len(set(stand_in.trained)) == len(stand_in.trained) == 2 * 2 * peaks + 2 * 3
    inside = 1e-6 < bottom < 1e2
    assert (results.best_peak["falling"] == pytest.approx(bottom)) == inside
    assert note in str(results)


def test_a_wall_beside_the_best_peak_misleads_the_parabola_but_not_the_test(
    trained, tmp_path
):
    def walled(training):
        return valley(0.03)(training) + 50.0 * (training.peak > 0.03)

    stand_in = trained(walled)
    results = comparison(tmp_path, peaks=(0.001, 0.01, 0.028, 0.1)).run()
    tried = {p for stage, _, p, _ in stand_in.trained if stage == "tuning"}
    assert 0.015 < min(tried - {0.001, 0.01, 0.028, 0.1}) < 0.02
    assert set(results.best_peak.values()) == {0.028}


def test_the_test_trains_between_the_peaks_of_the_grid(trained, untimed, tmp_path):
    stand_in = trained(valley(0.02))
    results = comparison(tmp_path).run()
    plan = comparison(tmp_path).plan()
    assert plan.trainings == plan.finished == len(stand_in.trained) == 12 + 4 + 6
    assert set(results.best_peak.values()) == {0.02}
    assert {peak for stage, _, peak, _ in stand_in.trained if stage == "test"} == {0.02}
    drawn = [line.get_xydata() for line in draw_valleys(results).axes[0].lines]
    rings = [points for points in drawn if len(points) == 1]
    assert len(rings) == 2
    (left, _), (right, _) = places = [point for [point] in rings]
    assert left < 0.02 < right < 1.03 * 0.02  # so that none hides the other
    assert np.isfinite(places).all()
