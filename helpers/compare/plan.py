"""How many trainings a comparison has, and about how long they take."""

from dataclasses import dataclass

from helpers.compare.training import carry_out
from helpers.progress import duration

SAMPLE = 60  # calls of the compiled program that are timed, at most
PATIENCE = 3.0  # seconds that it takes, about, if they are slow


@dataclass(frozen=True, repr=False)
class Plan:
    """What lies ahead. ``print`` it."""

    arms: int
    peaks: int
    tuning_seeds: int
    pairs: int
    updates: int
    finished: int
    seconds_each: float

    @property
    def trainings(self):
        """Return the number of trainings, finished ones among them."""
        return self.arms * (self.peaks * self.tuning_seeds + self.pairs)

    @property
    def seconds(self):
        """Return how long the missing trainings take, one after the other."""
        return (self.trainings - self.finished) * self.seconds_each

    def __repr__(self):
        """Say the same in a notebook, where it is the last line of a cell."""
        return str(self)

    def __str__(self):
        """Say it in three lines."""
        row = self.arms * self.tuning_seeds
        each, left = duration(self.seconds_each), duration(self.seconds)
        return (
            f"{self.trainings} trainings of {self.updates} updates: {self.arms} arms × "
            f"{self.peaks} peaks × {self.tuning_seeds} seeds to tune, {self.arms} arms "
            f"× {self.pairs} pairs to test.\n"
            f"{self.finished} are finished. The others take about {left} on this "
            f"machine, {each} each.\n"
            f"Should the grid have to grow, each new peak takes {row} trainings more."
        )


def seconds_each(recipe, training):
    """Return about how long a training takes, by a short one on this machine.

    Before it, one of a single update compiles the program, and a second one shows what
    a training takes beside its updates.
    """
    carry_out(recipe, training, updates=1)
    single = carry_out(recipe, training, updates=1)
    few = single["evaluations"][-1]["updates"]  # made together in one go
    most = min(
        SAMPLE * few, recipe.updates, 2 * few + int(PATIENCE / single["seconds"])
    )
    several = carry_out(recipe, training, updates=min(recipe.updates, most))
    more = several["evaluations"][-1]["updates"] - few
    beside = single["seconds"] - single["judging"]
    each = (several["seconds"] - several["judging"] - beside) / max(1, more)
    looks = number_of_looks(recipe, training)
    return beside + max(each, 0.0) * (recipe.updates - few) + looks * single["judging"]


def number_of_looks(recipe, training):
    """Return how often a training is evaluated, as far as one knows."""
    arguments = recipe.fit_arguments(training.seed, training.stage, recipe.updates)
    frequency = arguments["validation_freq"]
    return len(frequency) if isinstance(frequency, list) else 1
