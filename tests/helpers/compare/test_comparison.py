"""A whole comparison, trained for real; what goes wrong in it; other backends."""

import importlib.util
import os
import subprocess
import sys

import numpy as np
import pytest

from helpers.compare import peaks
from helpers.compare.seeds import pair_seed
from helpers.compare.training import carry_out
from helpers.keras_import import keras
from tests.helpers.compare.small import (
    FLAT,
    BrokenError,
    X,
    Y,
    assert_same,
    claims,
    comparison,
    recipe,
    sequential,
    training,
)

pytestmark = pytest.mark.slow


def test_a_whole_run_has_pairs_that_begin_alike_and_names_what_diverged(tmp_path):
    arms = {"flat": [1, 1, 1], "alike": [1, 1, 1 - 1e-12], "falling": [1, 0.5, 0]}
    results = comparison(tmp_path, peaks=(1e-4, 1e-2, 1e30), arms=arms).run()
    assert results.differences["alike"].tolist() == [0.0, 0.0]
    assert (results.differences["falling"] != 0).all()
    tuned = results.trainings.query("stage == 'tuning'")
    assert (tuned.diverged == (tuned.peak == 1e30)).all()
    assert (tuned.value.isna() == tuned.diverged).all()
    assert set(results.best_peak.values()) == {1e-2}


def test_a_merit_is_judged_upwards_and_what_diverged_is_the_worst(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(peaks, "WIDENINGS", 0)

    def model(seed):
        return keras.Sequential([keras.layers.Dense(3), keras.layers.Dense(2)])

    labels = (X[:, 0] > 0).astype(int)
    with pytest.warns(UserWarning, match="In 2 of 2 repeats all .* 'lost' diverged"):
        results = comparison(
            tmp_path,
            model=model,
            train=(X, labels),
            validation=(X, labels),
            loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            judge="accuracy",
            less_is_better=False,
            peaks=(1e-9, 0.5, 1e30),
            arms={"flat": [1, 1, 1], "lost": lambda peak, updates: [1e30 * peak] * 3},
        ).run()
    assert results.best_peak["flat"] == 0.5
    assert (results.differences["lost"] == -np.inf).all()
    assert "2 of 2 diverged" in str(results)
    flat = results.trainings.query("stage == 'tuning' and arm == 'flat'")
    assert (flat.diverged == (flat.peak == 1e30)).all()
    assert flat.value[~flat.diverged].between(0, 1).all()


def test_an_exception_of_the_reader_arrives_as_it_is_and_keeps_the_rest(tmp_path):
    flag = tmp_path / "fail"
    flag.touch()

    def model(seed):
        if seed == pair_seed(repeat=1, pair=0) and flag.exists():
            raise BrokenError("mine")
        return sequential(seed)

    ours = comparison(tmp_path, model=model)
    with pytest.raises(BrokenError, match="mine"):
        ours.run()
    before = ours.store.finished()
    assert len(before) == 12 + 1
    assert not claims(ours.file)
    flag.unlink()
    results = ours.run()
    assert len(results.trainings) == 12 + 4
    after = ours.store.finished()
    assert all(after[key] == row for key, row in before.items())


def test_an_interruption_releases_its_claim_and_leaves_nothing_in_the_program(
    tmp_path, monkeypatch
):
    """Keras holds on to the data to evaluate on while ``fit`` has not ended."""
    far = X + 3, Y
    ours = comparison(tmp_path, test=far)

    def interrupt(logs=None):
        raise KeyboardInterrupt

    budget = "helpers.compare.programs.by_fit.Budget.on_test_end"
    with monkeypatch.context() as patched:
        patched.setattr(budget, lambda self, logs=None: interrupt())
        with pytest.raises(KeyboardInterrupt):
            ours.run()
    assert not claims(ours.file)
    judged = carry_out(ours.recipe, training(FLAT[:3], stage="test"))
    fresh = comparison(tmp_path, test=far).recipe
    assert_same(judged, carry_out(fresh, training(FLAT[:3], stage="test")))


BACKEND = """
import sys

sys.modules["tensorflow"] = None  # as where it is not installed

import numpy as np
from helpers.compare import Comparison
from helpers.compare.stages import trainings_at
from helpers.compare.local import run_locally
from helpers.keras_import import keras

x = np.random.default_rng(0).normal(size=(32, 3)).astype("float32")
data = x, x.sum(1, keepdims=True)
def model(seed):
    drop = keras.layers.Dropout(0.2)
    return keras.Sequential([keras.layers.Dense(3), drop, keras.layers.Dense(1)])
arms = {"flat": [1] * 4, "alike": [1, 1, 1, 1 - 1e-12], "falling": [3, 2, 1, 0]}
plain = {"jit_compile": False}
ours = Comparison(model, data, data, "mse", arms, updates=4, optimizer="sgd",
                  batch_size=16, file=sys.argv[1], compile_options=plain)
points = [(arm, 1e-2, 0) for arm in arms] + [("flat", 1e30, 0)]
planned = trainings_at("tuning", arms, points, 4)
run_locally(planned, ours.recipe, ours.store, print)
flat, alike, falling, lost = [ours.store.finished()[one.key] for one in planned]
assert flat["value"] == alike["value"] != falling["value"], (flat, alike, falling)
assert lost["diverged"] and not flat["diverged"]
assert [logs["updates"] for logs in flat["evaluations"]] == [2, 4]
print(keras.backend.backend())
"""


@pytest.mark.parametrize("backend", ["torch", "jax"])
def test_a_comparison_on_another_backend(backend, tmp_path):
    if importlib.util.find_spec(backend) is None:
        pytest.skip("needs the extra peers")
    done = subprocess.run(
        [sys.executable, "-c", BACKEND, str(tmp_path / "kept.sqlite")],
        env=dict(os.environ, KERAS_BACKEND=backend),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == backend


def test_a_process_on_another_backend_says_so():
    with pytest.raises(RuntimeError, match="the comparison began on jax"):
        carry_out(recipe(backend="jax"), training())
