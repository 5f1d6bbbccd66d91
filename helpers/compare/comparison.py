"""What you call: a comparison, its plan, and its run."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from helpers.compare import stages
from helpers.compare.arguments import check_arguments
from helpers.compare.arms import STANDARD_ARMS
from helpers.compare.datasets import number_of_batches, of_seed
from helpers.compare.identity import check_pairs, parts, software
from helpers.compare.plan import Plan, seconds_each
from helpers.compare.recipe import Recipe
from helpers.compare.results import Results, tables
from helpers.compare.store import Store
from helpers.compare.work import progress, work_through

PEAKS = (3e-4, 1e-3, 3e-3, 1e-2, 3e-2)
WIDENINGS = 3  # by so many peaks the grid grows on either side, at most


@dataclass(frozen=True, eq=False)
class Comparison:
    """Schedules compared on a model of your own, by the protocol of notebook 05.

    - ``model``: a function of a seed that returns a fresh Keras model, not compiled.
    - ``train`` and ``validation``: arrays ``(x, y)`` or ``(x, y, sample_weight)``, a
      ``tf.data.Dataset``, a ``PyDataset``, or a function of the seed that returns one
      of them. Arrays are shuffled by the seed; what shuffles itself needs to be such a
      function, or the two of a pair have different orders.
    - ``loss``: as ``compile`` takes it.
    - ``epochs`` or ``updates``: the budget of every training.
    - ``arms``: by name, a function of peak and updates that returns a schedule; or a
      column of rates or a schedule, to be scaled to each peak. The first one is the
      reference.
    - ``optimizer``: a name, or a function of the rate that returns an optimizer.
    - ``judge``: "loss", the name of a metric, or a function that returns a metric. For
      any but the loss ``less_is_better`` says whether it is an error or a merit.
    - ``test``: data for the verdict alone. Without them it is given on ``validation``,
      which has chosen the peaks.
    - ``peaks``: the grid on which all arms are tuned. Where a best peak lies at its
      edge, it grows for all.
    - ``tuning_seeds``: trainings for each arm and peak. ``pairs``: trainings for each
      arm in the test, with other seeds.
    - ``compile_options``: more arguments of ``compile``, as ``{"jit_compile": True}``.
    - ``file`` keeps every finished training, under ``name``, which stands for what
      can't be recognised, such as the files behind a data set.

    Bad arguments raise a ValueError or TypeError that names them.
    """

    model: Callable
    train: Any
    validation: Any
    loss: Any
    arms: dict = field(default_factory=STANDARD_ARMS.copy)
    epochs: int | None = None
    updates: int | None = None
    optimizer: str | Callable = "adam"
    judge: str | Callable = "loss"
    less_is_better: bool | None = None
    test: Any = None
    batch_size: int = 32
    peaks: tuple = PEAKS
    tuning_seeds: int = 3
    pairs: int = 10
    compile_options: dict = field(default_factory=dict)
    file: str = "comparison.sqlite"
    name: str = "comparison"

    def __post_init__(self):
        """Check the arguments that can be checked without a model."""
        if self.less_is_better is None and self.judge == "loss":
            object.__setattr__(self, "less_is_better", True)
        check_arguments(self)
        object.__setattr__(self, "peaks", tuple(map(float, self.peaks)))

    @cached_property
    def recipe(self):
        """What all trainings share."""
        return Recipe(
            model=self.model,
            train=self.train,
            judged_on={
                "tuning": self.validation,
                "test": self.validation if self.test is None else self.test,
            },
            loss=self.loss,
            optimizer=self.optimizer,
            judge=self.judge,
            batch_size=self.batch_size,
            updates=self.budget(),
            compile_options=self.compile_options,
        )

    def budget(self):
        """Return the number of updates of each training."""
        if self.epochs is None:
            return self.updates
        batches = number_of_batches(of_seed(self.train, 0), self.batch_size)
        if batches is None:
            raise ValueError(
                f"epochs = {self.epochs!r}, but nobody knows how many batches an epoch "
                "of train has: give updates"
            )
        return self.epochs * batches

    @cached_property
    def store(self):
        """The file, once it is known to be of this comparison."""
        check_pairs(self.recipe)
        store = Store(self.file, self.name, software(self.recipe))
        store.begin(parts(self.recipe))
        return store

    def tuning(self, peaks):
        """Return the trainings that tune all arms on a grid of peaks."""
        return stages.tuning(self.arms, peaks, self.tuning_seeds, self.recipe.updates)

    def testing(self, best):
        """Return the trainings of the test, given the peak of each arm."""
        return stages.test(self.arms, best, self.pairs, self.recipe.updates)

    def best_peaks(self, peaks):
        """Return the best peak of each arm on a grid, all of it tried."""
        finished, tuned = self.store.finished(), self.tuning(peaks)
        return stages.best_peaks(tuned, finished, self.less_is_better)

    def plan(self):
        """Return how many trainings there are, and about how long they take.

        For that a short one is timed. ``print`` the plan to read it.
        """
        tuning, finished = self.tuning(self.peaks), self.store.finished()
        done = sum(training.key in finished for training in tuning)
        done += sum(stage == "test" for stage, _, _ in finished)
        return Plan(
            arms=len(self.arms),
            peaks=len(self.peaks),
            tuning_seeds=self.tuning_seeds,
            pairs=self.pairs,
            updates=self.recipe.updates,
            finished=done,
            seconds_each=seconds_each(self.recipe, tuning[0]),
        )

    def run(self, client=None):
        """Carry out what is not finished, and return the ``Results``.

        It may be interrupted and called again, and called in several processes at once.
        With a ``client`` of ``dask.distributed`` its workers carry it out.
        """
        peaks, notes = self.peaks, []
        lowest = peaks[0] * (peaks[0] / peaks[1]) ** WIDENINGS * 0.99
        highest = peaks[-1] * (peaks[-1] / peaks[-2]) ** WIDENINGS * 1.01
        self.carry_out("tuning", self.tuning(peaks), client)
        best = self.best_peaks(peaks)
        while (grown := stages.wider(peaks, best, lowest, highest)) != peaks:
            peaks = grown
            self.carry_out("tuning on a wider grid", self.tuning(peaks), client)
            best = self.best_peaks(peaks)
        if peaks != self.peaks:
            notes.append(
                "A best peak lay at an edge of the grid, so that it grew: it now goes "
                f"from {peaks[0]:.2g} to {peaks[-1]:.2g}."
            )
        for arm, peak in best.items():
            if peak in (peaks[0], peaks[-1]):
                notes.append(
                    f"The best peak of {arm!r}, {peak:.2g}, is at an edge of the grid: "
                    "beyond it there may be a better one."
                )
        for note in notes:
            warnings.warn(note, stacklevel=2)
        self.carry_out("test", self.testing(best), client)
        return Results(
            *tables([*self.tuning(peaks), *self.testing(best)], self.store.finished()),
            best_peak=best,
            reference=next(iter(self.arms)),
            judge=self.judge if isinstance(self.judge, str) else self.judge().name,
            less_is_better=self.less_is_better,
            notes=notes,
        )

    def carry_out(self, stage, trainings, client=None):
        """Carry out the trainings that are not finished, and show how far they are."""
        with progress(stage, trainings) as show:
            if client is None:
                work_through(trainings, self.recipe, self.store, show)
            else:
                from helpers.compare.cluster import spread_out

                spread_out(client, trainings, self.recipe, self.store, show)
