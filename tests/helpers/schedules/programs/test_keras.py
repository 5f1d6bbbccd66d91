"""Programs for Keras: their schedules have the column's rates, and so has ``fit``."""

import shutil

import numpy as np
import pytest

from helpers.keras_import import keras
from tests.helpers.schedules.programs.drawn import drawn_runs
from tests.helpers.schedules.programs.executing import (
    BreakError,
    executed,
    farthest,
    text_of,
)

pytestmark = [pytest.mark.xdist_group("peers"), pytest.mark.slow]

RUNS = drawn_runs(300)


def test_rates_of_some_steps():
    """Keras takes a millisecond for each step: not all of them."""
    for drawn in RUNS:
        text = text_of(drawn, "Keras")
        names = executed(text.partition("\nlayer = ")[0])
        looks = _looks(drawn.rates, drawn.peak)
        if "schedule" in names:
            rates = [float(names["schedule"](int(step))) for step in looks]
        elif "rate" in names:
            rates = [names["rate"](step // drawn.steps_per_epoch) for step in looks]
        else:
            assert np.ptp(drawn.rates) == 0
            continue
        far = np.abs(rates - drawn.rates[looks]).max() / drawn.peak
        assert far < 1e-6, f"{drawn}\n{text}"


def _looks(rates, peak):
    """Return about fifteen steps of a run, and those on both sides of a jump."""
    spread = np.linspace(0, len(rates) - 1, 15).astype(int)
    jumps = np.flatnonzero(np.abs(np.diff(rates)) > 0.1 * peak)[:10]
    return np.unique([*spread, *jumps, *(jumps + 1)])


@pytest.mark.parametrize("drawn", RUNS[:8], ids=str)
def test_fit_has_the_rates_and_goes_on_after_a_break(drawn, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    text, rates = text_of(drawn, "Keras"), []
    _note_rates(monkeypatch, rates)
    executed(text)
    assert farthest(rates, drawn) < 1e-6, text
    shutil.rmtree("backup", ignore_errors=True)

    stop_at, whole = 2 * len(rates) // 3, rates.copy()
    rates.clear()
    _note_rates(monkeypatch, rates, stop_at)
    with pytest.raises(BreakError):
        executed(text)
    rates.clear()
    _note_rates(monkeypatch, rates)
    executed(text)
    assert rates == whole[-len(rates) :]
    assert len(whole) - len(rates) <= stop_at


FIT = keras.Model.fit


def _note_rates(monkeypatch, rates, stop_at=None):
    """Write down the rate of each update of ``fit``."""

    class Note(keras.callbacks.Callback):
        def on_train_batch_begin(self, batch, logs=None):
            if len(rates) == stop_at:
                raise BreakError
            rates.append(float(self.model.optimizer.learning_rate))

    def fit(model, *data, callbacks, **settings):
        return FIT(model, *data, callbacks=[*callbacks, Note()], verbose=0, **settings)

    monkeypatch.setattr(keras.Model, "fit", fit)
