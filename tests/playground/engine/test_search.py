"""A search for a better curve finds one, on pairs that it has not seen."""

import numpy as np
import pytest

from tests.playground.engine.experiments import run_experiment
from tests.playground.engine.settings import DATA

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-engine")]

SEARCH = """(async () => {
  const { Crew } = await import("/engine/crew.js");
  const crew = new Crew(undefined, 2);
  const heard = [];
  await m.search(given, crew, (found) => heard.push(found));
  crew.end();
  return heard;
})()"""


def test_from_a_flat_line_it_finds_a_curve_that_beats_the_constant(engine):
    heard = engine("search", SEARCH, {"rates": [0.05] * 12, "seed": 3})
    assert [found["generation"] for found in heard] == list(range(1, 37))
    rates = np.array(heard[-1]["rates"])
    assert rates.shape == (12,)
    assert rates.min() >= 1e-3 * rates.max() * 0.999
    assert rates[:-2].max() > 2 * rates[-1]  # it falls in the end
    assert heard[-1]["error"] < heard[0]["error"] - 2
    column = engine("search", "m.columnThrough(given, 300)", rates.tolist())
    (*_, verdict), _ = run_experiment(engine, column=column, steps=300, seed=77)
    assert verdict["word"] == "better"


def test_a_curve_goes_through_its_knots(engine):
    knots = [0.1, 0.4, 0.2]
    column = engine("search", "m.columnThrough(given, 8)", knots)
    expected = np.interp(np.arange(8) / 8, [0, 0.5, 1], knots)
    np.testing.assert_allclose(column, expected)
    column = [1.0, *[0.5] * 22, 0.0]
    found = engine("search", "m.knotsOf(Float64Array.from(given))", column)
    assert found == [1.0, *[0.5] * 10, 1e-3]


def test_the_other_task_has_fewer_training_examples_and_the_same_test(engine):
    parts = engine("data", "['all', 'few'].map((task) => m.dataOf(task).parts)")
    assert [part["training"] for part in parts] == [[0, 3008], [0, 640]]
    assert parts[0]["test"] == parts[1]["test"]
    few = {"steps": 60, "seed": 3, "peaks": [0.1, 0.3], "column": [1.0], "task": "few"}
    heard, _ = run_experiment(engine, **few)
    valley = next(message for message in heard if message["type"] == "valley")
    made = f"""((networks) => {{
      networks.start([new Float64Array(60).fill(given)], [3000]);
      networks.advance(60);
      return networks.error(0, "validation");
    }})(new m.Networks({DATA.replace("mnist1d()", "dataOf('few')")}, 1))"""
    assert valley["errors"] == [engine("networks", made, valley["peaks"][0])]
