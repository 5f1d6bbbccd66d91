"""A whole experiment, on the workers that run it."""

import itertools

import numpy as np
import pytest

from helpers import schedules, verdicts
from helpers.valley import bottom
from tests.playground.engine.experiments import run_experiment
from tests.playground.engine.python_side import key_of
from tests.playground.engine.settings import DATA

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-engine")]

BRIEF = {"steps": 60, "seed": 3, "peaks": [0.03, 0.1, 0.3, 1.0]}
LINEAR = schedules.table(schedules.linear(5.0, 60), 60).tolist()


@pytest.fixture(scope="module")
def experiment(engine):
    """The messages of a short experiment, by type."""
    heard, _ = run_experiment(engine, column=LINEAR, **BRIEF)
    kinds = [message["type"] for message in heard]
    assert kinds == sorted(kinds, key=["valley", "tuned", "pairs", "verdict"].index)
    return {kind: [m for m in heard if m["type"] == kind] for kind in kinds}


def test_an_experiment_says_what_python_would_of_its_repeats(experiment):
    [verdict] = experiment["verdict"]
    shapes = [np.shape(message["differences"]) for message in experiment["pairs"]]
    assert shapes == [(repeats, 8) for repeats in range(1, 9)]
    differences = experiment["pairs"][-1]["differences"]
    mean, half = verdicts.interval(differences)
    assert [verdict["mean"], verdict["halfWidth"]] == pytest.approx([mean, half])
    assert verdict["word"] == key_of(verdicts.word(mean, half))
    assert verdict["detectable"] == pytest.approx(verdicts.detectable(differences))
    assert np.std(differences) > 0
    errors = {
        arm: np.array(rows) for arm, rows in experiment["pairs"][-1]["errors"].items()
    }
    np.testing.assert_allclose(errors["schedule"] - errors["rival"], differences)
    for arm, rows in errors.items():
        assert verdict["means"][arm] == pytest.approx(rows.mean())


def test_the_valley_is_coarse_first(experiment):
    first, whole = experiment["valley"][0], experiment["valley"][2]
    assert (first["peaks"], first["seeds"]) == (BRIEF["peaks"][1::2], 1)
    assert (whole["peaks"], whole["seeds"]) == (BRIEF["peaks"], 1)
    assert experiment["valley"][-1]["seeds"] == 8
    assert {message["arm"] for message in experiment["valley"]} == {
        "schedule",
        "rival",
    }


def test_each_repeat_has_its_own_valley_peaks_and_pairs(engine, experiment):
    """What it says is found again by training its networks alone, as Python would."""
    [tuned] = experiment["tuned"]
    grid, repeats = BRIEF["peaks"], range(8)
    shapes = {"schedule": 1 - np.arange(60) / 60, "rival": np.ones(60)}
    tuning = [
        (peak * shape, 3000 + repeat, "validation")
        for shape in shapes.values()
        for repeat in repeats
        for peak in grid
    ]
    testing = [
        (tuned[arm]["peaks"][repeat] * shape, 3008 + 8 * repeat + pair, "test")
        for repeat, pair in itertools.product(repeats, (0, 7))
        for arm, shape in shapes.items()
    ]
    made = f"""((networks) => given.map(([column, seed, part]) => {{
      networks.start([Float64Array.from(column)], [seed]);
      networks.advance(60);
      return networks.error(0, part);
    }}))(new m.Networks({DATA}, 1))"""
    runs = [(column.tolist(), seed, part) for column, seed, part in tuning + testing]
    errors = np.array(engine("networks", made, runs))
    valleys = errors[: len(tuning)].reshape(2, 8, len(grid))
    for arm, valley, own in zip(
        shapes, experiment["valley"][-2:], valleys, strict=True
    ):
        assert (valley["arm"], valley["peaks"]) == (arm, grid)
        assert valley["errors"] == pytest.approx(own.mean(axis=0))
        peaks = [bottom(grid, errors) for errors in own]
        assert tuned[arm]["peaks"] == peaks
        assert len({*peaks}) > 1
        assert tuned[arm]["atEdge"] == sum(peak in (0.03, 1.0) for peak in peaks)
    pairs = errors[len(tuning) :].reshape(8, 2, 2)
    differences = np.array(experiment["pairs"][-1]["differences"])
    np.testing.assert_allclose(
        differences[:, [0, 7]], pairs[..., 0] - pairs[..., 1], atol=1e-9
    )


def test_an_experiment_goes_on_where_it_was_stopped(engine, experiment):
    heard, _ = run_experiment(engine, pauses=True, column=LINEAR, **BRIEF)
    assert heard[-1] == experiment["verdict"][0]


def test_a_constant_rate_against_itself_is_no_difference(engine):
    few = BRIEF | {"steps": 10, "peaks": [0.1, 0.2], "column": [0.5]}
    (*_, verdict), _ = run_experiment(engine, **few)
    assert [verdict["mean"], verdict["halfWidth"], verdict["word"]] == [0, 0, "none"]


def test_what_diverges_is_named_and_counts_as_guessing(engine):
    few = BRIEF | {"steps": 20, "peaks": [0.1, 1e8], "column": [0.5]}
    heard, _ = run_experiment(engine, **few)
    valley = [message for message in heard if message["type"] == "valley"][-1]
    assert valley["peaks"] == few["peaks"]
    assert valley["diverged"] == [0, 8]
    assert valley["errors"][1] == 90
    assert heard[-1]["diverged"] == {"schedule": 0, "rival": 0}
    [tuned] = [message for message in heard if message["type"] == "tuned"]
    assert tuned["schedule"]["peaks"] == [0.1] * 8
    assert tuned["schedule"]["atEdge"] == 8


def test_where_all_diverge_there_is_a_verdict_too(engine):
    few = BRIEF | {"steps": 20, "peaks": [1e8, 1e9, 1e10], "column": [0.5]}
    (*_, tuned, _, _, _, _, _, _, _, _, verdict), _ = run_experiment(engine, **few)
    everywhere = {"peaks": [1e8] * 8, "errors": [90] * 8, "atEdge": 8}
    assert tuned == {"type": "tuned", "schedule": everywhere, "rival": everywhere}
    assert verdict["diverged"] == {"schedule": 64, "rival": 64}
    assert [verdict["mean"], verdict["word"]] == [0, "none"]


@pytest.fixture(scope="module")
def with_own_peak(engine):
    """The messages of an experiment with a peak of the reader's, on 1 to 8 workers."""
    options = BRIEF | {"column": LINEAR, "peak": 50.0}
    return {n: run_experiment(engine, workers=n, **options) for n in (1, 2, 4, 8)}


def test_the_numbers_are_the_same_with_any_number_of_workers(with_own_peak):
    alone, _ = with_own_peak[1]
    for heard, _ in with_own_peak.values():
        assert heard == alone


@pytest.mark.parametrize("workers", [4, 8])
def test_workers_share_alike_and_nothing_of_weight_is_serial(with_own_peak, workers):
    _, shares = with_own_peak[workers]
    networks = np.array(shares)  # tuning, test
    assert networks.sum() == 8 * (2 * 4 + 1) + 2 * 64
    assert networks.sum(axis=0).max() <= 1.1 * networks.sum() / workers
    # What one worker does while others wait for it, of all that is to be done.
    longest = networks.max(axis=1).sum()
    assert longest <= 1.05 * networks.sum() / workers


def test_the_readers_peak_is_trained_and_not_chosen(engine, experiment, with_own_peak):
    heard, _ = with_own_peak[1]
    *_, own = (message for message in heard if message["type"] == "own")
    assert (own["peak"], own["networks"], own["diverged"]) == (50.0, 8, 8)
    assert own["error"] == 90
    others = [message for message in heard if message["type"] != "own"]
    assert others == [m for messages in experiment.values() for m in messages]
    # Trained again, one update longer each time, it has no error from there on.
    judged = f"""((networks) => given.steps.map((steps) => {{
      networks.start([Float64Array.from(given.column.slice(0, steps))], [given.seed]);
      networks.advance(steps);
      return Number.isNaN(networks.error(0, "validation"));
    }}))(new m.Networks({DATA}, 1))"""
    last = own["after"][-1]
    column = (50.0 * (1 - np.arange(60) / 60)).tolist()
    lost = []
    for seed in range(3000, 3008):
        given = {"column": column, "seed": seed, "steps": list(range(1, last + 1))}
        lost.append(1 + engine("networks", judged, given).index(True))
    assert sorted(lost) == own["after"]


def test_a_peak_of_the_grid_is_not_trained_twice(engine, experiment):
    heard, shares = run_experiment(engine, column=LINEAR, peak=0.1, **BRIEF)
    assert np.sum(shares) == 8 * 2 * 4 + 2 * 64
    *_, own = (message for message in heard if message["type"] == "own")
    *_, schedule, _ = experiment["valley"]
    assert own["error"] == pytest.approx(schedule["errors"][1])


def test_two_schedules_are_compared_on_the_same_pairs(engine, experiment):
    """With the arms exchanged, all differences have the other sign."""
    both = {"column": [1.0] * 60, "rival": LINEAR}
    heard, _ = run_experiment(engine, **both, **BRIEF)
    *_, pairs, verdict = heard
    assert (
        np.array(pairs["differences"])
        == -np.array(experiment["pairs"][-1]["differences"])
    ).all()
    assert verdict["mean"] == pytest.approx(-experiment["verdict"][0]["mean"])


def test_a_peak_at_which_some_diverged_is_not_chosen_there(engine):
    """Infinite in a repeat's valley, not the 90 % that it counts for in a mean."""
    made = """[[0, 0, 0], [0, 0, 1]].map((diverged) =>
        m.bottomOf({ peaks: [0.1, 0.2, 0.4], errors: [85, 80, 90], diverged }))"""
    between, of_the_grid = engine("valleys", made)
    assert between["peak"] < 0.19
    assert of_the_grid == {"peak": 0.2, "error": 80, "isEdge": False}


@pytest.mark.parametrize(
    ("bad", "refused"),
    [
        ({"column": [0, 0]}, {"key": "columnStill", "values": {}}),
        ({"column": []}, {"key": "columnEmpty", "values": {"name": "rates"}}),
        ({"peaks": []}, {"key": "columnEmpty", "values": {"name": "peaks"}}),
        ({"peak": 0}, {"key": "notAbove0", "values": {"name": "peak", "value": 0}}),
        ({"rival": [0, 0]}, {"key": "columnStill", "values": {}}),
        ({"peaks": [0]}, {"key": "notAbove0", "values": {"name": "peaks", "value": 0}}),
        (
            {"seed": -1},
            {
                "key": "outOfRange",
                "values": {"name": "seed", "value": -1, "atLeast": 0, "atMost": 999999},
            },
        ),
    ],
    ids=["still", "empty", "no-peaks", "own-peak", "rival", "peak", "seed"],
)
def test_bad_input_to_an_experiment_is_refused(engine, bad, refused):
    ([failed], _) = run_experiment(engine, **({"column": [1]} | BRIEF | bad))
    assert failed == {"type": "failed"} | refused
