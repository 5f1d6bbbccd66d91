"""Models with several optimizers, written as guides and readers write them."""

from helpers.keras_import import keras
from tests.helpers.slide import slide


class Gan(keras.Model):
    """Two weights, each lowered by the rate of an optimizer of its own.

    ``compile`` is that of Keras's guide to generative adversarial networks. The second
    weight moves at every ``each``-th batch only, as in several published variants.
    """

    def __init__(self, each=1):
        super().__init__()
        self.discriminator, self.generator = slide(0.1), slide(0.1)
        del self.discriminator.optimizer, self.generator.optimizer
        self.each, self.batches = each, 0

    def compile(self, d_optimizer, g_optimizer, **options):
        super().compile(run_eagerly=self.each > 1, **options)
        self.d_optimizer = d_optimizer
        self.g_optimizer = g_optimizer

    def train_step(self, data):
        self.batches += 1
        for optimizer, part, each in (
            (self.d_optimizer, self.discriminator, 1),
            (self.g_optimizer, self.generator, self.each),
        ):
            if self.batches % each == 0:
                weights = part.trainable_variables
                optimizer.apply([keras.ops.ones_like(one) for one in weights], weights)
        return {"loss": 0.0}

    def call(self, x):
        return self.discriminator(x)


def gan(each=1, **options):
    """A compiled one, with the rates 0.7 and 0.8."""
    model = Gan(each)
    rates = keras.optimizers.SGD(0.7), keras.optimizers.SGD(0.8)
    model.compile(*rates, **options)
    return model


class Handing(keras.optimizers.Optimizer):
    """A wrapper that lets another optimizer work, and hands its rate on."""

    def __init__(self, inner):
        super().__init__(learning_rate=0.0)
        self.inner = inner

    @property
    def learning_rate(self):
        return self.inner.learning_rate

    @learning_rate.setter
    def learning_rate(self, rate):
        self.inner.learning_rate = rate

    def build(self, variables):
        self.inner.build(variables)
        super().build(variables)

    def apply(self, grads, trainable_variables=None):
        self.inner.apply(grads, trainable_variables)


class Around(keras.optimizers.Optimizer):
    """Another optimizer, with a rate that no weight uses."""

    def __init__(self, inner):
        super().__init__(learning_rate=0.3)
        self.inner = inner

    def build(self, variables):
        self.inner.build(variables)
        super().build(variables)


class Keeping(Around):
    """A wrapper with a rate of its own, which no weight uses, and a count."""

    def apply(self, grads, trainable_variables=None):
        self.inner.apply(grads, trainable_variables)
        self.iterations.assign_add(1)


class Without(Handing):
    """A wrapper without a rate."""

    @property
    def learning_rate(self):
        raise AttributeError("none here")


class Stepping(Around):
    """A wrapper that counts itself, and makes the update of another optimizer."""

    def update_step(self, gradient, variable, learning_rate):
        self.inner.update_step(gradient, variable, learning_rate)
