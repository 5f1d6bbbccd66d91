"""Runs of a training's loop, after each of which all is as it was before."""

import logging
import math
import sys
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from unittest.mock import patch

import numpy as np
from IPython.utils.capture import capture_output

from helpers.keras_import import keras
from helpers.preview.counting import CountedOptimizer
from helpers.preview.hooks import Hooks
from helpers.preview.keeping import kept
from helpers.preview.ledger import Ledger
from helpers.preview.logs import SCENARIOS
from helpers.preview.loop import run_loop
from helpers.preview.random_states import noted_draws, seed_otherwise
from helpers.preview.runs import Run, Timing, known_length
from helpers.preview.scheduled import ScheduledRates
from helpers.preview.weights import MOVES, WEIGHTS, MovingWeights, noted_readers
from helpers.preview.writes import no_writes
from helpers.rates import optimizers_of

__all__ = ["Trials", "unchanged"]

SHORT_EPOCHS, SHORT_STEPS = 200, 2
LONGER, AT_MOST = 50, 250
SECONDS = 3.0  # for a run that only serves a rule
KEEPS_WEIGHTS = keras.callbacks.EarlyStopping  # and does not go by them


@contextmanager
def unchanged(model: keras.Model, callbacks: Mapping[str, Any]) -> Iterator[None]:
    """Show nothing, warn of nothing, and put back all that the block changes.

    >>> with unchanged(keras.Sequential(), {}):
    ...     print("not seen")
    """
    with ExitStack() as block:
        block.enter_context(
            kept(model, dict(callbacks), *optimizers_of(model).values())
        )
        block.enter_context(capture_output())
        block.callback(logging.disable, logging.root.manager.disable)
        logging.disable()
        block.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        if "tensorflow" in sys.modules:
            summary = sys.modules["tensorflow"].summary
            block.enter_context(summary.record_if(False))
            block.enter_context(patch.object(summary, "create_file_writer", _no_writer))
        yield


def _no_writer(*given: Any, **options: Any) -> Any:
    return sys.modules["tensorflow"].summary.create_noop_writer()


@dataclass(frozen=True)
class Trials:
    """A ``fit`` that can be tried: ``uses`` has each optimizer's updates in a batch.

    >>> model = keras.Sequential()
    >>> model.compile(keras.optimizers.SGD(0.5))
    >>> trials = Trials(model, {}, {"optimizer": 1}, Timing(1, 2))
    >>> trials.scenarios()["falling"].columns["optimizer"].tolist()
    [0.5, 0.5]
    """

    model: keras.Model
    callbacks: Mapping[str, Any]
    uses: Mapping[str, int]
    timing: Timing

    def counting(self) -> dict[str, CountedOptimizer]:
        """Return the optimizers, which begin to count."""
        held, rates_at = optimizers_of(self.model), self._rates_at
        return {
            name: CountedOptimizer(held[name], use, rates_at[name])
            for name, use in self.uses.items()
        }

    @cached_property
    def _rates_at(self) -> dict[str, ScheduledRates]:
        held = optimizers_of(self.model)
        return {name: ScheduledRates(held[name]) for name in self.uses}

    def run(
        self,
        loss: Callable[[int], float] = SCENARIOS["falling"],
        timing: Timing | None = None,
        share_of_rate: float = 1.0,
        move: str | None = None,
        readers: Collection[str] = (),
        seeded_otherwise: bool = False,
        seconds: float = math.inf,
    ) -> Run:
        """Run the loop once, of another length or from a share of the rates in use.

        ``readers`` see weights that ``move`` meanwhile. After so many ``seconds`` the
        run ends with the epoch.
        """
        with unchanged(self.model, self.callbacks), ExitStack() as block:
            if seeded_otherwise:
                seed_otherwise()
            optimizers = self.counting()
            for one in optimizers.values():
                if one.rate is not None and share_of_rate != 1:
                    one.optimizer.learning_rate = share_of_rate * one.rate
                    one.look()
            ledger = Ledger(optimizers, timing or self.timing, loss, readers, seconds)
            block.enter_context(no_writes(ledger.note_write))
            block.enter_context(noted_draws(ledger.note_draw))

            def note_reader() -> None:
                if not isinstance(self.callbacks.get(ledger.called), KEEPS_WEIGHTS):
                    ledger.note_reader()

            block.enter_context(noted_readers(self.model, note_reader))
            moving = MovingWeights(self.model, MOVES[move]) if move else None
            hooks = Hooks(self.callbacks, self.model, ledger, self.timing, moving)
            return run_loop(hooks, ledger)

    def scenarios(self) -> dict[str, Run]:
        """Return the run of each scenario that could differ from the first one.

        If nobody asks for a loss, none does. Keras's own callbacks compare losses with
        each other only, so that a tiny loss is as good as any.
        """
        first = self.run()
        asking = [
            type(self.callbacks[name])
            for name, asked in first.asked.items()
            if asked - {WEIGHTS}
        ]
        others = ["rising"] if asking else []
        if not all(kind.__module__.startswith("keras.") for kind in asking):
            others.append("tiny")
        readers = {name for name, asked in first.asked.items() if WEIGHTS in asked}
        moves = MOVES if readers else ()
        runs = {"falling": first} | {name: self.run(SCENARIOS[name]) for name in others}
        return runs | {move: self.run(move=move, readers=readers) for move in moves}

    def random(self, first: Run) -> dict[str, int]:
        """Return the optimizers with random rates, and the update of the first one."""
        if not (first.drew and first.settings):
            return {}
        other = self.run(seeded_otherwise=True)
        found = {
            name: known_length([column, other.columns[name]])
            for name, column in first.columns.items()
        }
        return {name: update for name, update in found.items() if update is not None}

    def multiplying(self) -> set[str]:
        """Return the callbacks that halve the rates they set if the first is halved."""
        short = replace(
            self.timing,
            epochs=min(self.timing.epochs, self.timing.initial_epoch + SHORT_EPOCHS),
            steps_per_epoch=min(self.timing.steps_per_epoch, SHORT_STEPS),
        )
        once, halved = (
            self.run(timing=short, share_of_rate=share, seconds=SECONDS)
            for share in (1.0, 0.5)
        )
        tried = min(once.batches, halved.batches)
        found = set()
        for name in {one.callback for one in once.settings}:
            first, second = (
                np.array(
                    [
                        one.after
                        for one in run.settings
                        if one.callback == name and one.batch < tried
                    ]
                )
                for run in (once, halved)
            )
            if len(first) == len(second) and np.allclose(second, first / 2, rtol=1e-3):
                found.add(name)
        return found

    def by_epoch(self) -> Run:
        """Run many more epochs, each of one update, so that the column has their rates.

        Callbacks are told the true length. Where they take long there are fewer.
        """
        epochs = self.timing.epochs - self.timing.initial_epoch
        many = self.timing.initial_epoch + max(epochs, min(LONGER * epochs, AT_MOST))
        timing = replace(self.timing, epochs=many, steps_per_epoch=1)
        return self.run(timing=timing, seconds=SECONDS)
