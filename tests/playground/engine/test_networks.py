"""Networks that train in step, against the same in NumPy."""

import numpy as np
import pytest

from benchmarks import numpy_networks
from helpers import schedules
from tests.playground.engine.numpy_reference import (
    initial,
    mean_losses,
    order,
    reference,
)
from tests.playground.engine.settings import DATA

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-engine")]


TRAINING = f"""((d) => {{
  const networks = new m.Networks(d, given.seeds.length);
  const columns = given.columns.map((column) => Float64Array.from(column));
  networks.start(columns, given.seeds);
  const seen = given.seeds.map(() => []);
  while (networks.done < columns[0].length) {{
    networks.advance(given.every);
    for (const [i, own] of seen.entries()) {{
      own.push([networks.loss(i, "validation"), networks.error(i, "validation")]);
    }}
  }}
  return seen;
}})({DATA})"""


def test_networks_follow_numpy_through_a_whole_training(engine, sequences):
    """Losses and errors, over ten epochs; a seed's networks share weights and order."""
    made = schedules.cosine(0.1, 1000), schedules.constant(0.03)
    chosen = [schedules.table(made[i], 1000).tolist() for i in (0, 1, 0)]
    given = {"columns": chosen, "seeds": [7, 7, 8], "every": 100}
    expected = reference(sequences, chosen, given["seeds"], 100)
    losses, errors = np.transpose(engine("networks", TRAINING, given) - expected)
    assert np.abs(losses).max() < 1e-4
    assert np.abs(errors).max() < 0.3  # three of the 992 examples
    assert np.ptp(expected[:, -1, 0]) > 0.01


FAR = f"""(async (networks) => {{
  const {{ NETWORK, ROW, INPUTS, HIDDEN }} = await import('/engine/layout.js');
  networks.start([Float64Array.of(1)], [7]);
  const place = (part, bytes) => (networks.networks + part + bytes) / 4;
  const rows = (part, count, row, columns) =>
    Array.from({{ length: count }}, (_, i) =>
      networks.numbers.subarray(place(part, i * row), place(part, i * row) + columns));
  rows(NETWORK.second, HIDDEN + 1, ROW.output, 10).at(-1).set(given);
  const loss = networks.loss(0, "validation");
  networks.advance(1);
  const {{ velocity, first, second }} = NETWORK;
  return [loss, ...[
    rows(velocity + first, INPUTS + 1, ROW.hidden, HIDDEN),
    rows(velocity + second, HIDDEN + 1, ROW.output, 10),
  ].map((layer) => layer.map(plain))];
}})(new m.Networks({DATA}, 1))"""


@pytest.mark.parametrize(
    "scores",
    [[-1000.0] * 10, [1000.0] + [-1000.0] * 9, [-1000.0, 1000.0] * 5, [-1e30] * 10],
    ids=["all below", "one above", "half above", "huge"],
)
def test_scores_far_from_0_give_the_gradients_of_numpy(engine, sequences, scores):
    """As huge rates leave them: here the biases, at the first update at the rate 1."""
    inputs, labels, parts = sequences
    weights = initial([7])
    weights[3][:] = scores
    batch = order(7, 0, parts["training"].stop)[None, :32]
    targets = np.eye(10, dtype=np.float32)[labels]
    steps = numpy_networks.gradients(weights, inputs[batch], targets[batch])
    check = parts["validation"]
    [expected], _ = mean_losses(weights, inputs[check], labels[check])
    loss, *layers = engine("networks", FAR, scores)
    assert loss == pytest.approx(expected, rel=1e-5)
    for layer, kernel, bias in zip(layers, steps[::2], steps[1::2], strict=True):
        gradient = np.concatenate([kernel[0], bias[0]])
        assert np.abs(gradient).max() > 0.01
        np.testing.assert_allclose(-np.array(layer), gradient, rtol=0, atol=1e-4)


def test_networks_that_train_again_are_the_same_whatever_trains_beside(engine):
    columns = schedules.table(schedules.cosine(0.2, 150), 150), np.full(150, 1e4)
    one = {"columns": [columns[0].tolist()], "seeds": [5], "every": 150}
    both = {
        "columns": [c.tolist() for c in columns[::-1]],
        "seeds": [6, 5],
        "every": 50,
    }
    [alone] = engine("networks", TRAINING, one)
    diverged, beside = engine("networks", TRAINING, both)
    assert beside[-1] == alone[-1]
    assert np.isnan(diverged[-1]).all()
