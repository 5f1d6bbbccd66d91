"""What happens in a loop, noted while it happens."""

import math
from collections.abc import Callable, Collection, Mapping
from time import monotonic

from helpers.preview.counting import CountedOptimizer
from helpers.preview.logs import Logs
from helpers.preview.runs import Failure, Run, Setting, Timing
from helpers.preview.weights import WEIGHTS

__all__ = ["Ledger"]


class Ledger:
    """Count batches, and note what each callback does to rates, logs and files.

    Batches are counted by the optimizers when somebody could look at them, not one by
    one. ``loss`` tells the value of every metric from the number of batches to come.
    ``called`` is the name of the callback that is being called.

    >>> from helpers.keras_import import keras
    >>> optimizers = {"optimizer": CountedOptimizer(keras.optimizers.SGD(0.5))}
    >>> ledger = Ledger(optimizers, Timing(1, 3), loss=lambda to_come: 1.0)
    >>> ledger.advance(3)
    >>> ledger.closed().columns["optimizer"].tolist()
    [0.5, 0.5, 0.5]
    """

    def __init__(
        self,
        optimizers: Mapping[str, CountedOptimizer],
        timing: Timing,
        loss: Callable[[int], float],
        readers: Collection[str] = (),
        seconds: float = math.inf,
    ) -> None:
        """Begin with an empty run; ``readers`` are known to look at the weights."""
        self.optimizers, self.timing, self.loss = optimizers, timing, loss
        self.called, self.readers = "", readers
        self.run = Run()
        self._pending, self._until = 0, monotonic() + seconds
        for optimizer in optimizers.values():
            self._has_lr(optimizer)  # one that was there before is nobody's

    def advance(self, batches: int) -> None:
        """Note that so many batches are done."""
        self._pending += batches

    def settle(self) -> None:
        """Let the optimizers count the batches that are done."""
        if self._pending:
            for optimizer in self.optimizers.values():
                optimizer.count(self._pending)
            self.run.batches += self._pending
            self._pending = 0

    def is_out_of_time(self) -> bool:
        """Tell whether the seconds are over, and note that the run ends for that."""
        self.run.out_of_time = monotonic() > self._until
        return self.run.out_of_time

    def logs(self) -> Logs:
        """Return what callbacks are told at the end of a batch or an epoch."""
        to_come = self.timing.batches - self.run.batches
        return Logs(self.loss(to_come), ["loss"], self._note_question)

    def _note_question(self, metric: str) -> None:
        self.run.asked[self.called].add(metric)

    def note_reader(self) -> None:
        """Note that a callback looks at the model's weights."""
        if self.called:
            self.run.asked[self.called].add(WEIGHTS)

    def note_draw(self) -> None:
        """Note that random numbers were drawn."""
        self.run.drew = True

    def note_write(self, place: str) -> None:
        """Note that a callback wants to change a file."""
        self.run.refused[self.called].add(place)

    def note_failure(self, hook: str, error: Exception) -> None:
        """Note that a callback has raised an error."""
        self.run.failures.append(Failure(self.called, hook, self.run.batches, error))

    def note_rates(self) -> None:
        """Note which rates a callback has changed, and whether it has set ``lr``."""
        for name, optimizer in self.optimizers.items():
            before, after = optimizer.rate, optimizer.look()
            if before is not None and after is not None and before != after:
                batch = self.run.batches
                self.run.settings.append(
                    Setting(self.called, name, batch, before, after)
                )
            if self._has_lr(optimizer):
                self.run.misnamed[self.called].add(name)
            if optimizer.is_ignored:
                optimizer.is_ignored = False
                self.run.ignored[self.called].add(name)

    @staticmethod
    def _has_lr(optimizer: CountedOptimizer) -> bool:
        return vars(optimizer.optimizer).pop("lr", None) is not None

    def closed(self) -> Run:
        """Return the run, with the columns of all optimizers."""
        self.settle()
        self.run.columns = {name: one.column() for name, one in self.optimizers.items()}
        return self.run
