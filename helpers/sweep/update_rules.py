"""How stacked networks update their weights, each network at its own rate.

Momentum and Adam use TensorFlow's fused kernels, which read and write each array once:
with 64 networks the arrays no longer fit into a processor's cache, and such passes
cost as much as the arithmetic. A fused kernel takes a single rate for its whole array,
so Momentum applies the networks' rates to the gradients, and Adam to its step.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from helpers.checks import check_positive, check_rate
from helpers.keras_import import keras  # noqa: F401, imports TensorFlow quietly

# isort: split
import tensorflow as tf

__all__ = ["Adam", "Momentum", "Rule", "ScheduleFree"]
Variables = Sequence[tf.Variable]
Gradients = Callable[..., list[tf.Tensor]]  # takes output_gradients as a tape does


@dataclass(frozen=True)
class Rule(ABC):
    """Hold what all rules have in common; the fields of a rule are its settings."""

    update: ClassVar[Callable[..., None]]

    @abstractmethod
    def slots(self, weight: tf.Variable) -> list[tf.Variable]:
        """Return what the rule remembers of a stack of weights."""

    def weights_to_evaluate(self, weight: tf.Variable, slots: Variables) -> tf.Tensor:
        """Return the stack of weights to evaluate: by default those that train."""
        return weight


@dataclass(frozen=True)
class Momentum(Rule):
    """Descend with momentum, as Keras's ``SGD(momentum=…)`` does.

    velocity ← momentum · velocity − rate · gradient, then weight ← weight + velocity.
    ``momentum`` is from 0 to below 1, or ValueError.

    >>> from helpers.sweep import Momentum
    >>> Momentum(0.5)
    Momentum(momentum=0.5)
    """

    momentum: float = 0.9

    def __post_init__(self) -> None:
        """Check the number."""
        _check_below_1("momentum", self.momentum)

    def slots(self, weight: tf.Variable) -> list[tf.Variable]:
        """Return what the rule remembers of a stack of weights: the velocity."""
        return [copy(tf.zeros_like(weight))]

    @staticmethod
    def update(
        weights: Variables,
        slots: Sequence[Variables],
        gradients: Gradients,
        rates: tf.Tensor,
        count: tf.Tensor,
        momentum: tf.Tensor,
    ) -> None:
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
    """Descend as Keras's ``Adam(beta_1=…, beta_2=…, epsilon=…)`` does.

    m ← β₁ m + (1 − β₁) g and v ← β₂ v + (1 − β₂) g², then weight ← weight −
    rate · √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε) at update t = 1, 2, … Each β is from 0
    to below 1, and ``epsilon`` above 0, or ValueError. Kingma & Ba 2015.

    >>> from helpers.sweep import Adam
    >>> Adam(beta_2=0.99)
    Adam(beta_1=0.9, beta_2=0.99, epsilon=1e-07)
    """

    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-7

    def __post_init__(self) -> None:
        """Check the numbers."""
        _check_below_1("beta_1", self.beta_1)
        _check_below_1("beta_2", self.beta_2)
        check_positive("epsilon", self.epsilon)

    def slots(self, weight: tf.Variable) -> list[tf.Variable]:
        """Return what the rule remembers: m, v, and room for the step at rate 1."""
        return [copy(tf.zeros_like(weight)) for _ in range(3)]

    @staticmethod
    def update(
        weights: Variables,
        slots: Sequence[Variables],
        gradients: Gradients,
        rates: tf.Tensor,
        count: tf.Tensor,
        beta_1: tf.Tensor,
        beta_2: tf.Tensor,
        epsilon: tf.Tensor,
    ) -> None:
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
    """Descend and average at the same time (Defazio et al. 2024, equations 1-5).

    The gradient is taken at y = (1 − β) z + β x, where z ← z − rate · gradient is plain
    descent, and x, the weights that are evaluated, moves towards z by the averaging
    weight c of the step: x ← x + c (z − x). As in the paper c is the step's squared
    rate over the sum of all squared rates so far: 1/t for a constant rate, less in a
    warm-up. ``momentum`` is β, above 0 and below 1, or ValueError.

    >>> from helpers.sweep import ScheduleFree
    >>> ScheduleFree()
    ScheduleFree(momentum=0.9)
    """

    momentum: float = 0.9

    def __post_init__(self) -> None:
        """Check the number."""
        if _check_below_1("momentum", self.momentum) == 0:
            raise ValueError("momentum = 0 leaves no average to judge: above 0 only")

    def slots(self, weight: tf.Variable) -> list[tf.Variable]:
        """Return what the rule remembers: z, and the sum of the squared rates."""
        return [copy(weight), copy(tf.zeros_like(weight[:, :1, :1]))]

    @staticmethod
    def update(
        weights: Variables,
        slots: Sequence[Variables],
        gradients: Gradients,
        rates: tf.Tensor,
        count: tf.Tensor,
        momentum: tf.Tensor,
    ) -> None:
        """Update the stacks. They hold y; x follows from y and z."""
        square = (rates**2)[:, None, None]
        steps = gradients(output_gradients=rates)
        for y, (z, total), step in zip(weights, slots, steps, strict=True):
            total.assign_add(square)
            c = tf.math.divide_no_nan(square, total)
            y.assign_add(c * (z - y) - (1 - momentum * (1 - c)) * step)
            z.assign_sub(step)

    def weights_to_evaluate(self, weight: tf.Variable, slots: Variables) -> tf.Tensor:
        """Return the stack of x."""
        z, _ = slots
        return (weight - (1 - self.momentum) * z) / self.momentum


def copy(array: Any) -> tf.Variable:
    """Return a variable with these numbers, whose sizes are open."""
    return tf.Variable(array, trainable=False, shape=[None] * len(array.shape))


def _check_below_1(name: str, value: float) -> float:
    """Return ``value`` as a float if it is from 0 to below 1."""
    if check_rate(name, value, at_most=1) == 1:
        raise ValueError(f"{name} = {value!r} must be below 1")
    return float(value)
