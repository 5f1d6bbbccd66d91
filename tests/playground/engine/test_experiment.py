"""A whole experiment, in the worker that runs it."""

import numpy as np
import pytest

from helpers import schedules, verdicts
from helpers.compare.peaks import lowest_point
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


def test_an_experiment_tunes_and_says_what_python_would(experiment):
    [tuned], [verdict] = experiment["tuned"], experiment["verdict"]
    tried = 0
    for message in experiment["valley"][-2:]:
        valley = dict(zip(message["peaks"], message["errors"], strict=True))
        on_grid = {peak: valley[peak] for peak in BRIEF["peaks"]}
        assert {*valley} == {*BRIEF["peaks"], lowest_point(on_grid)}
        best = min(valley, key=valley.get)
        assert tuned[message["arm"]] == best
        assert tuned["atEdge"][message["arm"]] == (best in (0.03, 1.0))
        tried += len(valley) - len(on_grid)
    assert tried > 0
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


def test_an_experiment_is_made_of_trainings_with_fresh_seeds(engine, experiment):
    """Its numbers are found again by training some of its networks alone."""
    [tuned] = experiment["tuned"]
    valley = experiment["valley"][-2]
    assert valley["arm"] == "schedule"
    shape = 1 - np.arange(60) / 60
    runs = [(0.3 * shape, 3000 + i, "validation") for i in range(8)]
    for pair in (0, 63):
        runs.append((tuned["schedule"] * shape, 3008 + pair, "test"))
        runs.append((np.full(60, tuned["constant"]), 3008 + pair, "test"))
    made = f"""((networks) => given.map(([column, seed, part]) => {{
      networks.start([Float64Array.from(column)], [seed]);
      networks.advance(60);
      return networks.error(0, part);
    }}))(new m.Networks({DATA}, 1))"""
    errors = engine(
        "networks", made, [(c.tolist(), seed, part) for c, seed, part in runs]
    )
    place = valley["peaks"].index(0.3)
    assert valley["errors"][place] == pytest.approx(np.mean(errors[:8]))
    differences = experiment["pairs"][-1]["differences"]
    assert differences[0] == pytest.approx(errors[8] - errors[9])
    assert differences[63] == pytest.approx(errors[10] - errors[11])


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


@pytest.mark.parametrize(
    ("bad", "refused"),
    [
        ({"column": [0, 0]}, {"key": "columnStill", "values": {}}),
        ({"column": []}, {"key": "columnEmpty", "values": {"name": "rates"}}),
        (
            {"seed": -1},
            {
                "key": "outOfRange",
                "values": {"name": "seed", "value": -1, "atLeast": 0, "atMost": 999999},
            },
        ),
    ],
    ids=["still", "empty", "seed"],
)
def test_bad_input_to_an_experiment_is_refused(engine, bad, refused):
    [failed] = run_in_worker(engine, **({"column": [1]} | BRIEF | bad))
    assert failed == {"type": "failed"} | refused
