"""What you call: a comparison, its plan, and its run."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from helpers.compare import stages
from helpers.compare.arguments import check_arguments
from helpers.compare.arms import STANDARD_ARMS
from helpers.compare.datasets import number_of_batches, of_seed
from helpers.compare.identity import check_pairs, parts, software
from helpers.compare.local import progress, work_through
from helpers.compare.plan import Plan, seconds_each
from helpers.compare.recipe import Recipe
from helpers.compare.results import Results, tables
from helpers.compare.store import Store

PEAKS = (3e-4, 1e-3, 3e-3, 1e-2, 3e-2)


@dataclass(frozen=True, eq=False, repr=False)
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
      edge, it grows for all. Then each arm tries the lowest point of a parabola through
      its best three.
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

    def __repr__(self):
        """Name the arms and the file, and no data."""
        return f"<Comparison of {', '.join(self.arms)} in {str(self.file)!r}>"

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
        """The file, which holds this comparison, or nothing of this name."""
        check_pairs(self.recipe)
        store = Store(self.file, self.name, software(self.recipe))
        store.check(self.parts)
        return store

    @cached_property
    def parts(self):
        """What tells this comparison from others: a digest of each part by its name."""
        return parts(self.recipe)

    def plan(self):
        """Return how many trainings there are, and about how long they take.

        For that a short one is timed. ``print`` the plan to read it.
        """
        finished, done = self.store.finished(), {"tuning": 0, "test": 0}
        between = len(self.arms)
        for stage, grid, trainings in stages.all_stages(self, self.recipe.updates):
            first, peaks = trainings[0], grid
            found = sum(training.key in finished for training in trainings)
            done[first.stage] = found
            if stage == "tuning between the peaks":
                tried = len(trainings) // self.tuning_seeds
                between = tried - len(self.arms) * len(grid)
            if found < len(trainings):
                break
        return Plan(
            arms=len(self.arms),
            peaks=len(peaks),
            between=between,
            tuning_seeds=self.tuning_seeds,
            pairs=self.pairs,
            updates=self.recipe.updates,
            done=done,
            each=seconds_each(self.recipe, replace(first, stage="tuning")),
        )

    def run(self, client=None):
        """Carry out what is not finished, and return the ``Results``.

        It may be interrupted and called again, and called in several processes at once.
        With a ``client`` of ``dask.distributed`` its workers carry it out.
        """
        self.store.begin(self.parts)
        tuned, tested = [], []
        for stage, peaks, trainings in stages.all_stages(self, self.recipe.updates):
            if stage == "test":
                tested = trainings
                chosen = {training.arm: training.peak for training in tested}
                notes = stages.notes(self.peaks, peaks, chosen)
                for note in notes:
                    warnings.warn(note, stacklevel=2)
            else:
                tuned = trainings
            self.carry_out(stage, trainings, client)
        return Results(
            *tables([*tuned, *tested], self.store.finished()),
            best_peak=chosen,
            reference=next(iter(self.arms)),
            judge=self.judge if isinstance(self.judge, str) else self.judge().name,
            less_is_better=self.less_is_better,
            notes=notes,
            judged_on="validation" if self.test is None else "test",
        )

    def carry_out(self, stage, trainings, client=None):
        """Carry out the trainings that are not finished, and show how far they are."""
        with progress(stage, trainings) as show:
            if client is None:
                work_through(trainings, self.recipe, self.store, show)
            else:
                from helpers.compare.cluster import spread_out

                spread_out(client, trainings, self.recipe, self.store, show)
