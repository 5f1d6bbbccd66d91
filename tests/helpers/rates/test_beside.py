"""Two that set one rate are noticed, by name, in both orders."""

import warnings

import pytest

from helpers.callbacks import RatePerEpoch, RatePerUpdate
from helpers.keras_import import keras
from helpers.recorders import RateRecorder
from tests.helpers.rates.gans import gan
from tests.helpers.slide import EPOCHS, PER_UPDATE, UPDATES, slide, train

pytestmark = pytest.mark.slow

PER_EPOCH = [0.1] * EPOCHS


class EachEpoch(keras.callbacks.Callback):
    """A callback of the reader's own, that halves the rate when an epoch ends."""

    def on_epoch_end(self, epoch, logs=None):
        self.halve()

    def halve(self):
        optimizer = self.model.optimizer
        optimizer.learning_rate = float(optimizer.learning_rate) / 2


class EachBatch(EachEpoch):
    def on_train_batch_begin(self, batch, logs=None):
        self.halve()


OURS = {
    "RatePerEpoch": lambda: RatePerEpoch(PER_EPOCH),
    "RatePerUpdate": lambda: RatePerUpdate(PER_UPDATE),
}
OTHERS = {
    "ReduceLROnPlateau": lambda: keras.callbacks.ReduceLROnPlateau("loss", patience=1),
    "LearningRateScheduler": lambda: keras.callbacks.LearningRateScheduler(
        lambda epoch: 0.3
    ),
    "EachEpoch": EachEpoch,
    "EachBatch": EachBatch,
}


def said(model, callbacks, **options):
    """What is said while the model trains with the callbacks."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        train(model, callbacks, **options)
    return [str(one.message) for one in caught if one.category is UserWarning]


@pytest.mark.parametrize("ours", OURS)
@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("order", [1, -1])
def test_a_callback_that_another_overrules_is_noticed_once_by_both_names(
    ours, other, order
):
    words = said(slide(0.9), [OURS[ours](), OTHERS[other]()][::order])
    assert len(words) == 1
    assert words[0].startswith(f"{ours}: ")
    assert other in words[0]
    assert "overrules the other" in words[0]


@pytest.mark.parametrize("order", [1, -1])
def test_two_of_ours_for_one_rate_are_noticed(order):
    callbacks = [RatePerEpoch(PER_EPOCH), RatePerUpdate(PER_UPDATE)][::order]
    words = said(slide(0.9), callbacks)
    assert all("RatePerEpoch" in text and "RatePerUpdate" in text for text in words)
    assert len(words) in (1, 2)


def test_the_history_has_the_rate_that_was_used_not_the_one_that_was_planned():
    class Late(EachEpoch):
        def on_epoch_begin(self, epoch, logs=None):
            self.model.optimizer.learning_rate = 0.7

        def on_epoch_end(self, epoch, logs=None):
            pass

    model = slide(0.9)
    with pytest.warns(UserWarning, match="set to 0.1, and then to 0.7 by .*Late"):
        history = train(model, [RatePerEpoch(PER_EPOCH), Late()]).history
    assert history["learning_rate"] == pytest.approx([0.7] * EPOCHS)


@pytest.mark.parametrize(
    ("others", "rival"),
    [
        ([], "by the"),
        ([RateRecorder()], "by the"),
        ([EachEpoch()], "by another callback (EachEpoch) or the"),
    ],
    ids=["alone", "with a recorder", "with a callback"],
)
def test_a_model_that_changes_its_rate_is_named_too(others, rival):
    class Own(type(slide(0.9))):
        def train_step(self, data):
            self.optimizer.learning_rate.assign(0.3)
            return super().train_step(data)

    model = Own(slide(0.9).layers)
    model.compile(keras.optimizers.SGD(0.9), loss=lambda y, output: output)
    words = said(model, [RatePerEpoch(PER_EPOCH), *others])
    assert len(words) == 1
    rival += " model's own train_step. One overrules"
    assert f"set to 0.1, and then to 0.3 {rival}" in words[0]


def test_a_model_of_kerass_own_is_not_said_to_set_the_rate():
    words = said(slide(0.9), [RatePerUpdate(PER_UPDATE), EachEpoch(), RateRecorder()])
    assert "by another callback (EachEpoch). One overrules" in words[0]


@pytest.mark.parametrize("kind", ["float16", "bfloat16", "float64"])
def test_a_rate_that_a_short_float_rounds_is_not_another(kind):
    usual = keras.config.floatx()
    keras.config.set_floatx(kind)
    try:
        assert said(slide(0.9), [RatePerUpdate(PER_UPDATE / 7)]) == []
    finally:
        keras.config.set_floatx(usual)


def test_callbacks_that_set_no_rate_are_not_noticed(tmp_path):
    quiet = [
        keras.callbacks.EarlyStopping("loss", patience=9, restore_best_weights=True),
        keras.callbacks.ModelCheckpoint(
            tmp_path / "best.weights.h5", monitor="loss", save_weights_only=True
        ),
        keras.callbacks.CSVLogger(tmp_path / "log.csv"),
        keras.callbacks.TerminateOnNaN(),
        RateRecorder(),
    ]
    assert said(slide(0.9), [*quiet, RatePerEpoch(PER_EPOCH)]) == []
    assert said(slide(0.9), [RatePerUpdate(PER_UPDATE), *quiet]) == []


def test_two_for_two_optimizers_and_a_plateau_for_a_third_are_right():
    callbacks = [
        RatePerEpoch(PER_EPOCH, optimizer="d_optimizer"),
        keras.callbacks.ReduceLROnPlateau("loss", patience=9),
        RatePerUpdate(PER_UPDATE, optimizer="g_optimizer"),
    ]
    assert said(gan(), callbacks) == []


def test_a_second_fit_with_another_rate_set_between_is_right():
    model, callback = slide(0.9), RatePerEpoch(PER_EPOCH)
    assert said(model, [callback]) == []
    model.optimizer.learning_rate = 0.7
    assert said(model, [callback], samples=2 * UPDATES) == []
