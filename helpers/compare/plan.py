"""How many trainings a comparison has, and about how long they take."""

from dataclasses import dataclass, replace

from helpers.compare.programs import COMPILED_EACH_TIME, SINGLE_UPDATES, Program
from helpers.compare.recipe import Kind, Recipe
from helpers.compare.training import Outcome, Training, carry_out
from helpers.progress import duration

__all__ = ["Plan", "seconds_each"]

TIMED_SECONDS = 1.0  # that a training takes longer than the shortest, or as long again
GROWTH = 4  # times as many updates in the next one
ANOTHER_SEED = 2**31 - 2  # which no training has had


@dataclass(frozen=True, repr=False)
class Plan:
    """The number of trainings to come, and about how long they take.

    ``tuning_seeds`` and ``pairs`` are those of each repeat. ``done`` and ``each`` are
    dicts by what a training is for, "tuning" or "test": how many are finished, and the
    seconds that one takes. ``controls`` are arms that only test, and ``outlook`` is a
    sentence on what the verdicts may be able to detect.

    >>> done, each = {"tuning": 6, "test": 0}, {"tuning": 2.0, "test": 3.0}
    >>> plan = Plan(arms=2, peaks=3, repeats=4, tuning_seeds=1, pairs=2, updates=100,
    ...             done=done, each=each)
    >>> plan.stages
    {'tuning': 24, 'test': 16}
    >>> plan.trainings, plan.finished, plan.seconds
    (40, 6, 84.0)
    >>> print(plan)
    40 trainings of 100 updates: 4 repeats × 2 arms × (3 peaks to tune + 2 pairs to \
test).
    6 of those that tune are finished; what is there of the test is counted once all \
peaks are chosen. The others take about 84 s on this machine if it does nothing else, \
3.0 s each.
    Should the grid have to grow, each new peak takes 8 trainings more.
    """

    arms: int
    peaks: int
    repeats: int
    tuning_seeds: int
    pairs: int
    updates: int
    done: dict[Kind, int]
    each: dict[Kind, float]
    controls: int = 0
    outlook: str = ""

    @property
    def stages(self) -> dict[Kind, int]:
        """The number of trainings for each purpose, finished ones among them."""
        each = self.repeats * self.arms
        return {
            "tuning": each * self.peaks * self.tuning_seeds,
            "test": (each + self.repeats * self.controls) * self.pairs,
        }

    @property
    def trainings(self) -> int:
        """The number of all trainings."""
        return sum(self.stages.values())

    @property
    def finished(self) -> int:
        """The number of finished trainings."""
        return sum(self.done.values())

    @property
    def seconds(self) -> float:
        """How long the missing trainings take, one after the other."""
        return sum(
            (number - self.done[kind]) * self.each[kind]
            for kind, number in self.stages.items()
        )

    def __repr__(self) -> str:
        """Return the same text as ``print`` shows."""
        return str(self)

    def __str__(self) -> str:
        """Return three lines: how many trainings, how long, and what may be added."""
        row = self.repeats * self.arms * self.tuning_seeds
        each, left = duration(self.each["test"]), duration(self.seconds)
        seeds = f" × {self.tuning_seeds} seeds" if self.tuning_seeds > 1 else ""
        pairs = "1 pair" if self.pairs == 1 else f"{self.pairs} pairs"
        of_controls = self.repeats * self.controls * self.pairs
        more = f", and {of_controls} of the control" if self.controls else ""
        finished = f"{self.finished} are finished"
        if 0 < self.done["tuning"] < self.stages["tuning"]:
            finished = (
                f"{self.finished} of those that tune are finished; what is there of "
                "the test is counted once all peaks are chosen"
            )
        return (
            f"{self.trainings} trainings of {self.updates} updates: {self.repeats} "
            f"repeats × {self.arms} arms × ({self.peaks} peaks{seeds} to tune + "
            f"{pairs} to test){more}.\n"
            f"{finished}. The others take about {left} on this "
            f"machine if it does nothing else, {each} each.\n"
            f"Should the grid have to grow, each new peak takes {row} trainings more."
            + (f"\n{self.outlook}" if self.outlook else "")
        )


def seconds_each(
    recipe: Recipe,
    training: Training,
    program: Program = SINGLE_UPDATES,
    of_a_seed: dict[Kind, int] | None = None,
) -> dict[Kind, float]:
    """Return about how many seconds a training takes to tune and to test.

    ``of_a_seed`` has the number of trainings that have a seed in common: its model and
    the order of its rows are made once for all of them.

    Trainings are timed that become longer, until the last one has the whole budget, or
    takes so much longer than the shortest that its updates tell what an update takes.
    Where each training is compiled, its first look at the data to judge on compiles
    too: what another look takes is then seen with a model that is compiled already.
    """

    def timed(
        updates: int,
        kind: Kind = "tuning",
        by: Program = program,
        seed: int = training.seed,
    ) -> Outcome:
        one = replace(training, stage=kind, seed=seed)
        return carry_out(recipe, one, updates=updates, program=by)

    is_compiled = program == COMPILED_EACH_TIME
    if not is_compiled:
        timed(1)  # compiles
    shortest = longer = timed(1)
    few = done = shortest["evaluations"][-1]["updates"]  # made together in one call
    enough = max(TIMED_SECONDS, shortest["seconds"])
    while done < recipe.updates and alone(longer) - alone(shortest) < enough:
        longer = timed(min(recipe.updates, GROWTH * done))
        done = longer["evaluations"][-1]["updates"]
    one_update = (alone(longer) - alone(shortest)) / max(1, done - few)
    beside = alone(longer) + max(one_update, 0.0) * (recipe.updates - done)

    by = SINGLE_UPDATES if is_compiled else program  # no look of which compiles
    look = shortest["judging"]
    if is_compiled:
        look = [timed(1, by=by)["judging"] for _ in range(2)][-1]
    is_tested_alike = recipe.test is recipe.validation
    on_test = look if is_tested_alike else timed(1, "test", by)["judging"]
    beside += max(0.0, shortest["judging"] - look)  # the first look, if it compiles
    looks = number_of_evaluations(recipe, training)
    each: dict[Kind, float] = {
        "tuning": beside + looks * look,
        "test": beside + looks * on_test,
    }
    if of_a_seed and not is_compiled:
        first = timed(1, seed=ANOTHER_SEED)
        anew = max(0.0, first["seconds"] - shortest["seconds"])
        each = {kind: each[kind] + anew / number for kind, number in of_a_seed.items()}
    return each


def alone(outcome: Outcome) -> float:
    """Return the seconds of a training without its evaluations."""
    return outcome["seconds"] - outcome["judging"]


def number_of_evaluations(recipe: Recipe, training: Training) -> int:
    """Return how often a training is evaluated, 1 if that is not known."""
    arguments = recipe.fit_arguments(training.seed, training.stage, recipe.updates)
    frequency = arguments["validation_freq"]
    return len(frequency) if isinstance(frequency, list) else 1
