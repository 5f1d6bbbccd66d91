"""One training is one number, whatever was trained before; the program is chosen so."""

import numpy as np
import pytest

from helpers.compare.choice import chosen_program, whole
from helpers.compare.programs import (
    COMPILED_EACH_TIME,
    SINGLE_UPDATES,
    WHOLE_TRAINING,
)
from helpers.compare.training import carry_out
from helpers.keras_import import keras
from tests.helpers.compare.small import (
    DOWN,
    UP,
    X,
    Y,
    assert_same,
    batches,
    late,
    recipe,
    sequential,
    training,
)

# isort: split
import tensorflow as tf

pytestmark = pytest.mark.slow


class Annealed(keras.layers.Layer):
    """Count its calls in a variable that Keras does not see."""

    def build(self, shape):
        self.calls = tf.Variable(0.0)

    def call(self, inputs, training=False):
        if training:
            self.calls.assign_add(1.0)
        return inputs * (1.0 + self.calls)


def annealed(seed):
    return keras.Sequential([Annealed(), keras.layers.Dense(1)])


class OwnStep(keras.Model):
    """Have a weight in its loss that grows with each update, as beta does in a VAE."""

    def __init__(self):
        super().__init__()
        self.out, self.beta = keras.layers.Dense(1), tf.Variable(0.0)

    def call(self, inputs):
        return self.out(inputs)

    def train_step(self, data):
        x, y = data
        self.beta.assign_add(0.5)
        with tf.GradientTape() as tape:
            loss = self.beta * tf.reduce_mean((self(x) - y) ** 2)
        gradients = tape.gradient(loss, self.trainable_weights)
        self.optimizer.apply_gradients(
            zip(gradients, self.trainable_weights, strict=True)
        )
        return {"loss": loss}


class Wrapper(keras.optimizers.Optimizer):
    """Hand everything on to another optimizer, whose variables it does not list."""

    def __init__(self, inner):
        super().__init__(learning_rate=0.0)
        self.inner = inner
        self._learning_rate = inner._learning_rate

    def build(self, variables):
        self.inner.build(variables)
        super().build(variables)

    def apply(self, grads, trainable_variables=None):
        self.inner.apply(grads, trainable_variables)
        self.iterations.assign_add(1)

    @property
    def variables(self):
        return [self.iterations]


class Counting(keras.optimizers.SGD):
    """Slow down by a count of its own."""

    def __init__(self, rate):
        super().__init__(rate)
        self.seen = tf.Variable(0.0)

    def update_step(self, gradient, variable, learning_rate):
        self.seen.assign_add(1.0)
        super().update_step(gradient, variable, learning_rate / self.seen)


class Running(keras.losses.Loss):
    """Divide by a running scale, a variable of the loss."""

    def __init__(self):
        super().__init__()
        self.scale = keras.Variable(1.0, trainable=False)

    def call(self, y_true, y_pred):
        error = keras.ops.mean((y_true - y_pred) ** 2)
        self.scale.assign(0.5 * self.scale + 0.5 * error)
        return error / self.scale


class Permuted(keras.layers.Layer):
    """Keep a permutation as plain numbers, drawn where it is made."""

    def __init__(self):
        super().__init__()
        self.order = np.random.permutation(6)

    def call(self, inputs):
        return keras.ops.take(inputs, self.order, axis=1) * np.arange(1.0, 7.0)


def permuted(seed):
    return keras.Sequential([Permuted(), keras.layers.Dense(1)])


class Scaled(keras.Model):
    def __init__(self, seed):
        super().__init__()
        self.out, self.factor = keras.layers.Dense(1), 1.0 + seed

    def call(self, inputs):
        return self.factor * self.out(inputs)


OUTSIDE = keras.layers.GaussianNoise(0.5)
MEANS = keras.layers.BatchNormalization(center=False, scale=False)


def noisy(seed):
    return keras.Sequential([OUTSIDE, keras.layers.Dense(1)])


def normalized(seed):
    return keras.Sequential([MEANS, keras.layers.Dense(1)])


def sets_its_seed(seed):
    keras.utils.set_random_seed(seed)
    return sequential(seed)


def wrapped(rate):
    return Wrapper(keras.optimizers.SGD(rate, momentum=0.9))


def adam(rate):
    return keras.optimizers.Adam(rate)


SHARED = {  # one compiled model serves them all
    "tf.Variable of a layer": (annealed, {}),
    "tf.Variable of a train_step": (lambda seed: OwnStep(), {}),
    "optimizer within an optimizer": (sequential, {"optimizer": wrapped}),
    "tf.Variable of an optimizer": (sequential, {"optimizer": Counting}),
    "variable of a loss": (sequential, {"loss": Running(), "judge": "mae"}),
    "random layer made outside": (noisy, {}),
    "running means made outside": (normalized, {}),
    "seed set in the model": (sets_its_seed, {}),
    "layer that its first call builds": (late, {}),
    "plain": (sequential, {"optimizer": adam}),
}
EACH = {  # what a compiled program has is that of the first model
    "permutation": (permuted, {}),
    "number of the seed": (Scaled, {}),
}


def disturb():
    """Do what a reader may do between two trainings."""
    keras.utils.set_random_seed(42)
    tf.random.set_seed(7)
    np.random.random(3)
    other = recipe(noisy, train=batches(), validation=batches())
    carry_out(other, training(UP, 9))
    OUTSIDE(X[:4], training=True)


@pytest.mark.parametrize("kind", [*SHARED, *EACH])
def test_a_training_is_the_same_first_last_and_after_others(kind):
    model, changed = (SHARED | EACH)[kind]
    ours = recipe(model, **changed)
    choice = chosen_program(ours, training(UP, 0), 1000, trainings=2)
    expected = COMPILED_EACH_TIME if kind in EACH else SINGLE_UPDATES
    assert choice.program == expected, choice.reason

    first = carry_out(ours, training(DOWN, 1), program=choice.program)
    carry_out(ours, training(UP, 1000), program=choice.program)
    disturb()
    assert_same(first, carry_out(ours, training(DOWN, 1), program=choice.program))
    anew = recipe(model, **changed)  # as in another process
    carry_out(anew, training(UP, 7), program=choice.program)
    assert_same(first, carry_out(anew, training(DOWN, 1), program=choice.program))


STATE = iter(range(1000))


def other_each_time(seed):
    return keras.Sequential(
        [keras.layers.Dense(1), keras.layers.Rescaling(1.0 + next(STATE))]
    )


def test_what_never_repeats_is_refused_before_the_trainings():
    with pytest.raises(ValueError, match="one training, of the same seed and rates"):
        chosen_program(recipe(other_each_time), training(UP), 1, trainings=2)


def long(model=sequential, **changed):
    """Return a recipe with so many updates that another program is worth it."""
    return recipe(model, updates=600, **changed)


def column(start=0.01):
    return np.linspace(start, start / 10, 600)


def test_many_small_updates_become_one_program(monkeypatch):
    monkeypatch.setattr("helpers.compare.choice.WORTH", 0.0)
    ours = long(optimizer="adam")
    choice = chosen_program(ours, training(column()), 5, trainings=100)
    assert choice.program == WHOLE_TRAINING, choice.reason
    whole = carry_out(ours, training(column(), 2), program=WHOLE_TRAINING)
    single = carry_out(ours, training(column(), 2))
    assert_same(whole, single, rtol=1e-4)
    assert whole["value"] != single["value"]
    carry_out(ours, training(column(0.1), 3), program=WHOLE_TRAINING)
    assert_same(whole, carry_out(ours, training(column(), 2), program=WHOLE_TRAINING))


def test_few_updates_are_not_worth_another_program():
    choice = chosen_program(long(), training(column()), 5, trainings=1)
    assert choice.program == SINGLE_UPDATES
    assert "a few seconds" in choice.reason


def test_the_time_of_a_training_counts_its_evaluations():
    ours = recipe(updates=60)  # five evaluations
    short = [
        {"seconds": 2.4, "judging": 0.4, "evaluations": [{}, {}]},
        {"seconds": 3.0, "judging": 0.5, "evaluations": [{}]},
    ]
    assert whole(ours, short, updates=20) == pytest.approx(60 * 2.0 / 20 + 5 * 0.2)
    endless = recipe(updates=60, train=batches(repeat=True), validation=batches())
    assert whole(endless, short, updates=20) == pytest.approx(60 * 2.0 / 20 + 0.2)


def dropout(seed):
    return keras.Sequential(
        [keras.layers.Dense(8), keras.layers.Dropout(0.5), keras.layers.Dense(1)]
    )


def test_a_program_that_draws_other_numbers_is_not_taken(monkeypatch):
    """XLA draws others than TensorFlow from the same seed."""
    monkeypatch.setattr("helpers.compare.choice.WORTH", 0.0)
    choice = chosen_program(long(dropout), training(column()), 5, trainings=100)
    assert choice.program == SINGLE_UPDATES
    assert "other numbers" in choice.reason


def test_many_rows_come_in_the_order_of_fit(few_rows):
    few_rows(10)  # more than so many Keras shuffles
    ours, one = recipe(updates=8), training(np.full(8, 0.01), 3)
    whole = carry_out(ours, one, program=WHOLE_TRAINING)
    assert_same(whole, carry_out(ours, one), rtol=1e-5)


@pytest.mark.parametrize("rows", [48, 40])
def test_all_kinds_of_data_walk_through_one_program(rows):
    class Rows(keras.utils.PyDataset):
        def __len__(self):
            return 3

        def __getitem__(self, index):
            return X[:rows][16 * index :][:16], Y[:rows][16 * index :][:16]

    one_array = {"train": (X[:rows], Y[:rows]), "validation": (X[:24], Y[:24])}
    tensors = tf.data.Dataset.from_tensor_slices((X[:rows], Y[:rows])).batch(16)
    for data in (
        one_array,
        {**one_array, "train": Rows()},
        {**one_array, "train": tensors},
    ):
        ours = recipe(updates=11, **data)
        one = training(np.full(11, 0.01), 3)
        single, whole = (
            carry_out(ours, one),
            carry_out(ours, one, program=WHOLE_TRAINING),
        )
        assert_same(whole, single, rtol=1e-5)


def as_wide_as_its_seed(seed):
    return keras.Sequential([keras.layers.Dense(2 + seed % 7), keras.layers.Dense(1)])


def test_architectures_that_go_with_the_seed_are_compiled_each_time():
    ours = recipe(as_wide_as_its_seed)
    choice = chosen_program(ours, training(UP, 0), 1, trainings=100)
    assert choice.program == COMPILED_EACH_TIME
    assert "another architecture for another seed" in choice.reason
    alike = chosen_program(ours, training(UP, 0), 7, trainings=2)
    assert alike.program == SINGLE_UPDATES
