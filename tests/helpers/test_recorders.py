import math
import time

import numpy as np
import pytest

from helpers.callbacks import RatePerUpdate
from helpers.keras_import import keras
from helpers.recorders import ErrorRecorder, LossRecorder, RateRecorder
from tests.helpers.slide import PER_UPDATE, UPDATES, float32, slide, train

pytestmark = pytest.mark.slow

RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=(10, 3)).astype(np.float32)
Y = RANDOM.normal(size=10).astype(np.float32)
IMAGES = RANDOM.normal(size=(2500, 3)).astype(np.float32)
LABELS = RANDOM.integers(4, size=2500)


def linear_model(outputs=1, loss="mse", **options):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(outputs)])
    model.compile(keras.optimizers.SGD(0.1), loss, **options)
    return model


def classifier():
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return linear_model(outputs=4, loss=loss)


def fit(model, callbacks, x=X, y=Y, **options):
    options = {"batch_size": 5, "epochs": 2, "shuffle": False, **options}
    model.fit(x, y, callbacks=callbacks, verbose=0, **options)


def losses_by_hand(batch_size, epochs):
    """Train with gradients written out, and note the losses."""
    kernel, bias = (array.astype(float) for array in linear_model().get_weights())
    losses = []
    for start in [*range(0, len(X), batch_size)] * epochs:
        x, y = X[start : start + batch_size], Y[start : start + batch_size, None]
        wrong = x @ kernel + bias - y
        losses.append((wrong**2).mean())
        kernel -= 0.1 * 2 * x.T @ wrong / len(x)
        bias -= 0.1 * 2 * wrong.mean()
    return losses


def test_a_settable_rate_is_recorded_to_the_last_bit_of_float32():
    recorder = RateRecorder()
    train(slide(0.9), [RatePerUpdate(PER_UPDATE), recorder])
    assert recorder.rates == float32(PER_UPDATE[:-1])


@pytest.mark.parametrize("after", [False, True])
def test_a_schedule_that_a_callback_puts_in_is_recorded(after):
    decay = keras.optimizers.schedules.PolynomialDecay(0.5, 8, 0.1)

    class PutIn(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch == 0:
                self.model.optimizer.learning_rate = decay

    model, recorder = linear_model(), RateRecorder()
    fit(model, [PutIn(), recorder] if after else [recorder, PutIn()], epochs=4)
    assert recorder.rates == [float(decay(step)) for step in range(8)]


def test_a_recorder_that_saw_no_training_is_empty():
    assert (RateRecorder().steps, RateRecorder().rates) == ([], [])


def test_a_recorder_starts_new_lists_with_each_fit():
    recorder, model = RateRecorder(), slide(0.25)
    for first in (0, UPDATES):
        train(model, [recorder], epochs=1)
        assert recorder.steps == list(range(first, first + UPDATES))
        assert recorder.rates == [0.25] * UPDATES


@pytest.mark.parametrize("batch_size", [1, 5, 10, 4, 3])
@pytest.mark.parametrize("eager", [False, True])
def test_the_recorded_losses_are_those_of_each_batch(batch_size, eager):
    recorder = LossRecorder()
    fit(linear_model(run_eagerly=eager), [recorder], batch_size=batch_size)
    assert recorder.losses == pytest.approx(losses_by_hand(batch_size, 2), rel=1e-4)


def test_losses_of_several_updates_at_once_are_refused():
    with pytest.raises(ValueError, match="steps_per_execution = 2"):
        fit(linear_model(steps_per_execution=2), [LossRecorder()])


def test_a_second_fit_starts_a_new_list_of_losses():
    recorder, model = LossRecorder(), linear_model()
    fit(model, [recorder], epochs=2)
    fit(model, [recorder], epochs=1)
    assert len(recorder.losses) == 2
    fit(linear_model(), [recorder], epochs=2)
    assert recorder.losses == pytest.approx(losses_by_hand(5, 2), rel=1e-4)


def test_other_metrics_and_validation_do_not_disturb_the_losses():
    recorder = LossRecorder()
    model = linear_model(metrics=["mae"])
    fit(model, [recorder], validation_data=(X, Y))
    assert recorder.losses == pytest.approx(losses_by_hand(5, 2), rel=1e-4)


@pytest.mark.parametrize(
    ("at", "steps"),
    [
        (range(1, 5), [1, 2, 3, 4]),
        ([2, 4], [2, 4]),
        ([3, 1, 3], [1, 3, 4]),
        ([100], [4]),
        ([], [4]),
    ],
)
def test_errors_are_counted_at_the_updates_named_and_at_the_end(at, steps):
    recorder = ErrorRecorder(X, Y, at)
    fit(classifier(), [recorder], y=np.arange(10) % 4)
    assert recorder.steps == steps
    assert len(recorder.seconds) == len(recorder.errors) == len(steps)


@pytest.mark.parametrize("count", [1, 999, 1000, 1001, 2500])
def test_the_errors_are_the_wrong_answers_of_the_model(count):
    images, labels = IMAGES[:count], LABELS[:count]
    recorder, model = ErrorRecorder(images, labels, at=[3]), classifier()
    expected = []
    count_errors = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda batch, logs: expected.append(answers(model))
    )

    def answers(model):
        kernel, bias = model.get_weights()
        return (images @ kernel + bias).argmax(axis=1)

    fit(model, [recorder, count_errors], y=np.arange(10) % 4)
    assert recorder.errors == [(expected[i] != labels).sum() for i in (2, 3)]
    assert recorder.answers.tolist() == expected[3].tolist()


def test_recording_errors_does_not_change_the_training():
    plain, watched = classifier(), classifier()
    fit(plain, [], y=np.arange(10) % 4)
    fit(watched, [ErrorRecorder(IMAGES, LABELS, range(1, 5))], y=np.arange(10) % 4)
    for without, with_recorder in zip(
        plain.get_weights(), watched.get_weights(), strict=True
    ):
        assert np.array_equal(without, with_recorder)


def test_the_clock_stands_still_during_an_evaluation():
    class SlowImages(np.ndarray):
        def __getitem__(self, part):
            time.sleep(0.2)
            return np.asarray(self)[part]

    recorder = ErrorRecorder(
        IMAGES[:10].view(SlowImages), LABELS[:10], at=range(1, 100)
    )
    model = classifier()
    fit(model, [], y=np.arange(10) % 4)
    began = time.perf_counter()
    fit(model, [recorder], y=np.arange(10) % 4)
    assert time.perf_counter() - began > 0.8
    assert recorder.seconds == sorted(recorder.seconds)
    assert 0 < recorder.seconds[-1] < time.perf_counter() - began - 0.8 + 0.1


def test_a_second_fit_starts_new_lists_of_errors():
    recorder, model = ErrorRecorder(IMAGES, LABELS, at=[2, 4]), classifier()
    for _ in range(2):
        fit(model, [recorder], y=np.arange(10) % 4)
        assert recorder.steps == [2, 4]
        assert len(recorder.errors) == len(recorder.seconds) == 2


@pytest.mark.parametrize("update", [0, -1, 2.0, True, "2", None, math.nan])
def test_a_bad_update_is_named_with_its_value(update):
    with pytest.raises((TypeError, ValueError)) as error:
        ErrorRecorder(X, Y, [1, update])
    assert str(error.value).startswith(f"at = {update!r} must be")
