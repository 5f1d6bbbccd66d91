import math

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
from helpers.schedules import cosine_restarts, table
from tests.helpers.slide import (
    BATCH,
    EPOCHS,
    PER_UPDATE,
    UPDATES,
    fallen,
    float32,
    slide,
    train,
)

pytestmark = pytest.mark.slow

PER_EPOCH = np.array([0.5, 0.25, 0.125])
ONCE_AN_EPOCH = np.repeat(PER_EPOCH, UPDATES)

setters = pytest.mark.parametrize(
    "callback",
    [
        RatePerEpoch(PER_EPOCH),
        RatePerUpdate(PER_UPDATE),
        CosineAnnealingLearningRateSchedule(3, 1, 0.5, 0.1),
    ],
    ids=["RatePerEpoch", "RatePerUpdate", "CosineAnnealing"],
)


def test_the_toy_of_the_blog_shows_five_cycles_that_reach_both_rates():
    schedule = CosineAnnealingLearningRateSchedule(
        n_epochs=100, n_cycles=5, lrate_max=1e-3, min_lr=1e-6
    )
    for epoch in range(1, 101):
        schedule.on_epoch_begin(epoch)
    rates = np.array(schedule.lrates)
    assert len(rates) == 100
    assert np.flatnonzero(rates == 1e-3).tolist() == [19, 39, 59, 79]
    assert np.flatnonzero(rates == 1e-6).tolist() == [99]
    assert (np.diff(rates) > 0).sum() == 4


def test_the_blog_class_takes_its_arguments_by_position():
    schedule = CosineAnnealingLearningRateSchedule(100, 5, 1e-3, 1e-6, 0)
    assert schedule.rates[:100].tolist() == [
        cosine_restarts(1e-3, 100, 5, 1e-6)(epoch) for epoch in range(100)
    ]


def test_the_rate_of_an_epoch_follows_the_formula_of_the_docstring():
    schedule = CosineAnnealingLearningRateSchedule(20, 2, 0.3, 0.1)
    expected = [0.1 + 0.2 * (1 + math.cos(math.pi * t / 10)) / 2 for t in range(10)]
    assert schedule.rates == pytest.approx([*expected, *expected, 0.1])


def test_uneven_cycles_do_not_end_on_a_restart():
    schedule = CosineAnnealingLearningRateSchedule(100, 3, 1e-3, 1e-6)
    assert np.flatnonzero(schedule.rates == 1e-3).tolist() == [0, 33, 66]


def test_cycles_of_one_epoch_are_a_constant_rate_which_is_said():
    with pytest.warns(UserWarning, match="n_cycles = 4 .* every epoch has the rate"):
        schedule = CosineAnnealingLearningRateSchedule(4, 4, 0.1, 0.01)
    assert schedule.rates.tolist() == [0.1] * 4 + [0.01]


@pytest.mark.parametrize("n_epochs", [10, 200])
def test_epochs_past_n_epochs_have_the_rate_min_lr(n_epochs):
    schedule = CosineAnnealingLearningRateSchedule(n_epochs, 5, 1e-3, 1e-6)
    for epoch in (n_epochs - 1, n_epochs, n_epochs + 1, 10 * n_epochs):
        schedule.on_epoch_begin(epoch)
    assert schedule.lrates[0] > 1e-6
    assert schedule.lrates[1:] == [1e-6] * 3


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("n_epochs", value) for value in (0, -1, 10.0, True, "10", None)],
        *[("n_cycles", value) for value in (0, 11, -1, 2.0, True, "2", None)],
        *[("lrate_max", value) for value in (0, -0.1, math.nan, math.inf, "1", None)],
        *[("min_lr", value) for value in (-0.1, 0.2, math.nan, math.inf, "0", None)],
        *[("verbose", value) for value in (-1, "auto", None)],
    ],
)
def test_a_bad_argument_of_the_blog_class_is_named_with_its_value(name, value):
    good = {"n_epochs": 10, "n_cycles": 2, "lrate_max": 0.1, "min_lr": 0.01}
    with pytest.raises((TypeError, ValueError)) as error:
        CosineAnnealingLearningRateSchedule(**{**good, name: value})
    assert f"{name} = {value!r}" in str(error.value)


@pytest.mark.parametrize("callback", [RatePerEpoch, RatePerUpdate])
@pytest.mark.parametrize("rates", [[], 0.1, None, "0.1", [[0.1]], [-1], [math.nan]])
def test_a_bad_column_is_refused_by_name(callback, rates):
    with pytest.raises((TypeError, ValueError), match="^rates"):
        callback(rates)


@pytest.mark.parametrize("epoch", [-1, 1.0, None])
def test_a_bad_epoch_is_named_with_its_value(epoch):
    with pytest.raises((TypeError, ValueError), match=f"^epoch = {epoch} must be"):
        RatePerEpoch([0.1]).on_epoch_begin(epoch)


PLANS = {
    "RatePerEpoch": lambda: (0.9, RatePerEpoch(PER_EPOCH), ONCE_AN_EPOCH),
    "CosineAnnealing": lambda: (
        0.9,
        CosineAnnealingLearningRateSchedule(3, 1, 0.5, 0.1),
        np.repeat(table(cosine_restarts(0.5, 3, 1, 0.1), 3), UPDATES),
    ),
    "RatePerUpdate": lambda: (0.9, RatePerUpdate(PER_UPDATE), PER_UPDATE[:-1]),
    "TableSchedule": lambda: (TableSchedule(PER_UPDATE), None, PER_UPDATE[:-1]),
    "LearningRateScheduler": lambda: (
        0.9,
        keras.callbacks.LearningRateScheduler(lambda epoch: float(PER_EPOCH[epoch])),
        ONCE_AN_EPOCH,
    ),
    "a schedule of Keras": lambda: (
        keras.optimizers.schedules.PolynomialDecay(0.5, EPOCHS * UPDATES, 0.0),
        None,
        PER_UPDATE[:-1],
    ),
    "a number": lambda: (0.25, None, [0.25] * (EPOCHS * UPDATES)),
}
plans = pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)


@plans
@pytest.mark.parametrize("recorder_is", ["first", "last"])
def test_the_recorded_rates_are_the_planned_ones(plan, recorder_is):
    rate, setter, planned = plan()
    recorder = RateRecorder()
    callbacks = [recorder, setter] if recorder_is == "first" else [setter, recorder]
    train(slide(rate), [callback for callback in callbacks if callback])
    assert recorder.rates == pytest.approx(planned, rel=1e-6)
    assert recorder.steps == list(range(EPOCHS * UPDATES))


@plans
def test_the_recorded_rates_are_those_that_moved_the_weight(plan):
    rate, setter, _ = plan()
    recorder, weights = RateRecorder(), [0.0]
    model = slide(rate)
    watch = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda batch, logs: weights.append(fallen(model))
    )
    train(model, [callback for callback in (setter, recorder, watch) if callback])
    assert np.diff(weights) == pytest.approx(recorder.rates, abs=1e-6)


def test_a_second_fit_starts_the_epochs_and_their_list_anew():
    callback, model = RatePerEpoch(PER_EPOCH), slide(0.9)
    for _ in range(2):
        train(model, [callback])
        assert callback.lrates == PER_EPOCH.tolist()


def test_a_second_fit_counts_the_updates_on_and_keeps_the_last_rate():
    recorder, model = RateRecorder(), slide(0.9)
    callbacks = [RatePerUpdate(PER_UPDATE[:6]), recorder]
    train(model, callbacks, epochs=1)
    assert recorder.rates == float32(PER_UPDATE[:4])
    train(model, callbacks, epochs=1)
    assert recorder.steps == [4, 5, 6, 7]
    assert recorder.rates == float32(PER_UPDATE[[4, 5, 5, 5]])


@pytest.mark.filterwarnings("ignore:RatePerUpdate. rates begins at its first row")
@pytest.mark.parametrize(("again", "first"), [("same", 4), ("new", 0)])
@pytest.mark.parametrize("way", ["callback", "schedule"])
def test_a_model_compiled_again_goes_by_the_count_of_its_optimizer(way, again, first):
    def optimizer():
        rate = 0.9 if way == "callback" else TableSchedule(PER_UPDATE)
        return keras.optimizers.SGD(rate)

    recorder, model = RateRecorder(), slide(optimizer())
    callbacks = [RatePerUpdate(PER_UPDATE)] if way == "callback" else []
    train(model, [*callbacks, recorder], epochs=1)
    kept = model.optimizer if again == "same" else optimizer()
    model.compile(kept, loss=lambda y, output: keras.ops.mean(output))
    train(model, [*callbacks, recorder], epochs=1)
    assert recorder.steps == list(range(first, first + 4))
    assert recorder.rates == float32(PER_UPDATE[first : first + 4])


def test_epochs_behind_the_column_keep_its_last_rate():
    callback = RatePerEpoch(PER_EPOCH)
    train(slide(0.9), [callback], epochs=5)
    assert callback.lrates == [0.5, 0.25, 0.125, 0.125, 0.125]


def test_a_fit_from_a_later_epoch_starts_in_that_row():
    callback = RatePerEpoch(PER_EPOCH)
    train(slide(0.9), [callback], initial_epoch=1)
    assert callback.lrates == [0.25, 0.125]


def test_a_run_that_broke_off_goes_on_at_the_planned_rates(tmp_path):
    def break_off(epoch, logs):
        if epoch == 1:
            raise KeyboardInterrupt

    recorder = RateRecorder()
    planned = RatePerUpdate(PER_UPDATE)
    broken = keras.callbacks.LambdaCallback(on_epoch_begin=break_off)
    with pytest.raises(KeyboardInterrupt):
        train(slide(0.9), [planned, keras.callbacks.BackupAndRestore(tmp_path), broken])
    train(slide(0.9), [planned, keras.callbacks.BackupAndRestore(tmp_path), recorder])
    assert recorder.rates == float32(PER_UPDATE[UPDATES:-1])


def test_a_saved_model_goes_on_at_the_planned_rates(tmp_path):
    model, recorder = slide(0.9), RateRecorder()
    train(model, [RatePerUpdate(PER_UPDATE)], epochs=2)
    other = slide(0.9)
    other.optimizer.build(other.trainable_variables)
    model.save_weights(tmp_path / "model.weights.h5")
    other.load_weights(tmp_path / "model.weights.h5")
    train(other, [RatePerUpdate(PER_UPDATE), recorder], epochs=1)
    assert recorder.rates == float32(PER_UPDATE[2 * UPDATES : -1])


@pytest.mark.parametrize(
    ("callback", "rates"),
    [
        (RatePerEpoch(PER_EPOCH), PER_EPOCH),
        (RatePerUpdate(PER_UPDATE), PER_UPDATE[UPDATES - 1 : -1 : UPDATES]),
    ],
    ids=["RatePerEpoch", "RatePerUpdate"],
)
def test_history_holds_the_last_rate_of_every_epoch(callback, rates):
    history = train(slide(0.9), [callback]).history
    assert history["learning_rate"] == pytest.approx(rates)


def test_verbose_prints_a_line_for_every_epoch(capsys):
    train(slide(0.9), [RatePerEpoch(PER_EPOCH, verbose=1)])
    assert capsys.readouterr().out.splitlines() == [
        "Epoch 1: learning rate 0.5",
        "Epoch 2: learning rate 0.25",
        "Epoch 3: learning rate 0.125",
    ]


def test_without_verbose_nothing_is_printed(capsys):
    for callback in (RatePerEpoch(PER_EPOCH), RatePerUpdate(PER_UPDATE)):
        train(slide(0.9), [callback])
    assert capsys.readouterr().out == ""


def test_a_last_batch_that_is_smaller_has_its_own_rate():
    recorder = RateRecorder()
    train(slide(0.9), [RatePerUpdate(PER_UPDATE), recorder], epochs=2, samples=5)
    assert recorder.rates == float32(PER_UPDATE[:6])


@setters
@pytest.mark.parametrize("loss_scale", [False, True])
def test_an_optimizer_with_a_schedule_is_refused(callback, loss_scale):
    optimizer = keras.optimizers.SGD(TableSchedule(PER_UPDATE))
    if loss_scale:
        optimizer = keras.optimizers.LossScaleOptimizer(optimizer)
    model = slide(optimizer)
    with pytest.raises(TypeError, match="built with a LearningRateSchedule"):
        train(model, [callback])
    assert fallen(model) == 0


@pytest.mark.parametrize("callback", [RatePerUpdate(PER_UPDATE), RateRecorder()])
def test_several_updates_per_execution_are_refused(callback):
    model = slide(0.9, steps_per_execution=2)
    with pytest.raises(ValueError, match="steps_per_execution = 2 must be 1"):
        train(model, [callback])
    assert fallen(model) == 0


def test_a_rate_per_epoch_allows_several_updates_per_execution():
    model = slide(0.9, steps_per_execution=2)
    train(model, [RatePerEpoch(PER_EPOCH)])
    assert fallen(model) == pytest.approx(ONCE_AN_EPOCH.sum())


@pytest.mark.parametrize("options", [{"run_eagerly": True}, {"jit_compile": True}])
def test_rates_are_the_planned_ones_however_keras_runs_the_step(options):
    model, recorder = slide(0.9, **options), RateRecorder()
    train(model, [recorder, RatePerUpdate(PER_UPDATE)])
    assert recorder.rates == float32(PER_UPDATE[:-1])
    assert fallen(model) == pytest.approx(PER_UPDATE[:-1].sum())


def test_loss_scaling_passes_the_rates_to_the_optimizer_inside():
    optimizer = keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.9))
    model, recorder = slide(optimizer), RateRecorder()
    train(model, [recorder, RatePerUpdate(PER_UPDATE)])
    assert recorder.rates == float32(PER_UPDATE[:-1])
    assert fallen(model) == pytest.approx(PER_UPDATE[:-1].sum(), rel=1e-4)


def test_an_update_that_loss_scaling_skips_uses_up_no_rate():
    optimizer = keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.9))
    model, recorder = slide(optimizer), RateRecorder()
    x = np.ones((UPDATES * BATCH, 1), np.float32)
    x[BATCH] = np.inf
    callbacks = [recorder, RatePerUpdate(PER_UPDATE)]
    model.fit(x, x, BATCH, shuffle=False, verbose=0, callbacks=callbacks)
    assert recorder.steps == [0, 1, 1, 2]
    assert recorder.moved == [True, False, True, True]
    assert recorder.rates == float32(PER_UPDATE[[0, 1, 1, 2]])
    assert fallen(model) == pytest.approx(PER_UPDATE[:3].sum())


def test_with_gradient_accumulation_the_column_counts_updates_not_batches():
    optimizer = keras.optimizers.SGD(0.9, gradient_accumulation_steps=2)
    model, recorder = slide(optimizer), RateRecorder()
    train(model, [recorder, RatePerUpdate(PER_UPDATE)], epochs=1)
    assert recorder.steps == [0, 0, 1, 1]
    assert recorder.rates == float32(PER_UPDATE[[0, 0, 1, 1]])
    assert fallen(model) == pytest.approx(PER_UPDATE[:2].sum())


def test_with_gradient_accumulation_a_schedule_counts_batches():
    schedule = TableSchedule(PER_UPDATE)
    optimizer = keras.optimizers.SGD(schedule, gradient_accumulation_steps=2)
    model, recorder = slide(optimizer), RateRecorder()
    train(model, [recorder], epochs=1)
    assert recorder.rates == float32(PER_UPDATE[:4])
    assert fallen(model) == pytest.approx(PER_UPDATE[[1, 3]].sum())


@setters
def test_evaluate_and_predict_do_not_mind_the_callback(callback):
    model = slide(0.9)
    x = np.ones((4, 1), np.float32)
    model.evaluate(x, x, verbose=0, callbacks=[callback, RateRecorder()])
    model.predict(x, verbose=0, callbacks=[callback, RateRecorder()])
    assert float(model.optimizer.learning_rate) == pytest.approx(0.9)
