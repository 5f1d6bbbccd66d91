"""What is recorded moved the weights, or a warning says why it may not have."""

import inspect
import warnings

import numpy as np
import pytest

from helpers.callbacks import RatePerUpdate
from helpers.keras_import import keras
from helpers.keras_schedule import TableSchedule
from helpers.rates import changes_the_rate, rate_in_force, remark_on
from helpers.recorders import RateRecorder
from tests.helpers.slide import PER_UPDATE, UPDATES, fallen, float32, slide, train

pytestmark = pytest.mark.slow

OF_KERAS = {
    name: kind
    for name, kind in vars(keras.optimizers).items()
    if inspect.isclass(kind)
    and issubclass(kind, keras.optimizers.Optimizer)
    and kind.update_step is not keras.optimizers.Optimizer.update_step
}
schedule_free = pytest.mark.skipif(
    "ScheduleFreeAdamW" not in OF_KERAS, reason="needs a newer Keras"
)


def moves(optimizer, start=0.0, updates=1):
    """How far each update moves a weight whose gradient is 1."""
    weight, places = keras.Variable(np.full((2, 2), start, np.float32)), [start]
    for _ in range(updates):
        optimizer.apply([keras.ops.ones((2, 2))], [weight])
        places.append(keras.ops.convert_to_numpy(weight)[0, 0])
    return -np.diff(places)


@pytest.mark.parametrize("name", OF_KERAS)
def test_keras_has_no_other_optimizer_that_takes_another_rate(name):
    given = [OF_KERAS[name](rate) for rate in (1.5, 6.0)]
    slow, fast = (moves(optimizer).item() for optimizer in given)
    in_force = [rate_in_force(optimizer, updates=0) for optimizer in given]
    assert fast / slow == pytest.approx(in_force[1] / in_force[0], rel=1e-4)
    assert changes_the_rate(given[0]) == (name == "Adafactor")


@pytest.mark.parametrize("name", OF_KERAS)
def test_what_keras_multiplies_the_rate_by_is_said(name):
    said = remark_on(OF_KERAS[name](0.5))
    assert (said is not None) == (name in ("Adafactor", "Lamb", "Muon"))


@pytest.mark.skipif("Lamb" not in OF_KERAS, reason="needs a newer Keras")
def test_lamb_moves_a_weight_by_the_rate_times_its_size():
    assert moves(keras.optimizers.Lamb(0.25), start=4.0) == pytest.approx(1.0)


@pytest.mark.parametrize("relative_step", [True, False])
def test_adafactor_moves_a_weight_by_its_limit_times_its_size(relative_step):
    optimizer = keras.optimizers.Adafactor(0.6, relative_step=relative_step)
    expected, weight = [], 100.0
    for step in range(4):
        expected.append(weight * rate_in_force(optimizer, step))
        weight -= expected[-1]
    assert moves(optimizer, start=100.0, updates=4) == pytest.approx(expected, rel=1e-4)
    rates = [rate_in_force(optimizer, step) for step in range(4)]
    assert rates == pytest.approx([0.6, 0.6, 3**-0.5, 0.5])


@pytest.mark.parametrize("scaled", [False, True])
def test_the_recorder_tells_what_adafactor_makes_of_a_schedule(scaled):
    optimizer = keras.optimizers.Adafactor(TableSchedule([5.0, 5.0, 5.0, 0.01]))
    if scaled:
        optimizer = keras.optimizers.LossScaleOptimizer(optimizer)
    recorder = RateRecorder()
    with pytest.warns(UserWarning, match="Adafactor .* root mean square of its weig"):
        train(slide(optimizer), [recorder], epochs=1)
    assert recorder.rates == pytest.approx([1, 2**-0.5, 3**-0.5, 0.01])


def test_a_callback_whose_rate_is_cut_says_so():
    model, recorder = slide(keras.optimizers.Adafactor(0.1)), RateRecorder()
    with pytest.warns(UserWarning, match="Adafactor changes.* of 5, set for update 1,"):
        train(model, [RatePerUpdate([0.1, 5.0, 5.0, 0.1]), recorder], epochs=1)
    assert recorder.rates == pytest.approx([0.1, 2**-0.5, 3**-0.5, 0.1])


@schedule_free
def test_the_warm_up_of_schedule_free_descent_is_recorded():
    recorder = RateRecorder()
    optimizer = keras.optimizers.ScheduleFreeAdamW(0.4, warmup_steps=4)
    train(slide(optimizer), [recorder], epochs=2)
    assert recorder.rates == pytest.approx([0.1, 0.2, 0.3, *[0.4] * 5])


@pytest.mark.skipif("Muon" not in OF_KERAS, reason="needs a newer Keras")
def test_muons_two_rates_are_said():
    with pytest.warns(UserWarning, match="Muon has two rates.*adam_lr_ratio = 0.5"):
        train(slide(keras.optimizers.Muon(0.1, adam_lr_ratio=0.5)), [RateRecorder()])


def test_an_update_step_of_ones_own_is_said():
    class Halved(keras.optimizers.SGD):
        def update_step(self, gradient, variable, learning_rate):
            super().update_step(gradient, variable, learning_rate / 2)

    for optimizer in (Halved(0.2), keras.optimizers.LossScaleOptimizer(Halved(0.2))):
        with pytest.warns(UserWarning, match="Halved has an update_step of its own"):
            train(slide(optimizer), [RateRecorder()])


def test_any_way_of_ones_own_to_apply_gradients_is_said():
    class Decaying(keras.optimizers.SGD):
        def apply(self, grads, trainable_variables=None):
            super().apply(grads, trainable_variables)
            self.learning_rate.assign(self.learning_rate * 0.9)

    class Halving(keras.optimizers.SGD):
        def apply_gradients(self, grads_and_vars):
            halves = [(gradient / 2, weight) for gradient, weight in grads_and_vars]
            super().apply_gradients(halves)

    assert "Halving has an apply_gradients of its own" in remark_on(Halving())
    with pytest.warns(UserWarning, match="Decaying has an apply of its own"):
        train(slide(Decaying(0.5)), [RateRecorder()], epochs=1)


@pytest.mark.filterwarnings("ignore:RateRecorder. Falling has an apply of its own")
def test_an_optimizer_that_sets_its_own_rate_in_apply_is_recorded():
    class Falling(keras.optimizers.SGD):
        def apply(self, grads, trainable_variables=None):
            self.learning_rate.assign(self.learning_rate / 2)
            super().apply(grads, trainable_variables)

    model, recorder = slide(Falling(1.0)), RateRecorder()
    train(model, [recorder], epochs=1)
    assert recorder.rates == [0.5, 0.25, 0.125, 0.0625]
    assert fallen(model) == pytest.approx(sum(recorder.rates))


class Counting(keras.optimizers.schedules.LearningRateSchedule):
    calls = 0

    def __call__(self, step=0):
        self.calls += 1
        return 0.5 / self.calls


@pytest.mark.parametrize("scaled", [False, True])
@pytest.mark.parametrize("way", ["schedule", "function"])
def test_a_rate_that_counts_its_calls_is_not_asked_for_while_the_model_trains(
    way, scaled
):
    schedule = Counting()
    optimizer = keras.optimizers.SGD(
        schedule if way == "schedule" else lambda: schedule()
    )
    if scaled:
        optimizer = keras.optimizers.LossScaleOptimizer(optimizer, initial_scale=2.0)
    model, recorder, calls = slide(optimizer, run_eagerly=True), RateRecorder(), []
    noting = keras.callbacks.LambdaCallback(
        on_train_batch_begin=lambda batch, logs: calls.append(schedule.calls)
    )
    with pytest.warns(UserWarning, match="model.optimizer tells another rate each"):
        train(model, [recorder, noting], epochs=1)
    assert np.isnan(recorder.rates).all()
    assert recorder.moved == [True] * UPDATES
    assert np.diff(calls).tolist()[1:] == [1] * (UPDATES - 2)


@pytest.mark.parametrize(
    "options", [{}, {"use_ema": True}, {"gradient_accumulation_steps": 2}]
)
@pytest.mark.parametrize("loss_scale", [False, True])
def test_nothing_is_said_of_what_uses_the_rate_it_is_given(options, loss_scale):
    optimizer = keras.optimizers.SGD(0.5, **options)
    if loss_scale:
        optimizer = keras.optimizers.LossScaleOptimizer(optimizer)
    assert remark_on(optimizer) is None
    recorder = RateRecorder()
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        train(slide(optimizer), [RatePerUpdate(PER_UPDATE), recorder], epochs=1)
    each = options.get("gradient_accumulation_steps", 1)
    assert recorder.rates == float32(PER_UPDATE[[i // each for i in range(UPDATES)]])
    assert recorder.moved == [(i + 1) % each == 0 for i in range(UPDATES)]


def test_a_rate_that_another_callback_sets_after_the_batch_is_not_the_batchs():
    recorder, model = RateRecorder(), slide(0.5)

    def halve(batch, logs):
        model.optimizer.learning_rate = float(model.optimizer.learning_rate) / 2

    halving = keras.callbacks.LambdaCallback(on_train_batch_end=halve)
    for callbacks in ([halving, recorder], [recorder, halving]):
        model.optimizer.learning_rate = 0.5
        train(model, callbacks, epochs=1)
        assert recorder.rates == [0.5, 0.25, 0.125, 0.0625]


def test_a_recorder_between_two_that_set_the_rate_asks_to_be_last():
    def setting(rate):
        def do(batch, logs):
            model.optimizer.learning_rate = rate

        return do

    recorder, model = RateRecorder(), slide(0.5)
    before = keras.callbacks.LambdaCallback(on_train_batch_end=setting(0.1))
    after = keras.callbacks.LambdaCallback(on_train_batch_begin=setting(0.2))
    with pytest.warns(UserWarning, match="RateRecorder: a callback changed the rate"):
        train(model, [before, recorder, after], epochs=1)
    train(model, [before, after, recorder], epochs=1)
    assert recorder.rates == float32([0.2] * UPDATES)
