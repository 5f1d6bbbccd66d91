"""How many stacked networks update their weights, each at a rate of its own.

Momentum and Adam use TensorFlow's fused kernels, which read and write each array once:
with 64 networks the arrays no longer fit into a processor's cache, and such passes
cost as much as the arithmetic. A fused kernel takes a single rate for its whole array,
so each rule brings in the rate of each network in another place.
"""

from dataclasses import dataclass

from helpers.checks import check_positive, check_rate
from helpers.keras_import import keras  # noqa: F401, it imports TensorFlow without remarks

# isort: split
import tensorflow as tf


class Rule:
    """What all rules have in common."""

    def judged(self, weight, slots):
        """Return the stack of weights to judge: those that train, if not said here."""
        return weight


@dataclass(frozen=True)
class Momentum(Rule):
    """Gradient descent with momentum, as in Keras's ``SGD(momentum=…)``.

    velocity ← momentum · velocity − rate · gradient, then weight ← weight + velocity.
    """

    momentum: float = 0.9

    def __post_init__(self):
        """Check the numbers."""
        check_share("momentum", self.momentum)

    def slots(self, weight):
        """Return what the rule remembers of a stack of weights: the velocity."""
        return [zeros_like(weight)]

    @staticmethod
    def update(weights, slots, gradients, rates, count, momentum):
        """Update the stacks, with the loss of each network weighted by its rate."""
        steps = gradients(output_gradients=rates)
        for weight, (velocity,), step in zip(weights, slots, steps, strict=True):
            tf.raw_ops.ResourceApplyKerasMomentum(
                var=weight.handle,
                accum=velocity.handle,
                lr=1.0,
                grad=step,
                momentum=momentum,
            )


@dataclass(frozen=True)
class Adam(Rule):
    """Adam, as in Keras's ``Adam(beta_1=…, beta_2=…, epsilon=…)``.

    m ← β₁ m + (1 − β₁) g and v ← β₂ v + (1 − β₂) g², then weight ← weight −
    rate · √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε) at update t = 1, 2, …
    """

    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-7

    def __post_init__(self):
        """Check the numbers."""
        check_share("beta_1", self.beta_1)
        check_share("beta_2", self.beta_2)
        check_positive("epsilon", self.epsilon)

    def slots(self, weight):
        """Return what the rule remembers: m, v, and room for the step at rate 1."""
        return [zeros_like(weight) for _ in range(3)]

    @staticmethod
    def update(weights, slots, gradients, rates, count, beta_1, beta_2, epsilon):
        """Update the stacks; ``count`` is t. A step of rate 1 is made, then scaled."""
        rates, t = rates[:, None, None], tf.cast(count, tf.float32)
        for weight, (m, v, step), grad in zip(weights, slots, gradients(), strict=True):
            tf.raw_ops.ResourceApplyAdam(
                var=step.handle,
                m=m.handle,
                v=v.handle,
                beta1_power=beta_1**t,
                beta2_power=beta_2**t,
                lr=1.0,
                beta1=beta_1,
                beta2=beta_2,
                epsilon=epsilon,
                grad=grad,
            )
            weight.assign_add(rates * step)
            step.assign(tf.zeros_like(step))


@dataclass(frozen=True)
class ScheduleFree(Rule):
    """Gradient descent that averages as it goes (Defazio et al. 2024, equations 1-5).

    The gradient is taken at y = (1 − β) z + β x, where z ← z − rate · gradient is plain
    descent, and x, the weights that are judged, moves towards z by the share c of the
    newest step: x ← x + c (z − x). As in the paper c is the square of its rate as a
    share of all squares so far: 1/t for a constant rate, less in a warm-up.
    ``momentum`` is β.
    """

    momentum: float = 0.9

    def __post_init__(self):
        """Check the number."""
        if check_share("momentum", self.momentum) == 0:
            raise ValueError("momentum = 0 leaves no average to judge: above 0 only")

    def slots(self, weight):
        """Return what the rule remembers: z, and the sum of the squared rates."""
        return [copy(weight), zeros_like(weight[:, :1, :1])]

    @staticmethod
    def update(weights, slots, gradients, rates, count, momentum):
        """Update the stacks. They hold y; x follows from y and z."""
        square = (rates**2)[:, None, None]
        steps = gradients(output_gradients=rates)
        for y, (z, total), step in zip(weights, slots, steps, strict=True):
            total.assign_add(square)
            share = tf.math.divide_no_nan(square, total)
            y.assign_add(share * (z - y) - (1 - momentum * (1 - share)) * step)
            z.assign_sub(step)

    def judged(self, weight, slots):
        """Return the stack of x."""
        z, _ = slots
        return (weight - (1 - self.momentum) * z) / self.momentum


def zeros_like(weight):
    """Return a variable of zeros, to be changed by an update rule only."""
    return copy(tf.zeros_like(weight))


def copy(array):
    """Return a variable with these numbers, whose sizes are open."""
    shape = [None] * len(array.shape)
    return tf.Variable(array, trainable=False, shape=shape)


def check_share(name, value):
    """Return ``value`` as a float if it is from 0 to below 1."""
    if check_rate(name, value, at_most=1) == 1:
        raise ValueError(f"{name} = {value!r} must be below 1")
    return float(value)
