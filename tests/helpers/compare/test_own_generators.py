"""A model that draws by a generator of its own draws as it does in ``fit``."""

import pytest

from helpers.compare.training import carry_out
from helpers.keras_import import keras
from helpers.keras_schedule import TableSchedule
from tests.helpers.compare.small import UP, batches, recipe, training

pytestmark = pytest.mark.slow


class Noisy(keras.Model):
    def __init__(self):
        super().__init__()
        self.out = keras.layers.Dense(1)
        self.generator = keras.random.SeedGenerator(1337)

    def call(self, inputs):
        shape = keras.ops.shape(inputs)
        return self.out(inputs + keras.random.normal(shape, seed=self.generator))


def test_a_subclassed_model_begins_with_the_generator_that_fit_begins_with():
    ours = recipe(lambda seed: Noisy(), train=batches(), validation=batches())
    found = carry_out(ours, training(UP, 3))
    keras.utils.set_random_seed(3)
    model = Noisy()
    adam = keras.optimizers.Adam(TableSchedule(UP))
    model.compile(adam, "mse", jit_compile=False)
    fitted = model.fit(batches(), epochs=2, validation_data=batches(), verbose=0)
    losses = [logs["val_loss"] for logs in found["evaluations"]]
    assert losses == pytest.approx(fitted.history["val_loss"], rel=1e-6)
