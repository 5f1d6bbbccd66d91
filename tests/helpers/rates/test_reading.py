import numpy as np
import pytest

from helpers.keras_import import keras
from helpers.keras_schedule import TableSchedule
from helpers.rates import (
    UpdateWatch,
    find_optimizer,
    has_rate,
    has_schedule,
    rate_of,
    updates_done,
)
from tests.helpers.slide import slide, train


class WithoutRate(keras.optimizers.SGD):
    @property
    def learning_rate(self):
        raise AttributeError("none here")


@pytest.mark.parametrize("loss_scale", [False, True])
@pytest.mark.parametrize(
    ("rate", "expected"),
    [(0.25, False), (TableSchedule([0.5, 0.25]), True), (lambda: 0.25, True)],
    ids=["a number", "a schedule", "a function"],
)
def test_asking_for_a_schedule_sets_no_rate(rate, expected, loss_scale, monkeypatch):
    def refuse(*arguments, **options):
        raise AssertionError("a variable was set")

    optimizer = keras.optimizers.SGD(rate)
    if loss_scale:
        optimizer = keras.optimizers.LossScaleOptimizer(optimizer)
    variable = type(keras.optimizers.SGD(0.25).learning_rate)
    monkeypatch.setattr(variable, "assign", refuse)
    assert has_schedule(optimizer) is expected


def test_a_missing_rate_is_no_schedule():
    assert not has_rate(WithoutRate())
    with pytest.raises(AttributeError, match="none here"):
        has_schedule(WithoutRate())


@pytest.mark.parametrize("rate", [0.5, lambda: 0.5], ids=["a number", "a function"])
def test_a_wrapper_that_tells_the_rate_as_a_number_is_looked_into(rate):
    class Telling(keras.optimizers.SGD):
        @property
        def learning_rate(self):
            return float(self.inner.learning_rate)

    wrapper = Telling()
    wrapper.inner = keras.optimizers.SGD(rate)
    assert has_schedule(wrapper) is callable(rate)
    assert rate_of(wrapper) == 0.5


@pytest.mark.slow
@pytest.mark.parametrize("steps", [None, 2])
@pytest.mark.parametrize("loss_scale", [False, True])
def test_the_count_is_of_updates_whatever_is_around_the_optimizer(steps, loss_scale):
    optimizer = keras.optimizers.SGD(0.1, gradient_accumulation_steps=steps)
    if loss_scale:
        optimizer = keras.optimizers.LossScaleOptimizer(optimizer)
    train(slide(optimizer), [], epochs=1)
    assert updates_done(optimizer) == 4 // (steps or 1)


@pytest.mark.slow
def test_the_watch_names_those_that_worked_since():
    model = slide(keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.1)))
    model.spare = keras.optimizers.Adam()
    train(model, [], epochs=1)
    watch = UpdateWatch(model)
    model.spare.learning_rate = 0.7
    assert watch.worked() == []
    train(model, [], epochs=1)
    assert watch.worked() == ["optimizer", "optimizer.inner_optimizer"]


def test_a_batch_that_only_accumulates_or_is_skipped_is_work_too():
    accumulating = keras.optimizers.SGD(0.1, gradient_accumulation_steps=100)
    scaling = keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.1))
    for optimizer, x in ((accumulating, 1.0), (scaling, np.inf)):
        model = slide(optimizer)
        optimizer.build(model.trainable_variables)
        watch = UpdateWatch(model)
        model.train_on_batch(np.full((2, 1), x), np.ones((2, 1)))
        assert "optimizer" in watch.worked()
        assert updates_done(optimizer) == 0


@pytest.mark.parametrize(
    ("own", "name", "message"),
    [
        (None, None, 'model.optimizer is None: name another with optimizer="spare"'),
        ("sgd", "d_optimizer", "optimizer = 'd_optimizer' is no optimizer of the"),
        (WithoutRate(), None, "model.optimizer, of class WithoutRate, has no learning"),
    ],
)
def test_an_optimizer_that_can_not_be_used_is_an_error_with_what_there_is(
    own, name, message
):
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(own)
    model.spare = keras.optimizers.Adam()
    with pytest.raises(ValueError, match=message) as error:
        find_optimizer(model, name)
    assert 'optimizer="spare"' in str(error.value)


def test_without_any_optimizer_the_error_asks_for_one():
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(None)
    with pytest.raises(ValueError, match="is None: compile the model with an optim"):
        find_optimizer(model)
