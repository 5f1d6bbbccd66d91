"""Models with several optimizers, wrapped ones, and a train_step of one's own."""

import numpy as np
import pytest

from helpers.callbacks import RatePerEpoch, RatePerUpdate
from helpers.keras_import import keras
from helpers.recorders import RateRecorder
from helpers.schedules import cosine, linear, table
from tests.helpers.preview.small import (
    CALLBACKS,
    EPOCHS,
    SCHEDULES,
    STEPS,
    UPDATES,
    rules,
    said,
    seen,
)
from tests.helpers.rates.gans import Gan, Handing, gan
from tests.helpers.slide import BATCH, slide, train

pytestmark = pytest.mark.slow
BATCH_OF_DATA = (np.ones((BATCH, 1), np.float32), np.ones((BATCH, 1), np.float32))


class Often(keras.Model):
    """A critic that is trained three times in a batch, and its generator once."""

    def __init__(self):
        super().__init__()
        self.weight = self.add_weight(shape=(), initializer="zeros")

    def compile(self, critic, generator):
        super().compile(optimizer=None)
        self.players = {"critic": critic, "generator": generator}

    def train_step(self, data):
        for name, times in (("critic", 3), ("generator", 1)):
            for _ in range(times):
                self.players[name].apply([keras.ops.ones(())], [self.weight])
        return {"loss": 0.0}

    def call(self, x):
        return x


def test_two_schedules_of_a_gan_are_seen_and_recorded():
    model = Gan()
    slow, fast = SCHEDULES.CosineDecay(0.7, UPDATES), SCHEDULES.CosineDecay(0.8, 8000)
    model.compile(keras.optimizers.SGD(slow), keras.optimizers.SGD(fast))
    found = seen(model, data=BATCH_OF_DATA)
    assert list(found.columns) == ["d_optimizer", "g_optimizer"]
    assert rules(found) == ["ends early"]
    assert "Learning rate of g_optimizer (CosineDecay): from 0.8 to 0.8" in str(found)
    recorders = [RateRecorder("d_optimizer"), RateRecorder("g_optimizer")]
    train(model, recorders, EPOCHS, samples=BATCH * STEPS)
    for recorder, column in zip(recorders, found.columns.values(), strict=True):
        assert np.allclose(recorder.rates, column, rtol=0, atol=1e-7)
    with pytest.raises(ValueError, match=r'columns\["g_optimizer"\]'):
        _ = found.rates
    assert len(found.draw().axes[0].lines) == 2


def test_two_columns_of_callbacks():
    model = gan()
    one, other = table(cosine(0.7, UPDATES), UPDATES), table(linear(0.8, 4), 4)
    callbacks = [
        RatePerUpdate(one, "d_optimizer"),
        RatePerEpoch(other, 0, "g_optimizer"),
    ]
    found = seen(model, callbacks, data=BATCH_OF_DATA)
    assert found.problems == []
    recorders = [RateRecorder("d_optimizer"), RateRecorder("g_optimizer")]
    train(model, [*callbacks, *recorders], EPOCHS, samples=BATCH * STEPS)
    for recorder, column in zip(recorders, found.columns.values(), strict=True):
        assert column.tolist() == recorder.rates


def test_a_batch_is_asked_for_where_it_is_needed():
    with pytest.raises(ValueError, match=r"Gan has a train_step .* give data="):
        seen(gan())


@pytest.mark.parametrize(
    "callback",
    [
        CALLBACKS.LearningRateScheduler(lambda epoch: 0.1 / (1 + epoch)),
        RatePerEpoch([0.3, 0.2, 0.1, 0.05]),
        RatePerUpdate(table(cosine(0.3, UPDATES), UPDATES)),
    ],
)
def test_a_rate_that_no_weight_uses(callback):
    model = gan()
    found = seen(model, [callback], data=BATCH_OF_DATA)
    assert rules(found) == ["sets what nobody reads"]
    assert "model.optimizer, which makes no update" in said(found)
    assert {*found.columns["d_optimizer"]} == {np.float32(0.7)}
    watch = [RateRecorder("d_optimizer")]
    if isinstance(callback, CALLBACKS.LearningRateScheduler):
        train(model, [callback, *watch], EPOCHS, samples=BATCH * STEPS)
        assert {*watch[0].rates} == {np.float32(0.7)}
    else:
        with pytest.raises(ValueError, match="no weight uses"):
            train(model, [callback], EPOCHS, samples=BATCH * STEPS)


def test_an_optimizer_that_makes_several_updates_in_a_batch():
    model = Often()
    decay = SCHEDULES.CosineDecay(0.1, 3 * UPDATES)
    critic, generator = keras.optimizers.SGD(decay), keras.optimizers.SGD(0.5)
    model.compile(critic, generator)
    found = seen(model, data=BATCH_OF_DATA)
    assert found.problems == []
    critics, generators = found.columns.values()
    assert (len(critics), len(generators)) == (3 * UPDATES, UPDATES)
    train(model, [], EPOCHS, samples=BATCH * STEPS)
    assert int(critic.iterations) == len(critics)
    moved = critics.sum() + generators.sum()
    assert -float(model.weight) == pytest.approx(moved, rel=1e-5)


def test_nothing_is_changed_by_looking_for_what_works():
    model = Often()
    critic, generator = keras.optimizers.Adam(0.1), keras.optimizers.Adam(0.5)
    model.compile(critic, generator)
    seen(model, data=BATCH_OF_DATA)
    assert not critic.built
    assert float(model.weight) == float(critic.iterations) == 0


def test_a_wrapper_that_hands_its_rate_on():
    model = slide(Handing(keras.optimizers.SGD(0.1)))
    callbacks = [RatePerUpdate(table(cosine(0.3, UPDATES), UPDATES))]
    found, recorder = seen(model, callbacks), RateRecorder()
    assert found.problems == []
    train(model, [*callbacks, recorder], EPOCHS, samples=BATCH * STEPS)
    assert found.rates.tolist() == recorder.rates


class Own(keras.Sequential):
    """A train_step of one's own, with the model's own optimizer."""

    def train_step(self, data):
        return super().train_step(data)


def test_an_own_step_with_one_optimizer_needs_no_batch():
    model = Own([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(SCHEDULES.CosineDecay(0.3, UPDATES)), "mse")
    assert seen(model).rates.tolist() == seen(model, data=BATCH_OF_DATA).rates.tolist()


def test_a_model_without_an_optimizer():
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(optimizer=None)
    with pytest.raises(ValueError, match="no other attribute of the model"):
        seen(model)


def test_a_model_that_is_not_built_stays_so():
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(SCHEDULES.CosineDecay(0.3, UPDATES)), "mse")
    assert len(seen(model).rates) == UPDATES
    assert not model.built
    assert model.layers[0].weights == []


@pytest.mark.skipif(
    not hasattr(keras.optimizers, "MultiOptimizer"), reason="needs a newer Keras"
)
def test_an_optimizer_for_each_layer():
    decay = SCHEDULES.CosineDecay(0.3, UPDATES)
    made = {"first": keras.optimizers.SGD(decay), "last": keras.optimizers.SGD(0.1)}
    model = keras.Sequential(
        [
            keras.Input((1,)),
            keras.layers.Dense(1, name="first"),
            keras.layers.Dense(1, name="last"),
        ]
    )
    by_layer = keras.optimizers.MultiOptimizer(
        lambda variable: made[variable.path.split("/")[-2]]
    )
    model.compile(by_layer, "mse")
    by_layer.build(model.trainable_variables)
    found = seen(model)
    assert found.problems == []
    first, last = found.columns.values()
    assert (first[0], first[-1]) == (np.float32(0.3), pytest.approx(0.3 * 0.00154, 0.1))
    assert {*last} == {np.float32(0.1)}
    assert list(found.columns) == ["optimizer.optimizers[0]", "optimizer.optimizers[1]"]
