"""What a check sees of a callback in a training."""

import pytest

from helpers.keras_import import keras
from helpers.lesson.observers import FormError
from helpers.lesson.trainings import rates_in_training

pytestmark = pytest.mark.slow

Scheduler = keras.callbacks.LearningRateScheduler


@pytest.mark.parametrize(
    "schedule",
    [
        0.1,
        keras.optimizers.schedules.CosineDecayRestarts(0.1, 30),
        lambda epoch: None,
        lambda: 0.1,
    ],
)
def test_a_scheduler_without_a_function_of_the_epoch_gets_a_reason(schedule):
    with pytest.raises(FormError, match="needs a function of the epoch that returns"):
        rates_in_training(Scheduler(schedule), 2)


def test_what_fails_in_a_cell_fails_as_it_does_there():
    names = {"__name__": "__main__"}
    exec("def rate(epoch): return 1 / epoch", names)
    with pytest.raises(ZeroDivisionError):
        rates_in_training(Scheduler(names["rate"]), 2)


def test_each_epoch_has_two_updates():
    class PerUpdate(keras.callbacks.Callback):
        def on_train_batch_begin(self, batch, logs=None):
            self.model.optimizer.learning_rate = 0.1 + batch

    counted = []
    noting = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda batch, logs: counted.append(batch)
    )
    assert len(rates_in_training(noting, 3)) == 3
    assert counted == [0, 1] * 3
    with pytest.raises(FormError, match="within an epoch"):
        rates_in_training(PerUpdate(), 2)
