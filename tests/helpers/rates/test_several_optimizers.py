"""A rate is set where a weight uses it, or an error says where that is."""

import numpy as np
import pytest

from helpers.callbacks import (
    CosineAnnealingLearningRateSchedule,
    RatePerEpoch,
    RatePerUpdate,
)
from helpers.keras_import import keras
from helpers.keras_schedule import TableSchedule
from helpers.recorders import RateRecorder
from tests.helpers.rates.gans import Handing, Keeping, Stepping, Without, gan
from tests.helpers.slide import (
    EPOCHS,
    PER_UPDATE,
    UPDATES,
    fallen,
    float32,
    slide,
    train,
)

pytestmark = pytest.mark.slow

PER_EPOCH = [0.5, 0.25, 0.125]
BATCHES = EPOCHS * UPDATES
OTHER = PER_UPDATE / 2

unnamed = pytest.mark.parametrize(
    "callback",
    [
        RatePerEpoch(PER_EPOCH),
        CosineAnnealingLearningRateSchedule(3, 1, 0.5),
        RatePerUpdate(PER_UPDATE),
        RateRecorder(),
    ],
    ids=lambda callback: type(callback).__name__,
)


@unnamed
def test_what_drives_an_optimizer_that_nobody_uses_is_an_error_after_one_update(
    callback,
):
    model = gan()
    with pytest.raises(
        ValueError, match="no weight uses the rate of model.opt"
    ) as error:
        train(model, [callback])
    for name in ("d_optimizer", "g_optimizer"):
        assert f'{type(callback).__name__}(…, optimizer="{name}")' in str(error.value)
    assert fallen(model.discriminator) == pytest.approx(0.7)


@unnamed
def test_a_model_without_an_optimizer_of_its_own_is_refused_before_training(callback):
    model = gan(optimizer=None)
    with pytest.raises(ValueError, match="model.optimizer is None: name another with"):
        train(model, [callback])
    assert fallen(model.discriminator) == 0


def test_two_columns_are_set_and_recorded_by_two_callbacks_each():
    model = gan()
    recorders = [RateRecorder(f"{part}_optimizer") for part in "dg"]
    history = train(
        model,
        [
            *recorders,
            RatePerUpdate(PER_UPDATE, optimizer="d_optimizer"),
            RatePerEpoch(PER_EPOCH, optimizer="g_optimizer"),
        ],
    ).history
    assert recorders[0].rates == float32(PER_UPDATE[:-1])
    assert recorders[1].rates == float32(np.repeat(PER_EPOCH, UPDATES))
    assert recorders[1].steps == list(range(BATCHES))
    assert fallen(model.discriminator) == pytest.approx(PER_UPDATE[:-1].sum())
    assert fallen(model.generator) == pytest.approx(UPDATES * sum(PER_EPOCH))
    assert history["learning_rate_g_optimizer"] == PER_EPOCH
    assert history["learning_rate_d_optimizer"] == pytest.approx(
        PER_UPDATE[UPDATES - 1 : -1 : UPDATES]
    )


def test_schedules_in_the_optimizers_are_recorded_by_their_names():
    model = gan()
    model.d_optimizer = keras.optimizers.SGD(TableSchedule(PER_UPDATE))
    recorder = RateRecorder("d_optimizer")
    train(model, [recorder])
    assert recorder.rates == float32(PER_UPDATE[:-1])


def test_an_optimizer_that_works_at_some_batches_only_uses_a_row_when_it_does():
    model, recorder = gan(each=2), RateRecorder("g_optimizer")
    train(model, [RatePerUpdate(OTHER, optimizer="g_optimizer"), recorder], epochs=1)
    assert recorder.steps == [0, 0, 1, 1]
    assert recorder.moved == [False, True, False, True]
    assert recorder.rates == float32(OTHER[[0, 0, 1, 1]])


def test_one_that_never_works_is_an_error_when_the_epoch_ends():
    model = gan(each=100)
    with pytest.raises(ValueError, match="model.g_optimizer, which RatePerEp.* is for"):
        train(model, [RatePerEpoch(PER_EPOCH, optimizer="g_optimizer")])
    assert fallen(model.discriminator) == pytest.approx(0.7 * UPDATES)


@pytest.mark.parametrize("way", ["callback", "schedule"])
def test_several_updates_of_one_optimizer_in_a_batch_are_noticed(way):
    class Twice(type(gan())):
        def train_step(self, data):
            super().train_step(data)
            return super().train_step(data)

    model = Twice()
    rate = 0.1 if way == "callback" else TableSchedule(PER_UPDATE)
    model.compile(keras.optimizers.SGD(rate), keras.optimizers.SGD(0.1))
    recorder = RateRecorder("d_optimizer")
    setters = [RatePerUpdate(PER_UPDATE, "d_optimizer")] if way == "callback" else []
    with pytest.warns(UserWarning, match="2 updates in a batch"):
        train(model, [*setters, recorder], epochs=1)
    assert recorder.steps == [0, 2, 4, 6]
    assert recorder.rates == float32(PER_UPDATE[[0, 2, 4, 6]])


@pytest.mark.parametrize("name", ["critic", "optimizer.inner", ""])
def test_a_wrong_name_is_an_error_with_the_right_ones(name):
    with pytest.raises(ValueError, match=f"^optimizer = '{name}' is no opti") as error:
        train(gan(), [RatePerEpoch(PER_EPOCH, optimizer=name)])
    assert 'optimizer="d_optimizer"' in str(error.value)


@pytest.mark.parametrize("name", [1, keras.optimizers.SGD(), ["optimizer"]])
@pytest.mark.parametrize("callback", [RatePerEpoch, RatePerUpdate])
def test_an_optimizer_that_is_no_name_is_refused(callback, name):
    with pytest.raises(TypeError, match="^optimizer = .* must be the name"):
        callback(PER_EPOCH, optimizer=name)


@pytest.mark.filterwarnings("ignore:RateRecorder. .* of its own")
@pytest.mark.parametrize("wrapper", [Handing, Stepping])
def test_a_wrapper_whose_rate_moves_the_weights_is_set_and_recorded(wrapper):
    model, recorder = slide(wrapper(keras.optimizers.SGD(0.3))), RateRecorder()
    train(model, [RatePerUpdate(PER_UPDATE), recorder])
    assert recorder.rates == float32(PER_UPDATE[:-1])
    assert fallen(model) == pytest.approx(PER_UPDATE[:-1].sum())


@unnamed
def test_a_wrapper_whose_own_rate_no_weight_uses_is_an_error(callback):
    model = slide(Keeping(keras.optimizers.SGD(0.9)))
    with pytest.raises(
        ValueError, match="made by model.optimizer.inner. Write"
    ) as error:
        train(model, [callback])
    assert 'optimizer="optimizer.inner"' in str(error.value)
    assert fallen(model) == pytest.approx(0.9)


@unnamed
def test_a_wrapper_without_a_rate_is_no_schedule_but_names_the_one_within(callback):
    with pytest.raises(ValueError, match="of class Without, has no learning_rate"):
        train(slide(Without(keras.optimizers.SGD(0.9))), [callback])


def test_the_optimizer_within_a_wrapper_is_set_by_its_name():
    model = slide(Without(keras.optimizers.SGD(0.9)))
    train(model, [RatePerUpdate(PER_UPDATE, optimizer="optimizer.inner")])
    assert fallen(model) == pytest.approx(PER_UPDATE[:-1].sum())


@pytest.mark.skipif(
    not hasattr(keras.optimizers, "MultiOptimizer"), reason="needs a newer Keras"
)
def test_optimizers_for_each_layer_are_set_by_their_places():
    first, second = keras.optimizers.SGD(0.7), keras.optimizers.SGD(0.8)
    layers = [
        keras.layers.Dense(1, use_bias=False, kernel_initializer="zeros", name=name)
        for name in ("one", "two")
    ]
    shared = keras.Input((1,))
    model = keras.Model(shared, keras.layers.Add()([layer(shared) for layer in layers]))
    each = keras.optimizers.OptimizerMap(second, {".*one.*": first})
    model.compile(
        keras.optimizers.MultiOptimizer(each),
        loss=lambda y, output: keras.ops.mean(output),
    )
    with pytest.raises(ValueError, match=r'optimizer="optimizer.optimizers\[1\]"'):
        train(model, [RatePerEpoch(PER_EPOCH)])
    train(model, [RatePerUpdate(PER_UPDATE, optimizer="optimizer.optimizers[0]")])
    lowered = [-weight.item() for weight in model.get_weights()]
    assert lowered == pytest.approx([PER_UPDATE[:-1].sum(), 0.8 * BATCHES])


def test_a_rate_that_stays_as_it_is_when_it_is_set_is_an_error():
    class Stubborn(keras.optimizers.SGD):
        @property
        def learning_rate(self):
            return 0.3

        @learning_rate.setter
        def learning_rate(self, rate):
            pass

    class Closed(Stubborn):
        learning_rate = property(lambda self: 0.3)

    for kind, why in ((Stubborn, "after 0.5 it is 0.3"), (Closed, "no setter")):
        optimizer = Handing(keras.optimizers.SGD(0.9))
        optimizer.__class__ = type(kind.__name__, (Handing,), dict(vars(kind)))
        with pytest.raises(TypeError, match=f"of class {kind.__name__}, can't.*{why}"):
            train(slide(optimizer), [RatePerEpoch(PER_EPOCH)])


def test_an_optimizer_of_own_making_that_counts_nothing_takes_a_rate_per_epoch():
    class Plain(keras.optimizers.SGD):
        def apply(self, grads, trainable_variables=None):
            for gradient, variable in zip(grads, trainable_variables, strict=True):
                variable.assign_sub(self.learning_rate * gradient)

    model = slide(Plain(0.9))
    train(model, [RatePerEpoch(PER_EPOCH)])
    assert fallen(model) == pytest.approx(UPDATES * sum(PER_EPOCH))
    with pytest.raises(ValueError, match="has counted no update in a whole epoch"):
        train(model, [RatePerUpdate(PER_UPDATE)])


@pytest.mark.filterwarnings("ignore:The model does not have any trainable weights")
def test_frozen_weights_use_no_rate():
    model = slide(0.9)
    model.trainable = False
    model.compile(model.optimizer, loss=lambda y, output: keras.ops.mean(output))
    with pytest.raises(ValueError, match="has counted no update in a whole epoch"):
        train(model, [RatePerEpoch(PER_EPOCH)])
