"""What you call: a comparison, its plan, and its run."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from helpers.checks import check_choice
from helpers.compare.arms import STANDARD_ARMS
from helpers.compare.conclusion import concluded
from helpers.compare.crashes import ON_CRASH, OnCrash
from helpers.compare.data_checks import check_batches
from helpers.compare.door import check_at_the_door
from helpers.compare.identity import digests_of_parts
from helpers.compare.judging import name_of
from helpers.compare.local import finish
from helpers.compare.made_by import planned_program
from helpers.compare.model_checks import check_model_is_fresh
from helpers.compare.peaks import valleys
from helpers.compare.plan import Plan, seconds_each
from helpers.compare.reading import outlook_of
from helpers.compare.recipe import Recipe, number_of_updates
from helpers.compare.results import Results
from helpers.compare.stages import Protocol, Stage, begun_stages, finished_by_kind
from helpers.compare.store import Store

__all__ = ["PEAKS", "Comparison"]

PEAKS = (3e-4, 1e-3, 3e-3, 1e-2, 3e-2)


@dataclass(frozen=True, eq=False, repr=False)
class Comparison:
    """Schedules compared on a model of your own, by the protocol of notebook 05.

    - ``model``: a function of a seed that returns a fresh Keras model, not compiled.
    - ``train`` and ``validation``: a tuple of arrays ``(x, y)``, ``(x, y, w)`` with
      sample weights, or ``(x,)``, also tensors of any library, tables or sparse ones; a
      ``tf.data.Dataset``, a ``PyDataset`` or a PyTorch ``DataLoader``; or a function of
      the seed that returns one of them. Arrays are shuffled by the seed; what shuffles
      itself needs to be such a function. ``train`` may have no end, if ``updates`` are
      given.
    - ``loss``: as ``compile`` takes it.
    - ``epochs`` or ``updates``: the budget of every training.
    - ``arms``: by name, a function of peak and updates that returns a schedule; or a
      column of rates or a schedule, to be scaled to each peak. The first one is the
      reference.
    - ``optimizer``: a name, or a function of the rate that returns an optimizer.
    - ``judge``: "loss", the name of a metric, a function that returns a metric, such a
      metric for one of several outputs, as ``{"output": "mae"}``, or the name of any
      other log of the model's evaluations. For any but a loss ``less_is_better`` says
      whether it is an error or a merit. An average that the optimizer keeps of the
      weights (``use_ema``) is what is judged.
    - ``test``: data for the verdict alone. Without them it is given on ``validation``,
      which has chosen the peaks.
    - ``peaks``: the grid on which all arms are tuned. Where the best peak of an arm, by
      its mean over all repeats, lies at an edge, the grid grows for all.
    - ``repeats``: how often all of it is done, with other seeds. In each, an arm tests
      at the bottom of its own valley. A verdict's interval is over the repeats.
    - ``tuning_seeds``: trainings for each arm and peak, *in each repeat*. ``pairs``:
      trainings for each arm in the test, *in each repeat*, with other seeds.
    - ``control``: a share of its chosen peak, 0.1 for instance, at which the reference
      is tested once more. It must lose: if it is not found to be worse, nothing is.
    - ``compile_options``: more arguments of ``compile``, as ``{"jit_compile": True}``.
    - ``file`` keeps every finished training, under ``name``, which stands for what
      can't be recognised, such as the files behind a data set.

    Bad arguments raise a ValueError or TypeError that names them.

    >>> import keras, numpy
    >>> def model(seed):
    ...     return keras.Sequential([keras.layers.Dense(1)])
    >>> x = numpy.linspace(-1, 1, 32)[:, None]
    >>> Comparison(model, (x, 3 * x), (x, 3 * x), "mse", epochs=2)
    <Comparison of constant, linear, cosine, warm-up + cosine in 'comparison.sqlite'>
    """

    model: Callable[[int], Any]
    train: Any
    validation: Any
    loss: Any
    arms: Mapping[str, Any] = field(default_factory=STANDARD_ARMS.copy)
    epochs: int | None = None
    updates: int | None = None
    optimizer: str | Callable[..., Any] = "adam"
    judge: str | Callable[[], Any] | dict[str, Any] = "loss"
    less_is_better: bool | None = None
    test: Any = None
    batch_size: int = 32
    peaks: tuple[float, ...] = PEAKS
    repeats: int = 8
    tuning_seeds: int = 1
    pairs: int = 2
    control: float | None = None
    compile_options: dict[str, Any] = field(default_factory=dict)
    file: str | os.PathLike[str] = "comparison.sqlite"
    name: str = "comparison"

    def __post_init__(self) -> None:
        """Check the arguments that can be checked without a model."""
        check_at_the_door(vars(self))

    def __repr__(self) -> str:
        """Name the arms and the file, and no data."""
        return f"<Comparison of {', '.join(self.arms)} in {str(self.file)!r}>"

    def plan(self) -> Plan:
        """Return how many trainings there are, and about how long they take.

        For that short ones are made, which choose how the models are trained, and are
        timed. ``print`` the plan to read it.
        """
        finished = self.store.finished()
        *_, last = begun = begun_stages(self.stages(), finished)
        program = planned_program(self.store, self.recipe, last.trainings)
        return Plan(
            arms=len(self.arms),
            peaks=len(last.peaks),
            repeats=self.repeats,
            tuning_seeds=self.tuning_seeds,
            pairs=self.pairs,
            updates=self.recipe.updates,
            done=finished_by_kind(begun, finished),
            each=seconds_each(
                self.recipe,
                last.trainings[0],
                program,
                {"tuning": len(self.arms) * len(last.peaks), "test": len(self.arms)},
            ),
            controls=int(self.control is not None),
            outlook=outlook_of(self.store, self.repeats, self.pairs),
        )

    def run(self, client: Any = None, on_crash: OnCrash = "raise") -> Results:
        """Carry out what is not finished, and return the ``Results``.

        It may be interrupted and called again, and called in several processes at once.
        With a ``client`` of ``dask.distributed`` its workers carry it out.

        A training that has ended its process three times is not begun again. Then
        ``on_crash`` says what to do when all others are done: "raise" a RuntimeError
        that names it, count it as "diverged", or "retry", without an end.
        """
        check_choice("on_crash", on_crash, ON_CRASH)
        self.store.begin()
        work = self.recipe, self.store, client, on_crash
        *_, tuned, test = finish(self.stages(), *work)
        return concluded(
            [*tuned.trainings, *test.trainings],
            self.store,
            test.notes,
            reference=next(iter(self.arms)),
            judge=name_of(self.judge),
            less_is_better=self.less_is_better is not False,
            judged_on="validation" if self.test is None else "test",
            control=self.protocol.control_arm,
        )

    def stages(self) -> Iterator[Stage]:
        """Yield each stage, the next one when the last one is finished."""
        less = self.less_is_better is not False  # None stands for a loss
        return self.protocol.stages(
            lambda tuned: valleys(tuned, self.store.finished(), less)
        )

    @property
    def protocol(self) -> Protocol:
        """What is trained."""
        peaks = tuple(map(float, self.peaks))
        counts = self.repeats, self.tuning_seeds, self.pairs
        return Protocol(self.arms, peaks, self.recipe.updates, *counts, self.control)

    @cached_property
    def recipe(self) -> Recipe:
        """What all trainings share."""
        budget = self.epochs, self.updates
        return Recipe(
            model=self.model,
            train=self.train,
            validation=self.validation,
            test=self.validation if self.test is None else self.test,
            loss=self.loss,
            optimizer=self.optimizer,
            judge=self.judge,
            batch_size=self.batch_size,
            updates=number_of_updates(self.train, self.batch_size, *budget),
            compile_options=self.compile_options,
        )

    @cached_property
    def store(self) -> Store:
        """The file, which holds this comparison, or nothing of this name."""
        check_model_is_fresh(self.recipe)
        digests = digests_of_parts(self.recipe)  # before data that count are read
        check_batches(self.recipe)
        store = Store(self.file, self.name, digests)
        store.check()
        return store
