"""A whole experiment, in the worker that runs it."""

import itertools

import numpy as np
import pytest

from helpers import schedules, verdicts
from helpers.valley import bottom
from tests.playground.engine.python_side import key_of
from tests.playground.engine.settings import DATA

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-engine")]

BRIEF = {"steps": 60, "seed": 3, "peaks": [0.03, 0.1, 0.3, 1.0]}

WORKER = """new Promise((resolve, reject) => {
  const worker = new Worker("/engine/worker.js", { type: "module" });
  const { column, ...experiment } = given.experiment;
  const all = [];
  let [paused, whilePaused] = [false, 0];
  const pause = () => {
    worker.postMessage({ type: "stop" });
    setTimeout(() => (paused = true), 60);
    setTimeout(() => {
      paused = false;
      worker.postMessage({ type: "continue" });
      worker.postMessage({ type: "continue" });
    }, 200);
  };
  worker.onerror = (event) => reject(event.message);
  worker.onmessage = ({ data }) => {
    whilePaused += paused;
    all.push(data);
    if (data.type === "tuned" && given.pauses) pause();
    if (data.type === "verdict" || data.type === "failed") {
      worker.terminate();
      resolve({ all, whilePaused });
    }
  };
  experiment.column = Float64Array.from(column);
  worker.postMessage({ type: "start", experiment });
})"""


def run_in_worker(engine, pauses=False, **experiment):
    """Return all messages of an experiment, but for its progress.

    With ``pauses`` it is stopped after each valley for some milliseconds, in which
    nothing may be heard but what was said before.
    """
    given = {"experiment": experiment, "pauses": pauses}
    heard = engine("refused", WORKER, given)
    assert heard.pop("whilePaused") == 0
    shares = [message["done"] for message in heard["all"] if "done" in message]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
    return [message for message in heard["all"] if message["type"] != "progress"]


@pytest.fixture(scope="module")
def experiment(engine):
    """The messages of a short experiment, by type."""
    column = schedules.table(schedules.linear(5.0, 60), 60)
    heard = run_in_worker(engine, column=column.tolist(), **BRIEF)
    kinds = [message["type"] for message in heard]
    assert kinds == sorted(kinds, key=["valley", "tuned", "pairs", "verdict"].index)
    return {kind: [m for m in heard if m["type"] == kind] for kind in kinds}


def test_an_experiment_says_what_python_would_of_its_repeats(experiment):
    [verdict] = experiment["verdict"]
    shapes = [np.shape(message["differences"]) for message in experiment["pairs"]]
    assert shapes == [(2, 8), (4, 8), (6, 8), (8, 8)]
    differences = experiment["pairs"][-1]["differences"]
    mean, half = verdicts.interval(differences)
    assert [verdict["mean"], verdict["halfWidth"]] == pytest.approx([mean, half])
    assert verdict["word"] == key_of(verdicts.word(mean, half))
    assert verdict["detectable"] == pytest.approx(verdicts.detectable(differences))
    assert np.std(differences) > 0


def test_the_valley_is_coarse_first(experiment):
    first, whole = experiment["valley"][0], experiment["valley"][2]
    assert (first["peaks"], first["seeds"]) == (BRIEF["peaks"][1::2], 1)
    assert (whole["peaks"], whole["seeds"]) == (BRIEF["peaks"], 1)
    assert experiment["valley"][-1]["seeds"] == 8
    assert {message["arm"] for message in experiment["valley"]} == {
        "schedule",
        "constant",
    }


def test_each_repeat_has_its_own_valley_peaks_and_pairs(engine, experiment):
    """What it says is found again by training its networks alone, as Python would."""
    [tuned] = experiment["tuned"]
    grid, repeats = BRIEF["peaks"], range(8)
    shapes = {"schedule": 1 - np.arange(60) / 60, "constant": np.ones(60)}
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
    column = schedules.table(schedules.linear(1.0, 60), 60)
    heard = run_in_worker(engine, pauses=True, column=column.tolist(), **BRIEF)
    assert heard[-1] == experiment["verdict"][0]


def test_a_constant_rate_against_itself_is_no_difference(engine):
    few = BRIEF | {"steps": 10, "peaks": [0.1, 0.2], "column": [0.5]}
    verdict = run_in_worker(engine, **few)[-1]
    assert [verdict["mean"], verdict["halfWidth"], verdict["word"]] == [0, 0, "none"]


def test_what_diverges_is_named_and_counts_as_guessing(engine):
    few = BRIEF | {"steps": 20, "peaks": [0.1, 1e8], "column": [0.5]}
    heard = run_in_worker(engine, **few)
    valley = [message for message in heard if message["type"] == "valley"][-1]
    assert valley["peaks"] == few["peaks"]
    assert valley["diverged"] == [0, 8]
    assert valley["errors"][1] == 90
    assert heard[-1]["diverged"] == {"schedule": 0, "constant": 0}
    [tuned] = [message for message in heard if message["type"] == "tuned"]
    assert tuned["schedule"]["peaks"] == [0.1] * 8
    assert tuned["schedule"]["atEdge"] == 8


def test_where_all_diverge_there_is_a_verdict_too(engine):
    few = BRIEF | {"steps": 20, "peaks": [1e8, 1e9, 1e10], "column": [0.5]}
    *_, tuned, _, _, _, _, verdict = run_in_worker(engine, **few)
    everywhere = {"peaks": [1e8] * 8, "errors": [90] * 8, "atEdge": 8}
    assert tuned == {"type": "tuned", "schedule": everywhere, "constant": everywhere}
    assert verdict["diverged"] == {"schedule": 64, "constant": 64}
    assert [verdict["mean"], verdict["word"]] == [0, "none"]


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
        ({"peaks": [0]}, {"key": "notAbove0", "values": {"name": "peaks", "value": 0}}),
        (
            {"seed": -1},
            {
                "key": "outOfRange",
                "values": {"name": "seed", "value": -1, "atLeast": 0, "atMost": 999999},
            },
        ),
    ],
    ids=["still", "empty", "no-peaks", "peak", "seed"],
)
def test_bad_input_to_an_experiment_is_refused(engine, bad, refused):
    [failed] = run_in_worker(engine, **({"column": [1]} | BRIEF | bad))
    assert failed == {"type": "failed"} | refused
