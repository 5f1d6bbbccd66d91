"""Programs of JAX that walk through batches: one for all of them, or one for each."""

from functools import cached_property, partial
from typing import Any

import numpy as np

from helpers.compare.programs.batches import Batches
from helpers.keras_import import keras

__all__ = ["InJax"]

Logs = dict[str, Any]
State = list[list[Any]]


class InJax:
    """Trains and evaluates a compiled model by its stateless steps.

    ``whole`` says whether a loop within the program takes them, or a program is called
    for each, as by ``fit``.
    """

    def __init__(self, model: keras.Model, whole: bool) -> None:
        """Take a model that is compiled and whose variables are all there."""
        self.model, self.whole = model, whole

    @cached_property
    def training(self) -> Any:
        """The program of an epoch, or of an update."""
        if self.whole:
            return looped(self.model.train_step)
        self.model.make_train_function()
        return one_by_one(self.model.train_function)

    @cached_property
    def evaluation(self) -> Any:
        """The program of an evaluation, or of a batch of it."""
        if self.whole:
            return looped(self.model.test_step)
        self.model.make_test_function()
        return one_by_one(self.model.test_function)

    @property
    def variables(self) -> list[list[Any]]:
        """The model's variables, in the order that its steps take them."""
        model = self.model
        return [
            model.trainable_variables,
            model.non_trainable_variables,
            model.optimizer.variables,
            model.metrics_variables,
        ]

    def begin(self) -> None:
        """Begin a training: copy the state of the model, as programs give it away."""
        import jax.numpy as jnp

        self.model.reset_metrics()
        self.state: State = [
            [jnp.array(variable.value, copy=True) for variable in some]
            for some in self.variables
        ]
        self.no_metrics = [np.asarray(value) for value in self.state[-1]]

    def end(self) -> None:
        """End it: put the state into the model."""
        for some, values in zip(self.variables, self.state, strict=True):
            for variable, value in zip(some, values, strict=True):
                variable.assign(value)

    def train(self, rows: Any, batches: Batches, most: int) -> Logs:
        """Train on batches; return the logs at the end."""
        state = [*self.state[:-1], self.metrics_reset()]
        self.state, logs = self.walked(self.training, state, rows, batches, most)
        return logs

    def evaluate(self, rows: Any, batches: Batches) -> Logs:
        """Return the logs of an evaluation."""
        weights, others, optimizer, _ = self.state
        state, most = [weights, others, self.metrics_reset()], len(batches.order)
        state, logs = self.walked(self.evaluation, state, rows, batches, most)
        weights, others, metrics = state
        self.state = [weights, others, optimizer, metrics]
        return logs

    def metrics_reset(self) -> list[Any]:
        """Return the variables of the metrics as ``reset_metrics`` leaves them."""
        import jax.numpy as jnp

        return [jnp.array(value, copy=True) for value in self.no_metrics]

    def walked(
        self, program: Any, state: State, rows: Any, batches: Batches, most: int
    ) -> tuple[State, Logs]:
        """Run a program on all batches, the smaller one at the end among them."""
        logs: Logs = {}
        if len(batches.order):
            padding = [(0, most - len(batches.order)), (0, 0)]
            order = np.pad(batches.order, padding)
            logs, state = program(state, rows, order, len(batches.order))
        if len(batches.rest):
            logs, state = program(state, rows, batches.rest[None], 1)
        return [*state], logs


def one_by_one(function: Any) -> Any:
    """Return a program that calls a function of Keras on each of ``count`` batches."""

    def program(state: Any, rows: Any, order: Any, count: int) -> Any:
        logs: Logs = {}
        for number in range(count):
            batch = keras.tree.map_structure(lambda a: a[order[number]], rows)  # noqa: B023
            logs, state = function(state, iter([batch]))
        return logs, state

    return program


def looped(step: Any) -> Any:
    """Return a program that takes a step on each of the first ``count`` batches."""
    import jax  # here, as other backends run without it

    @partial(jax.jit, donate_argnums=0)
    def program(state: Any, rows: Any, order: Any, count: Any) -> Any:
        def one(number: Any, carried: Any) -> Any:
            state, _ = carried
            batch = jax.tree.map(lambda a: a[order[number]], rows)
            logs, new = step(state, batch)
            return jax.tree.map(as_typed, [*map(list, new)], state), logs

        batch = jax.tree.map(lambda a: a[order[0]], rows)
        logs = jax.eval_shape(step, state, batch)[0]
        nothing = jax.tree.map(lambda log: jax.numpy.zeros(log.shape, log.dtype), logs)
        state, logs = jax.lax.fori_loop(0, count, one, ([*map(list, state)], nothing))
        return logs, state

    return program


def as_typed(new: Any, old: Any) -> Any:
    """Return a value with the type that it had before the step, as a loop asks."""
    return new.astype(old.dtype)
