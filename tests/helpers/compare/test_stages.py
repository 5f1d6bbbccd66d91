"""The stages: a grid that grows, a peak for each repeat, and the test."""

import math

import pytest

from helpers.compare import draw_differences, draw_valleys
from helpers.compare.seeds import repeat_of
from tests.helpers.compare.stand_in import comparison, valley

pytestmark = pytest.mark.slow


def test_a_best_peak_inside_the_grid_leaves_it_as_it_is(trained, tmp_path, recwarn):
    stand_in = trained(valley(0.01))
    results = comparison(tmp_path).run()
    assert not [found for found in recwarn if "peak" in str(found.message)]
    assert results.notes == []
    assert set(results.best_peak.values()) == {0.01}
    assert len(stand_in.trained) == 3 * (2 * 3 * 2 + 2 * 2)
    tuning = {seed for stage, *_, seed in stand_in.trained if stage == "tuning"}
    test = {seed for stage, *_, seed in stand_in.trained if stage == "test"}
    assert (len(tuning), len(test)) == (6, 6)
    assert not tuning & test


@pytest.mark.parametrize(
    ("bottom", "peaks", "note"),
    [
        (1.0, 4 + 1, "it now goes from 0.001 to 10"),
        (1e-4, 4 + 1, "it now goes from 1e-05 to 0.1"),
        (1e9, 3 + 3, "Beyond an edge .* 'falling' chose .* in 3 of 3 repeats"),
        (1e-9, 3 + 3, "Beyond an edge .* 'falling' chose .* in 3 of 3 repeats"),
    ],
)
def test_a_best_peak_at_an_edge_widens_the_grid_of_all_arms_and_repeats(
    bottom, peaks, note, trained, tmp_path
):
    stand_in = trained(valley(bottom))
    with pytest.warns(UserWarning, match=note) as warned:
        results = comparison(tmp_path).run()
    tuned = results.trainings[results.trainings.stage == "tuning"]
    assert {*tuned.groupby(["arm", "repeat"]).peak.nunique()} == {peaks}
    assert len(set(stand_in.trained)) == len(stand_in.trained)
    assert len(stand_in.trained) == 3 * (2 * 2 * peaks + 2 * 2)
    inside = 1e-6 < bottom < 1e2
    assert (results.best_peak["falling"] == pytest.approx(bottom)) == inside
    assert all(str(warning.message) in str(results) for warning in warned)


def test_one_repeat_at_an_edge_is_named_and_makes_no_grid_wider(trained, tmp_path):
    def formula(training):
        found = valley(0.1 if repeat_of(training.seed) == 2 else 0.01)(training)
        return found**0.1  # so gentle that no repeat outweighs the others

    trained(formula)
    with pytest.warns(UserWarning, match="'falling' chose 0.1 in 1 of 3 repeats"):
        results = comparison(tmp_path).run()
    assert results.best_peaks.falling.tolist() == [0.01, 0.01, 0.1]
    assert results.rows("tuning").peak.nunique() == 3


def test_each_repeat_trains_at_its_own_peak_between_those_of_the_grid(
    trained, untimed, tmp_path
):
    bottoms = [0.02, 0.01, 0.03]

    def formula(training):
        return valley(bottoms[repeat_of(training.seed)])(training)

    stand_in = trained(formula)
    results = comparison(tmp_path).run()
    plan = comparison(tmp_path).plan()
    assert plan.trainings == plan.finished == len(stand_in.trained) == 3 * (12 + 4)
    for arm in ("constant", "falling"):
        assert results.best_peaks[arm].tolist() == bottoms
    tested = {
        (repeat_of(seed), peak)
        for stage, _, peak, seed in stand_in.trained
        if stage == "test"
    }
    assert tested == {*enumerate(bottoms)}
    assert results.best_peak == {"constant": 0.02, "falling": 0.02}
    assert "against constant at peaks 0.01 to 0.03:\n" in str(results)
    valleys, chosen = draw_valleys(results).axes
    marks = [line.get_xdata().tolist() for line in chosen.lines]
    assert marks == [bottoms, bottoms]
    assert [text.get_text() for text in chosen.get_yticklabels()] == results.arms


def test_a_repeat_whose_tuning_all_diverged_is_tested_at_the_lowest_peak(
    trained, tmp_path
):
    def formula(training):
        lost = training.stage == "tuning" and repeat_of(training.seed) == 1
        return None if lost and training.arm == "falling" else valley(0.01)(training)

    trained(formula)
    with pytest.warns(UserWarning, match="In 1 of 3 repeats all .* 'falling' diverged"):
        results = comparison(tmp_path).run()
    lowest = results.rows("tuning").peak.min()
    assert results.best_peaks.falling.tolist() == [0.01, lowest, 0.01]
    assert math.isfinite(results.differences.falling[1])


def test_a_control_is_the_reference_far_below_its_peak_and_only_tests(
    trained, untimed, tmp_path
):
    stand_in = trained(valley(0.02))
    ours = comparison(tmp_path, control=0.1)
    plan = ours.plan()
    assert "and 6 of the control.\n" in str(plan)
    results = ours.run()
    assert plan.trainings == len(stand_in.trained) == ours.plan().finished
    name = "constant at 0.1 of its peak"
    assert results.arms == ["constant", "falling", name]
    ratio = results.best_peaks[name] / results.best_peaks["constant"]
    assert ratio.tolist() == pytest.approx([0.1] * 3)
    assert set(results.rows("tuning").arm) == {"constant", "falling"}
    assert results.verdicts.verdict[name] == "worse"
    assert "The control is worse, as it must be" in str(results)
    without = comparison(tmp_path).run()  # the others' intervals are no wider for it
    assert results.verdicts["±"]["falling"] == without.verdicts["±"]["falling"]
    for draw in (draw_valleys, draw_differences):
        draw(results).canvas.draw()


def test_a_control_that_does_not_lose_is_told(trained, tmp_path):
    trained(lambda training: 1 + 0.1 * math.sin(training.seed + len(training.arm)))
    results = comparison(tmp_path, control=0.5).run()
    assert "may mean that nothing could be detected" in str(results)


@pytest.mark.parametrize("control", [0, 1.0, -0.1, "yes"])
def test_a_control_is_a_share(control):
    with pytest.raises((ValueError, TypeError), match="control = "):
        comparison(control=control)
