"""What a check sees of an answer, and the sentence where it is of another kind."""

import numpy as np
import pandas as pd
import pytest

from helpers.lesson.observers import FormError, column_of, numbers_of, table_of
from helpers.schedules import Schedule

RATES = [0.1, 0.05, 0.025]


@pytest.mark.parametrize(
    "answer",
    [
        RATES,
        tuple(RATES),
        np.array(RATES),
        np.array(RATES)[:, None],
        np.array(RATES, object),
        pd.Series(RATES, index=["a", "b", "c"]),
        pd.DataFrame({"rate": RATES}),
        pd.array(RATES, dtype="Float64"),
    ],
)
def test_whatever_holds_a_column_is_one(answer):
    assert np.array_equal(column_of(answer), RATES)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda step: 0.1, "function of the step"),
        (iter(RATES), "only once"),
        ((rate for rate in RATES), "only once"),
        (list, "class"),
        ([0.1, None], "None"),
        ([RATES, RATES[:2]], r"two columns\. `np\.concatenate"),
        ((np.array(RATES), pd.Series(RATES[:2])), "two columns"),
    ],
)
def test_what_is_no_column_is_refused_with_a_sentence(answer, why):
    with pytest.raises(FormError, match=why):
        column_of(answer)


@pytest.mark.parametrize(
    "schedule", [Schedule(lambda step: 0.5 / (step + 1)), lambda step: 0.5 / (step + 1)]
)
def test_any_function_of_the_step_is_a_schedule(schedule):
    assert table_of(schedule, 2).tolist() == [0.5, 0.25]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (RATES, "no function"),
        (0.1, "no function"),
        ("linear(0.1, 3)", "text"),
        (Schedule, "class"),
    ],
)
def test_what_is_no_function_of_the_step_is_refused_with_a_sentence(answer, why):
    with pytest.raises(FormError, match=why):
        table_of(answer, 3)


def test_rows_stay_rows():
    assert column_of([[1, 2], [3, 4]]).shape == (2, 2)
    assert column_of([[1, 2]]).shape == (1, 2)


@pytest.mark.parametrize(
    "answer", [0.5, [0.5], np.array([[0.5]]), np.float32(0.5), "½"]
)
def test_one_number_in_brackets_is_that_number_and_text_is_none(answer):
    if isinstance(answer, str):
        with pytest.raises(TypeError, match="dtype|no type|text"):
            numbers_of(answer)
    else:
        assert numbers_of(answer) == 0.5
        assert numbers_of(answer).shape == ()


@pytest.mark.slow
class TestRatesOf:
    """With Keras, whose import takes seconds."""

    @pytest.fixture
    def seen(self):
        from helpers.lesson.observers import rates_of

        return rates_of

    @pytest.fixture
    def keras(self):
        from helpers.keras_import import keras

        return keras

    def test_a_schedule_has_the_rates_that_training_uses(self, seen, keras):
        from helpers.recorders import RateRecorder

        schedule = keras.optimizers.schedules.CosineDecay(
            0.0, 6, warmup_target=0.1, warmup_steps=2, alpha=0.1
        )
        model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
        model.compile(keras.optimizers.SGD(schedule), "mse")
        recorder, ones = RateRecorder(), np.ones((10, 1))
        model.fit(ones, ones, 1, verbose=0, callbacks=[recorder])
        assert np.allclose(seen(schedule, 10), recorder.rates)
        assert np.array_equal(
            seen(schedule, [0, 5]), np.float32(recorder.rates)[[0, 5]]
        )
        assert np.array_equal(seen(schedule, np.array([3])), seen(schedule, [3]))

    def test_a_column_in_a_schedule_is_one(self, seen):
        from helpers.keras_schedule import TableSchedule

        assert np.allclose(seen(TableSchedule(RATES), 3), RATES)

    def test_what_is_no_schedule_is_refused_with_a_sentence(self, seen, keras):
        from helpers.schedules import cosine

        decay = keras.optimizers.schedules.CosineDecay
        for answer, why in [
            (cosine(0.1, 3), "It is a function"),
            (lambda step: 0.1, "It is a function"),
            (decay, "It is a class"),
            (keras.optimizers.SGD(decay(0.1, 3)), "without an optimizer"),
            (keras.callbacks.LearningRateScheduler(lambda epoch: 0.1), "callback"),
            ("CosineDecay(0.1, 3)", "It is a text"),
            ((decay(0.1, 3),), "a comma behind it"),
            ({"cosine": decay(0.1, 3)}, "It is a dict"),
            (0.1, "one for all"),
            (RATES, "It is a column"),
            (pd.Series(RATES), "It is a column"),
        ]:
            with pytest.raises(FormError, match=why):
                seen(answer, 3)

    def test_what_sets_or_uses_a_rate_is_no_function_of_the_step(self, keras):
        callback = keras.callbacks.LearningRateScheduler(lambda epoch: 0.1)
        with pytest.raises(FormError, match="callback"):
            table_of(callback, 3)
        with pytest.raises(FormError, match="without an optimizer"):
            table_of(keras.optimizers.SGD(0.1), 3)

    def test_a_schedule_is_no_column(self, keras):
        schedule = keras.optimizers.schedules.CosineDecay(0.1, 3)
        with pytest.raises(FormError, match="It is a Keras schedule"):
            column_of(schedule)

    def test_a_schedule_that_fit_could_not_use_is_refused(self, seen, keras):
        class ByTheEye(keras.optimizers.schedules.LearningRateSchedule):
            def __call__(self, step):
                return 0.1 if step < 2 else 0.01

        with pytest.raises(FormError, match="not in the compiled program"):
            seen(ByTheEye(), 3)

    def test_a_schedule_that_fails_everywhere_fails_by_itself(self, seen, keras):
        class Broken(keras.optimizers.schedules.LearningRateSchedule):
            def __call__(self, step):
                return 1 / 0

        with pytest.raises(ZeroDivisionError):
            seen(Broken(), 3)
