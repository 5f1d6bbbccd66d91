"""The loss of a batch at weights along an update, in a model that stays as it is."""

import inspect
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from helpers.edge.programs import BACKEND, beside
from helpers.keras_import import keras

__all__ = ["LossAlong"]


class LossAlong:
    """Tell the training loss of one batch at weights along an update of a model.

    The loss is that of training: what ``model.compute_loss`` makes of the compiled
    losses, their weights and all regularization, in training mode, so that batch
    normalization uses the batch's own mean and variance. In all passes along an update
    dropout leaves out the same units. The model is read, and nothing in it written.

    ``batch`` is ``(x, y, sample_weight)``, in tensors. A model that has no loss raises
    ValueError, and one whose weights are of 16 bits TypeError.

    >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    >>> model.compile(loss="mse")
    >>> model.set_weights([np.zeros((1, 1)), np.zeros(1)])
    >>> ones = keras.ops.ones((4, 1))
    >>> along = LossAlong(model, (ones, ones, None))
    >>> along.begin()
    >>> model.set_weights([np.ones((1, 1)), np.zeros(1)])
    >>> [along.loss_at(multiple) for multiple in (0.0, 0.5, 1.0, 2.0)]
    [1.0, 0.25, 0.0, 1.0]
    """

    def __init__(self, model: Any, batch: tuple[Any, Any, Any]) -> None:
        """Keep the model and the batch; what has to be compiled is when it is used."""
        self.model, self.batch = model, batch
        self.trained = list(model.trainable_variables)
        for one in self.trained:
            if one.dtype in ("float16", "bfloat16"):
                raise TypeError(
                    f"the model's weights are of {one.dtype}, which is too coarse to "
                    "tell losses along an update apart: choose a policy that keeps "
                    'them in float32, such as "mixed_bfloat16"'
                )
        self._others: list[Any] = []  # what a program of JAX has to be given
        if BACKEND == "jax":
            known = {id(one) for one in self.trained}
            both = [*model.variables, *model.metrics_variables]
            self._others = [one for one in both if id(one) not in known]
        self._weights = beside(
            self.trained, self._others, self._loss_at, model.run_eagerly
        )

    def begin(self) -> None:
        """Note that an update begins at the weights as they are now."""
        self._weights.keep()

    def moved(self) -> bool:
        """Return whether the update has changed any weight."""
        return self._weights.moved()

    def loss_at(self, multiple: float) -> float:
        """Return the loss at the first weights and a multiple of the update."""
        return self._weights.result(multiple)

    def _loss_at(
        self, scale: Any, before: list[Any], now: list[Any], others: list[Any]
    ) -> Any:
        x, y, sample_weight = self.batch
        values = [
            (variable, old + scale * (new - old))
            for variable, old, new in zip(self.trained, before, now, strict=True)
        ]
        values += zip(self._others, others, strict=True)
        with _same_draws(), keras.StatelessScope(values, collect_losses=True):
            answers = self.model(x, **_training(self.model.call))
            self._check_loss()
            loss = self.model.compute_loss(
                x=x,
                y=y,
                y_pred=answers,
                sample_weight=sample_weight,
                **_training(self.model.compute_loss),
            )
        return keras.ops.cast(loss, "float32")

    def _check_loss(self) -> None:
        """Raise ValueError if there is nothing from which to compute a loss."""
        own = not type(self.model).compute_loss.__module__.startswith("keras.")
        if not (own or getattr(self.model, "loss", None) or self.model.losses):
            raise ValueError(
                "the model has no loss that could be measured: give compile a loss, or "
                "the model a compute_loss of its own"
            )


def _training(function: Callable[..., Any]) -> dict[str, bool]:
    """Return the argument that says that this is training, if there is such a one."""
    takes = inspect.signature(function).parameters
    return {"training": True} if "training" in takes else {}


@contextmanager
def _same_draws() -> Iterator[None]:
    """Let the block draw, each time, the random numbers that come next."""
    plain, numpy = random.getstate(), np.random.get_state()
    torch: Any = None
    if BACKEND == "torch":
        import torch

        state = torch.get_rng_state()
    try:
        yield
    finally:
        random.setstate(plain)
        np.random.set_state(numpy)
        if torch is not None:
            torch.set_rng_state(state)
