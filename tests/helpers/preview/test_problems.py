"""Each rule, by a real training that shows what the rule speaks of."""

import math

import numpy as np
import pytest

from helpers.callbacks import RatePerEpoch, RatePerUpdate
from helpers.keras_import import keras
from helpers.keras_schedule import TableSchedule
from helpers.schedules import cosine, one_cycle, table, with_warmup
from tests.helpers.preview.small import (
    CALLBACKS,
    EPOCHS,
    SCHEDULES,
    STEPS,
    UPDATES,
    Noam,
    TellingSGD,
    rules,
    said,
    seen,
    telling,
    told,
    told_side_by_side,
)
from tests.helpers.slide import fallen, slide, train

pytestmark = pytest.mark.slow


class PerBatch(CALLBACKS.Callback):
    """Multiply the rate in use before every batch."""

    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def on_train_batch_begin(self, batch, logs=None):
        optimizer = self.model.optimizer
        optimizer.learning_rate = float(optimizer.learning_rate) * self.factor


class OwnCosine(SCHEDULES.LearningRateSchedule):
    """A cosine with a warm-up, as it is often copied."""

    def __init__(self, peak, total_steps, warm):
        self.peak, self.total_steps, self.warm = peak, total_steps, warm

    def __call__(self, step):
        step = keras.ops.cast(step, "float32")
        share = (step - self.warm) / (self.total_steps - self.warm)
        fall = 0.5 * (1 + keras.ops.cos(math.pi * keras.ops.clip(share, 0.0, 1.0)))
        return self.peak * keras.ops.minimum(step / self.warm, fall)


class CyclicLR(CALLBACKS.Callback):
    """Triangles of the callback that is copied most, with its own step size."""

    def __init__(self, base_lr=0.001, max_lr=0.006, step_size=2000):
        super().__init__()
        self.base_lr, self.max_lr, self.step_size = base_lr, max_lr, step_size
        self.clr_iterations = 0.0

    def set_rate(self):
        cycle = np.floor(1 + self.clr_iterations / (2 * self.step_size))
        x = abs(self.clr_iterations / self.step_size - 2 * cycle + 1)
        height = (self.max_lr - self.base_lr) * max(0, 1 - x)
        self.model.optimizer.learning_rate = self.base_lr + height

    def on_train_begin(self, logs=None):
        self.clr_iterations = 0.0
        self.set_rate()

    def on_batch_end(self, batch, logs=None):
        self.clr_iterations += 1
        self.set_rate()


class CosineOfTheBatch(CALLBACKS.Callback):
    """A cosine over all updates, of a number that counts those of an epoch alone."""

    def __init__(self, afterwards=False, updates=UPDATES):
        super().__init__()
        self.afterwards, self.updates = afterwards, updates

    def set_rate(self, batch):
        share = batch / self.updates
        self.model.optimizer.learning_rate = 0.1 * (1 + math.cos(math.pi * share)) / 2

    def on_train_batch_begin(self, batch, logs=None):
        if not self.afterwards:
            self.set_rate(batch)

    def on_train_batch_end(self, batch, logs=None):
        if self.afterwards:
            self.set_rate(batch)


def scheduler(function):
    return [CALLBACKS.LearningRateScheduler(function)]


def cut_again(epoch, rate):
    return rate * (1 + math.cos(math.pi * epoch / EPOCHS)) / 2


def ends_high(rates):
    return rates[-1] > 0.9 * rates.max()


def rises(rates):
    return (np.diff(rates) > 0).all()


def stands_still(rates):
    return np.mean(rates < 1e-4 * rates.max()) > 0.1


# name: rule, what to change, symptom, the optimizer's rate, callbacks
ALONE = {
    "epochs times too many steps": (
        *("ends early", f"Write decay_steps={UPDATES}.", ends_high),
        *(SCHEDULES.CosineDecay(0.3, 30 * UPDATES), []),
    ),
    "with a warm-up": (
        *("ends early", f"Write decay_steps={UPDATES - 8}.", ends_high),
        *(SCHEDULES.CosineDecay(0.0, 30 * UPDATES, 0.0, "c", 0.3, 8), []),
    ),
    "of one's own": (
        *("ends early", f"Write total_steps={UPDATES}.", ends_high),
        *(OwnCosine(0.3, 30 * UPDATES, 8), []),
    ),
    "a table": (
        *("ends early", f"Write table(…, {UPDATES}).", ends_high),
        *(TableSchedule(table(cosine(0.3, 1000), 1000)), []),
    ),
    "rows for updates": (
        *("ends early", "give it to RatePerUpdate", lambda rates: max(rates) < 0.05),
        *(0.1, [RatePerEpoch(table(one_cycle(0.3, UPDATES, 20), UPDATES))]),
    ),
    "a function of the epoch": (
        *("ends early", f"Make it {EPOCHS} epochs long.", ends_high),
        *(0.1, scheduler(lambda epoch: 0.1 * max(0.0, 1 - epoch / 50))),
    ),
    "a line of the epoch, for updates": (
        *("ends early", "at 10 % of the way of LearningRateScheduler", ends_high),
        *(0.1, scheduler(lambda epoch: 0.1 * (1 - epoch / UPDATES))),
    ),
    "a cosine of the epoch, too long": (
        *("ends early", f"Make it {EPOCHS} epochs long.", ends_high),
        *(0.1, scheduler(lambda e: 0.1 * (1 + math.cos(math.pi * e / 100)) / 2)),
    ),
    "the warm-up of a long training": (
        *("only warms up", "Make warmup_steps=4000 smaller.", rises),
        *(Noam(64, 4000), []),
    ),
    "an exponential for a long training": (
        *("hardly falls", "Make decay_steps=10000 smaller.", ends_high),
        *(SCHEDULES.ExponentialDecay(1e-2, 10000, 0.9), []),
    ),
    "stairs for a long training": (
        *("hardly falls", "from 0.01 to 0.01 in 40 updates", ends_high),
        *(SCHEDULES.ExponentialDecay(1e-2, 10000, 0.9, staircase=True), []),
    ),
    "inverse time for a long training": (
        *("hardly falls", "takes about 20000 to fall to half", ends_high),
        *(SCHEDULES.InverseTimeDecay(1e-3, 20000, 1.0), []),
    ),
    "a step size for a long training": (
        *("only warms up", "Make step_size=200 smaller.", rises),
        *(0.1, [CyclicLR(step_size=200)]),
    ),
    "a cosine of the batch": (
        *("starts anew each epoch", "falls from 0.1 to", lambda r: min(r) > 0.08),
        *(0.1, [CosineOfTheBatch()]),
    ),
    "a cosine of the batch before": (
        *("starts anew each epoch", "optimizer.iterations", lambda r: min(r) > 0.08),
        *(0.1, [CosineOfTheBatch(afterwards=True)]),
    ),
    "a line that is a little long": (
        *(
            "never reaches its floor",
            f"Write decay_steps={UPDATES}.",
            lambda r: r[-1] > 0.09,
        ),
        *(SCHEDULES.PolynomialDecay(0.3, 60, 0.0), []),
    ),
    "steps for epochs": (
        *("is over early", f"not epochs. Write decay_steps={UPDATES}.", stands_still),
        *(SCHEDULES.CosineDecay(0.3, EPOCHS), []),
    ),
    "boundaries in epochs": (
        *("is over early", "not epochs. Write boundaries=[10, 30].", stands_still),
        *(SCHEDULES.PiecewiseConstantDecay([1, 3], [0.3, 0.03, 1e-5]), []),
    ),
    "half of the updates": (
        *("is over early", f"Write decay_steps={UPDATES}.", stands_still),
        *(SCHEDULES.CosineDecay(0.3, UPDATES // 2), []),
    ),
    "an exponential of the epoch": (
        *("is over early", "over after", stands_still),
        *(SCHEDULES.ExponentialDecay(0.3, 1, 0.5), []),
    ),
    "rows for epochs": (
        *(
            "is over early",
            "give it to RatePerEpoch",
            lambda r: np.mean(r == r[-1]) > 0.9,
        ),
        *(0.1, [RatePerUpdate([0.3, 0.2, 0.1, 0.05])]),
    ),
    "a cycle too many": (
        *("ends on a restart", f"first_decay_steps={UPDATES // 3}", ends_high),
        *(SCHEDULES.CosineDecayRestarts(0.3, 13, t_mul=1.0), []),
    ),
    "cycles that grow, unasked": (
        *("ends on a restart", "within a cycle", lambda rates: rates[-1] > 0.1),
        *(SCHEDULES.CosineDecayRestarts(0.3, 8), []),
    ),
    "an epoch too many": (
        *("ends on a restart", "(epochs=3)", ends_high),
        *(0.1, [RatePerEpoch([0.3, 0.15, 0.01, 0.3])]),
    ),
    "a warm-up per epoch": (
        *("begins at zero", "10 updates (1 epoch)", lambda rates: not any(rates[:10])),
        *(0.1, [RatePerEpoch(table(with_warmup(cosine(0.3, 3), 1), EPOCHS))]),
    ),
    "no target": (
        *("has no warmup", "warmup_target=0.3", lambda rates: rates[0] == max(rates)),
        *(SCHEDULES.CosineDecay(0.3, 32, warmup_steps=8), []),
    ),
    "a small peak": (
        *("rises to its end", "end_learning_rate=0.0", lambda r: r[-1] > 5 * r[0]),
        *(SCHEDULES.PolynomialDecay(1e-5, UPDATES), []),
    ),
    "each batch down": (
        *("compounds", "once an epoch", lambda rates: rates[-1] < 1e-10),
        *(0.1, [PerBatch(0.5)]),
    ),
    "each batch up": (
        *("compounds", "once an epoch", lambda rates: rates[-1] > 1e3),
        *(0.1, [PerBatch(1.5)]),
    ),
    "cut again": (
        *("compounds", "number of the epoch", lambda rates: rates[-1] < 0.01),
        *(0.1, scheduler(cut_again)),
    ),
    "two schedulers": (
        *(
            "is overruled",
            "RatePerEpoch sets it again",
            lambda rates: set(rates) == {0.25},
        ),
        *(0.1, [*scheduler(lambda epoch: 0.2), RatePerEpoch([0.25] * EPOCHS)]),
    ),
    "a plateau beside a column": (
        *("is overruled", "ReduceLROnPlateau", lambda rates: set(rates) == {0.25}),
        *(
            0.1,
            [
                RatePerEpoch([0.25] * EPOCHS),
                CALLBACKS.ReduceLROnPlateau("loss", patience=1, min_delta=1e6),
            ],
        ),
    ),
}


@pytest.fixture(scope="module")
def trained():
    """Train with all schedules at once."""
    return told_side_by_side(
        {name: rate for name, (*_, rate, callbacks) in ALONE.items() if not callbacks}
    )


@pytest.mark.filterwarnings("ignore")  # some of it helpers.callbacks notices too
@pytest.mark.parametrize("name", ALONE)
def test_a_rule(name, trained):
    rule, change, symptom, rate, callbacks = ALONE[name]
    model = telling(rate)
    found = seen(model, callbacks)
    assert rules(found) == [rule]
    assert change in said(found)
    rates = trained[name] if name in trained else told(model, callbacks)
    assert found.rates.tolist() == rates.tolist()
    assert symptom(rates)


def test_the_share_of_the_way_is_told():
    model = telling(SCHEDULES.CosineDecay(0.3, 30 * UPDATES))
    assert "Training ends at 3 % of the way of CosineDecay" in said(seen(model))
    model = telling(SCHEDULES.CosineDecay(0.3, UPDATES // 10))
    assert "CosineDecay is over after 10 % of the training" in said(seen(model))


def test_a_second_fit_at_the_floor():
    model = telling(SCHEDULES.CosineDecay(0.3, UPDATES))
    told(model)
    found = seen(model)
    assert rules(found) == ["begins at the end"]
    assert f"decay_steps={2 * UPDATES}" in said(found)
    where = fallen(model)
    assert found.rates.tolist() == told(model).tolist() == [0.0] * UPDATES
    assert fallen(model) == where


def test_a_second_fit_of_a_callback_that_multiplies():
    model, callbacks = telling(), scheduler(lambda epoch, rate: 0.5 * rate)
    first = told(model, callbacks)
    found = seen(model, callbacks)
    assert rules(found) == ["compounds"]
    assert found.rates.tolist() == told(model, callbacks).tolist()
    assert found.rates.max() < first.min()


@pytest.mark.filterwarnings("ignore")  # RatePerUpdate notices it too
@pytest.mark.parametrize("by_callback", [False, True])
def test_a_training_that_goes_on_without_its_count(by_callback):
    column = table(cosine(0.3, UPDATES), UPDATES)
    callbacks = [RatePerUpdate(column)] if by_callback else []
    model = telling(0.1 if by_callback else TableSchedule(column))
    found = seen(model, callbacks, initial_epoch=2)
    assert "starts anew in a later epoch" in rules(found)
    assert f"optimizer.iterations to {2 * STEPS}" in said(found)
    rates = told(model, callbacks, initial_epoch=2)
    assert found.rates.tolist() == rates.tolist()
    assert rates[0] == np.float32(0.3)


@pytest.mark.filterwarnings("ignore")  # RatePerUpdate notices it too
@pytest.mark.parametrize("by_callback", [False, True])
def test_accumulation_that_stretches(by_callback):
    planned = UPDATES if by_callback else UPDATES // 4
    column = table(cosine(0.3, planned), planned)
    callbacks = [RatePerUpdate(column)] if by_callback else []
    rate = 0.1 if by_callback else TableSchedule(column)
    model = slide(TellingSGD(rate, gradient_accumulation_steps=4))
    found = seen(model, callbacks)
    assert rules(found) == ["counts batches and not moves"]
    change = UPDATES // 4 if by_callback else UPDATES
    assert f"Write table(…, {change})." in said(found)
    rates = told(model, callbacks)
    assert len(rates) == UPDATES // 4
    assert found.rates[3::4].tolist() == rates.tolist()
    assert rates[-1] > 0.8 * rates[0] if by_callback else rates[3] < 0.05 * rates[0]


class Root(SCHEDULES.LearningRateSchedule):
    """A root that is none beyond its end."""

    def __call__(self, step):
        return keras.ops.sqrt(1 - keras.ops.cast(step, "float32") / 20)


def test_a_rate_that_is_no_number():
    model = telling(Root())
    found = seen(model)
    assert rules(found) == ["is no rate"]
    assert "At update 21 the rate is nan" in said(found)
    train(model, [], EPOCHS, samples=2 * STEPS)
    assert np.isnan(fallen(model))


def test_a_rate_of_0_throughout():
    model = telling(0.0)
    assert rules(seen(model)) == ["begins at zero"]
    assert not told(model).any()
