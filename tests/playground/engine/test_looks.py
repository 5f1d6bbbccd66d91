"""Quick looks at a schedule: what they show is what the networks do."""

import numpy as np
import pytest

from tests.playground.engine.settings import DATA

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-engine")]

STEPS, SEED = 60, 5
SHAPE = 1 - np.arange(STEPS) / STEPS

LOOK = """(async () => {
  const { Crew, DROPPED } = await import("/engine/crew.js");
  const crew = new Crew(undefined, given.workers);
  const column = Float64Array.from(given.column);
  const shapes = m.shapesOf({ column, steps: 60 });
  const own = { seed: 5 };
  const valley = await m.lookAtValley(crew, shapes, "schedule", own, given.seeds);
  const dropped = m.lookAtValley(crew, shapes, "rival", own, 20);
  crew.drop();
  const why = await dropped.catch((problem) => problem === DROPPED);
  const learning = [];
  for (const peak of [0.2, 1e6]) {
    learning.push(await m.lookAtLearning(crew, shapes, "schedule", peak, own, 3));
  }
  crew.end();
  return { valley, learning, why };
})()"""


@pytest.fixture(scope="module")
def look(engine):
    given = {"column": SHAPE.tolist(), "workers": 2, "seeds": 2}
    return engine("looks", LOOK, given)


def errors(engine, runs):
    """Return what networks get wrong that train alone: runs of (peak, seed, steps)."""
    made = f"""((networks) => given.map(([column, seed]) => {{
      networks.start([Float64Array.from(column)], [seed]);
      networks.advance(column.length);
      return networks.error(0, "validation");
    }}))(new m.Networks({DATA}, 1))"""
    given = [((peak * SHAPE[:steps]).tolist(), seed) for peak, seed, steps in runs]
    return np.array(engine("networks", made, given), float)


def test_a_valley_has_the_mean_of_its_seeds(engine, look):
    valley = look["valley"]
    runs = [(peak, seed, STEPS) for seed in (5000, 5001) for peak in valley["peaks"]]
    alone = errors(engine, runs).reshape(2, -1)
    known = np.nan_to_num(alone, nan=90)
    np.testing.assert_allclose(valley["errors"], known.mean(axis=0))
    assert valley["diverged"] == np.isnan(alone).sum(axis=0).tolist()


def test_a_curve_has_the_errors_after_so_many_updates(engine, look):
    learning, _ = look["learning"]
    assert learning["updates"] == list(range(2, STEPS + 1, 2))
    assert (learning["peak"], learning["networks"], learning["lost"]) == (0.2, 3, 0)
    at = [0, 14, 29]
    steps = [learning["updates"][i] for i in at]
    runs = [(0.2, seed, some) for seed in (5000, 5001, 5002) for some in steps]
    alone = errors(engine, runs).reshape(3, -1)
    mean, deviation = alone.mean(axis=0), alone.std(axis=0)
    columns = np.array([learning[name] for name in ("low", "mean", "high")])[:, at]
    np.testing.assert_allclose(columns, [mean - deviation, mean, mean + deviation])


def test_a_curve_of_networks_that_diverge_breaks_off(look):
    _, learning = look["learning"]
    assert learning["lost"] == 3
    mean = np.array(learning["mean"], float)
    assert np.isnan(mean[-1])
    assert np.isnan(mean[np.isnan(mean).argmax() :]).all()


def test_a_look_that_was_dropped_says_so(look):
    assert look["why"] is True


def test_a_look_is_short_and_one_at_a_peak_whole(engine):
    made = """given.map(([steps, most]) =>
      m.shapesOf({ column: Float64Array.of(1, 0.5), steps }, most).rival.length)"""
    lengths = engine("looks", made, [[1000, 300], [1000, 1000], [20, 300]])
    assert lengths == [300, 1000, 20]
