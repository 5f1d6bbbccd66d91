"""What callbacks that set or record a rate have in common: an optimizer that works."""

import warnings
from typing import Any

from helpers.keras_import import keras
from helpers.legacy_keras import Keras3Callback
from helpers.rates.optimizers import optimizers_of
from helpers.rates.reading import (
    are_alike,
    counter_of,
    find_optimizer,
    has_rate,
    is_steady,
    rate_of,
)
from helpers.rates.work import UpdateWatch, lost_on_jax

__all__ = ["Logs", "RateCallback", "check_single_updates"]

Logs = dict[str, Any] | None
OWN = "optimizer"  # the attribute in which Keras keeps a model's optimizer


class RateCallback(Keras3Callback):
    """Act on the rate of one optimizer of the model, and see to it that it works.

    ``optimizer`` is its name (see ``helpers.rates.optimizers``), None the model's own.
    If it makes no update, or one within it does at another rate, a ValueError says
    which one does: after the first update, or at the end of the first epoch where the
    model may use this optimizer less often. ``needs_count`` says that the callback's
    work depends on the optimizer's count.

    >>> RateCallback("d_optimizer").where
    'model.d_optimizer'
    """

    needs_count = False

    def __init__(self, optimizer: str | None = None) -> None:
        """Keep the name."""
        super().__init__()
        if not isinstance(optimizer, str | None):
            raise TypeError(
                f"optimizer = {optimizer!r} must be the name of an attribute of the "
                'model, such as "d_optimizer", or None for the model\'s own'
            )
        self.optimizer = None if optimizer == OWN else optimizer
        self.where = f"model.{optimizer or OWN}"
        self.has_new_optimizer = False
        self._found: Any = None
        self._first_epoch = self._first_update = True
        self._told: set[str] = set()

    def set_model(self, model: Any) -> None:
        """Forget the optimizer of before; note if the same model has a new one now."""
        known, same = self._found, model is self._model
        super().set_model(model)
        now = optimizers_of(model).get(self.optimizer or OWN) if same else None
        self.has_new_optimizer = None not in (known, now) and now is not known
        self._found = None

    def on_train_begin(self, logs: Logs = None) -> None:
        """Find the optimizer."""
        self._find()

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Look at the first update of the epoch, and at what Keras tells of all."""
        if self.model is None:
            return
        optimizer, params = self.driven, self.params or {}
        self._first_update = True
        if self._first_epoch and params.get("epochs"):
            accumulated = getattr(optimizer, "gradient_accumulation_steps", None) or 1
            self.check_length(epoch, params["epochs"], params["steps"], accumulated)

    def check_length(
        self, first: int, epochs: int, batches: int | None, accumulated: int
    ) -> None:
        """Look whether a column fits the training, where there is one."""

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Look whether the optimizer works, once an epoch."""
        if self._first_update:
            self._first_update = False
            self._check_work()

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Look whether the optimizer has worked at all."""
        if self.model is not None and self._first_epoch:
            self._first_epoch = False
            self._check_work(at_last=True)

    @property
    def driven(self) -> Any:
        """The optimizer, with its present numbers: on JAX, ``model`` brings them."""
        if self.model is not None and self._found is None:
            self._find()
        return self._found

    @property
    def drives_models_own(self) -> bool:
        """Whether the optimizer is the model's own, or within it."""
        return (self.optimizer or OWN).split(".")[0] == OWN

    @property
    def has_own_step(self) -> bool:
        """Whether the model has a ``train_step`` that Keras didn't write."""
        return not type(self.model).train_step.__module__.startswith("keras.")

    def updates_done(self) -> int:
        """Return how many updates the optimizer has made."""
        return self._done() if self.driven is not None else 0

    def tell(self, about: str, text: str) -> None:
        """Warn, once in a training about the same."""
        if about not in self._told:
            self._told.add(about)
            warnings.warn(f"{type(self).__name__}: {text}", stacklevel=2)

    def _find(self) -> None:
        self._found = find_optimizer(self.model, self.optimizer)
        self._done = counter_of(self._found)
        self._watch = UpdateWatch(self.model)
        self._first_epoch = self._first_update = True
        self._told = set()

    def _check_work(self, at_last: bool = False) -> None:
        if self.drives_models_own and (lost := lost_on_jax(self.model)):
            raise ValueError(
                f"the rate by which weights move can't be told: model.{lost[0]} may "
                f"move them, but its numbers are not in model.optimizer.variables, so "
                "that on JAX its rate can't be set and its count is lost. Give the "
                "optimizer around it a property `variables` with those of both"
            )
        name = self.optimizer or OWN
        worked, held = self._watch.worked(), self._watch.held
        within = [one for one in worked if one == name or one.startswith(f"{name}.")]
        if not within:
            if (worked and not self.optimizer) or (at_last and self._must_work()):
                raise ValueError(self._unused(_innermost(worked)))
            return
        readers = [
            one for one in _innermost(within) if one != name and has_rate(held[one])
        ]
        if readers and is_steady(self.driven):
            rate = rate_of(self.driven)
            if not any(are_alike(rate, rate_of(held[one])) for one in readers):
                raise ValueError(self._unused(readers))

    def _must_work(self) -> bool:
        """Return whether an optimizer that has counted no update can't be in use."""
        surely = self.has_own_step or self.needs_count
        return surely or not self.model.trainable_variables

    def _unused(self, working: list[str]) -> str:
        kind = type(self).__name__
        text = f"no weight uses the rate of {self.where}, which {kind} is for: "
        if not working:
            return f"{text}it has counted no update in a whole epoch"
        names = " and ".join(f"model.{one}" for one in working)
        calls = " or ".join(f'{kind}(…, optimizer="{one}")' for one in working)
        return f"{text}the updates were made by {names}. Write {calls}"


def check_single_updates(model: keras.Model) -> None:
    """Raise ValueError if Keras runs several updates between two callback calls.

    >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    >>> model.compile("sgd", "mse", steps_per_execution=2)
    >>> check_single_updates(model)
    Traceback (most recent call last):
    ValueError: steps_per_execution = 2 must be 1 in compile: otherwise callbacks ...
    """
    if model.steps_per_execution != 1:
        raise ValueError(
            f"steps_per_execution = {model.steps_per_execution} must be 1 in compile: "
            "otherwise callbacks see one update of several"
        )


def _innermost(names: list[str]) -> list[str]:
    return [
        one for one in names if not any(other.startswith(f"{one}.") for other in names)
    ]
