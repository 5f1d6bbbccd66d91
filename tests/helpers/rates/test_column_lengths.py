"""A column that was not made for a training is noticed when that begins."""

import warnings
from contextlib import contextmanager

import pytest

from helpers.callbacks import (
    CosineAnnealingLearningRateSchedule,
    RatePerEpoch,
    RatePerUpdate,
)
from helpers.keras_import import keras
from helpers.keras_schedule import TableSchedule
from helpers.rates.column_lengths import remark_on_epochs, remark_on_updates
from helpers.recorders import RateRecorder
from helpers.schedules import linear, table
from tests.helpers.slide import EPOCHS, UPDATES, slide, train

pytestmark = pytest.mark.slow

BATCHES = EPOCHS * UPDATES


def column(rows):
    return table(linear(0.5, rows), rows)


@contextmanager
def nothing_said():
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        yield


@pytest.mark.parametrize("rows", [BATCHES, BATCHES + 1, 600])
def test_a_column_for_updates_given_to_epochs_is_noticed(rows):
    with pytest.warns(UserWarning, match=rf"RatePerEpoch: rates has {rows} rows.* 3"):
        train(slide(0.9), [RatePerEpoch(column(rows))])


@pytest.mark.parametrize("rows", [EPOCHS, EPOCHS + 1])
@pytest.mark.parametrize("way", ["callback", "schedule"])
def test_a_column_for_epochs_given_to_updates_is_noticed(way, rows):
    rate = 0.9 if way == "callback" else TableSchedule(column(rows))
    callback = RatePerUpdate(column(rows)) if way == "callback" else RateRecorder()
    with pytest.warns(UserWarning, match=rf"over after {rows} of 12 upd.*RatePerEpoch"):
        train(slide(rate), [callback])


def test_a_column_for_batches_that_accumulation_stretches_is_noticed():
    optimizer = keras.optimizers.SGD(0.9, gradient_accumulation_steps=4)
    with pytest.warns(UserWarning, match=r"3 · 4 batches.*table\(schedule, 3\)"):
        train(slide(optimizer), [RatePerUpdate(column(BATCHES))])
    with nothing_said():
        optimizer = keras.optimizers.SGD(0.9, gradient_accumulation_steps=4)
        train(slide(optimizer), [RatePerUpdate(column(EPOCHS))])


def test_a_loop_of_single_epochs_that_stays_at_the_first_row_is_noticed():
    model, said = slide(0.9), []
    for _ in range(3):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", UserWarning)
            train(model, [RatePerEpoch(column(6))], epochs=1)
        said.append([str(one.message) for one in caught])
    assert said[0] == []
    assert said[1][0].startswith("RatePerEpoch: rates begins again at its first row")
    assert "4 updates before" in said[1][0]
    assert "initial_epoch" in said[2][0]


def test_a_column_that_a_second_fit_finds_at_its_end_is_noticed():
    model, callback = slide(0.9), RatePerUpdate(column(BATCHES))
    with nothing_said():
        train(model, [callback])
    with pytest.warns(UserWarning, match="over already: it has 12 rows.* 12 updates"):
        train(model, [callback])


def test_a_count_that_a_new_compile_begins_anew_is_noticed():
    model, callback = slide(0.9), RatePerUpdate(column(2 * BATCHES))
    train(model, [callback])
    model.compile(keras.optimizers.SGD(0.9), loss=lambda y, output: output)
    with pytest.warns(UserWarning, match="its first row.*after a new compile"):
        train(model, [callback])


@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize("way", ["callback", "schedule"])
def test_weights_alone_that_begin_the_column_anew_are_noticed(way, momentum, tmp_path):
    def made():
        rate = 0.9 if way == "callback" else TableSchedule(column(BATCHES))
        return slide(keras.optimizers.SGD(rate, momentum=momentum))

    callback = RateRecorder()
    if way == "callback":
        callback = RatePerUpdate(column(BATCHES))
    model, again = made(), made()
    train(model, [callback], epochs=2)
    model.get_layer(index=0).save_own_variables(kept := {})
    again.get_layer(index=0).load_own_variables(kept)
    with pytest.warns(UserWarning, match="row, in epoch 2, .* weights alone were"):
        train(again, [callback], initial_epoch=2)


def test_a_whole_model_or_a_built_optimizer_goes_on_without_a_word(tmp_path):
    model = slide(keras.optimizers.SGD(0.9, momentum=0.9))
    train(model, [RatePerUpdate(column(BATCHES))], epochs=2)
    model.save_weights(tmp_path / "some.weights.h5")
    again = slide(keras.optimizers.SGD(0.9, momentum=0.9))
    again.optimizer.build(again.trainable_variables)
    with nothing_said():
        again.load_weights(tmp_path / "some.weights.h5")
        train(again, [RatePerUpdate(column(BATCHES)), RateRecorder()], initial_epoch=2)


SOUND = {
    "a column for all": ([], {}),
    "a row more": ([RatePerEpoch(column(EPOCHS + 1))], {}),
    "fewer rows than epochs": ([RatePerEpoch(column(2))], {"epochs": 5}),
    "one rate": ([RatePerUpdate([0.1])], {}),
    "a warm-up, then constant": ([RatePerUpdate(column(6)[::-1])], {}),
    "a later part": ([RatePerEpoch(column(EPOCHS))], {"initial_epoch": 2}),
    "the first part": ([RatePerEpoch(column(2 * EPOCHS))], {"epochs": EPOCHS}),
    "a first epoch": ([RatePerUpdate(column(BATCHES))], {"epochs": 1}),
    "the class to paste": ([CosineAnnealingLearningRateSchedule(3, 1, 0.1)], {}),
}


@pytest.mark.parametrize("name", SOUND)
def test_nothing_is_said_of_a_column_that_fits(name):
    callbacks, options = SOUND[name]
    with nothing_said():
        train(slide(0.9), callbacks or [RatePerUpdate(column(BATCHES))], **options)


def test_a_loop_of_single_epochs_that_counts_updates_is_sound():
    model, callback = slide(0.9), RatePerUpdate(column(BATCHES))
    with nothing_said():
        for _ in range(EPOCHS):
            train(model, [callback], epochs=1)


def test_one_callback_for_several_models_is_sound():
    callback = RatePerUpdate(column(BATCHES))
    with nothing_said():
        for _ in range(2):
            train(slide(0.9), [callback])


@pytest.mark.parametrize(
    ("rows", "first", "epochs", "batches", "updates", "said"),
    [
        (100, 0, 100, 50, 0, None),
        (101, 0, 100, 50, 0, None),
        (101, 0, 100, 50, 5000, None),
        (200, 0, 100, 50, 0, None),
        (200, 100, 200, 50, 5000, None),
        (200, 0, 100, 50, 5000, "begins again"),
        (5000, 0, 100, 50, 0, "RatePerUpdate"),
        (100, 0, 100, 1, 0, None),
        (1000, 0, 100, None, 0, "at 10 % of the way"),
        (999, 0, 100, None, 0, None),
    ],
)
def test_a_column_of_epochs(rows, first, epochs, batches, updates, said):
    remark = remark_on_epochs(rows, first, epochs, batches, updates)
    assert (said is None) == (remark is None)
    assert said is None or said in remark


@pytest.mark.parametrize(
    ("rows", "first", "epochs", "batches", "updates", "accumulated", "said"),
    [
        (5000, 0, 100, 50, 0, 1, None),
        (5000, 50, 100, 50, 2500, 1, None),
        (5000, 0, 1, 50, 0, 1, None),
        (5000, 3, 4, 50, 150, 1, None),
        (2500, 0, 100, 50, 0, 2, None),
        (5001, 0, 100, 50, 0, 2, "2 batches make one update"),
        (1000, 0, 100, 50, 0, 1, None),
        (500, 0, 100, 50, 0, 1, "over after 10 % of the 5000 updates"),
        (50000, 0, 100, 50, 0, 1, "at 10 % of the way"),
        (101, 0, 100, 50, 0, 1, "use RatePerEpoch"),
        (100, 0, 100, 1, 0, 1, None),
        (5000, 0, 100, None, 0, 1, None),
        (5000, 0, 100, None, 5000, 1, "is over already"),
        (5000, 50, 100, None, 0, 1, "weights alone were loaded"),
    ],
)
def test_a_column_of_updates(rows, first, epochs, batches, updates, accumulated, said):
    remark = remark_on_updates(rows, first, epochs, batches, updates, accumulated)
    assert (said is None) == (remark is None)
    assert said is None or said in remark
