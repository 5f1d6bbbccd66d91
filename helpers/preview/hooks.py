"""What the loop calls: the reader's callbacks, with the reader's model."""

from collections.abc import Mapping
from typing import Any

from helpers.keras_import import keras
from helpers.preview.ledger import Ledger
from helpers.preview.runs import Timing
from helpers.preview.weights import MovingWeights
from helpers.preview.writes import NotWrittenError

__all__ = ["Hooks"]

HOOKS = {
    "on_train_begin": "on_train_begin",
    "on_train_end": "on_train_end",
    "on_epoch_begin": "on_epoch_begin",
    "on_epoch_end": "on_epoch_end",
    "on_train_batch_begin": "on_batch_begin",
    "on_train_batch_end": "on_batch_end",
}
"""What ``fit`` calls in a callback, and what that calls if it is not overridden."""


class Hooks(keras.callbacks.CallbackList):
    """Call the callbacks of a ``fit`` that are there by name, and note what they do.

    They see ``model`` and are ``told`` a length. ``size`` is the number of batches of
    the execution that has begun, and ``stopped`` tells that a callback has ended the
    training.

    >>> told, model = [], keras.Sequential()
    >>> tell = keras.callbacks.LambdaCallback(lambda *given: told.append(given))
    >>> length = Timing(1, 2)
    >>> ledger = Ledger({}, length, loss=lambda to_come: 1.0)
    >>> Hooks({"LambdaCallback": tell}, model, ledger, length).on_epoch_begin(0)
    >>> told
    [(0, {})]
    """

    def __init__(
        self,
        callbacks: Mapping[str, Any],
        model: keras.Model,
        ledger: Ledger,
        told: Timing,
        moving: MovingWeights | None = None,
    ) -> None:
        """Introduce the callbacks to the model, whose weights may be ``moving``."""
        super().__init__()
        self.callbacks = list(callbacks.values())
        self.size, self.stopped = 0, False
        self._model, self._ledger, self._named = model, ledger, dict(callbacks)
        self._moving = moving
        self._optimizer = getattr(model, "optimizer", None)
        steps = told.steps_per_epoch
        for callback in self.callbacks:
            callback.set_model(model)
            callback.set_params({"verbose": 0, "epochs": told.epochs, "steps": steps})
            if getattr(callback, "mode", None) == "auto":
                # Keras finds a metric's direction only in a model that has been
                # trained. Here either will do, as losses both fall and rise.
                callback.mode = "min"
        self._listeners = {
            hook: [name for name, one in callbacks.items() if _listens(one, hook)]
            for hook in HOOKS
        }
        model.stop_training = False

    def _call(self, hook: str, *given: Any) -> None:
        if not self._listeners[hook]:
            return
        ledger = self._ledger
        ledger.settle()
        logs = ledger.logs() if hook.endswith("_end") else {}
        for name in self._listeners[hook]:
            if name not in self._named:
                continue
            ledger.called = name
            if self._moving and name in ledger.readers:
                self._moving.move(ledger.run.batches / ledger.timing.batches)
            try:
                self._call_one(self._named[name], hook, *given, logs)
            except NotWrittenError:
                ledger.run.halted.add(name)  # it goes on with its next hook
            except Exception as error:
                ledger.note_failure(hook, error)
                del self._named[name]
            ledger.note_rates()
            if self._model.stop_training and not self.stopped:
                self.stopped, ledger.run.stopped_by = True, name

    def _call_one(self, callback: Any, hook: str, *given: Any) -> None:
        method = getattr(callback, hook)
        if "batch" in hook:  # Keras names the logs here, and only here
            method(given[0], logs=given[1])
        else:
            method(*given)
        if self._model.optimizer is not self._optimizer:
            self._model.optimizer = self._optimizer
            raise RuntimeError(
                "the model gets another optimizer while fit trains with the first one"
            )

    def on_train_begin(self, logs: Any = None) -> None:
        """Call the callbacks before the first epoch."""
        self._call("on_train_begin")

    def on_train_end(self, logs: Any = None) -> None:
        """Call the callbacks after the last epoch."""
        self._call("on_train_end")

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Call the callbacks before an epoch."""
        self._call("on_epoch_begin", epoch)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Call the callbacks after an epoch."""
        self._call("on_epoch_end", epoch)
        self.stopped = self.stopped or self._ledger.is_out_of_time()

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        """Call the callbacks before an execution, and note its size."""
        timing = self._ledger.timing
        self.size = min(timing.steps_per_execution, timing.steps_per_epoch - batch)
        self._call("on_train_batch_begin", batch)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Call the callbacks after an execution."""
        self._call("on_train_batch_end", batch)


def _listens(callback: Any, hook: str) -> bool:
    """Tell whether a callback overrides a hook."""
    base = keras.callbacks.Callback
    return any(
        getattr(getattr(callback, name), "__func__", None) is not getattr(base, name)
        for name in (hook, HOOKS[hook])
    )
