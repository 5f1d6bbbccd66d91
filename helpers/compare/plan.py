"""How many trainings a comparison has, and about how long they take."""

from dataclasses import dataclass, replace

from helpers.compare.training import carry_out
from helpers.progress import duration

SAMPLE = 60  # calls of the compiled program that are timed, at most
PATIENCE = 3.0  # seconds that it takes, about, if they are slow


@dataclass(frozen=True, repr=False)
class Plan:
    """What lies ahead. ``print`` it.

    ``between`` counts the arms that try a peak between those of the grid, all if it is
    not known yet. ``done`` and ``each`` have the finished trainings of a stage,
    "tuning" or "test", and the seconds for one of it.
    """

    arms: int
    peaks: int
    between: int
    tuning_seeds: int
    pairs: int
    updates: int
    done: dict
    each: dict

    @property
    def stages(self):
        """Return the number of trainings in each stage, finished ones among them."""
        points = self.arms * self.peaks + self.between
        return {"tuning": points * self.tuning_seeds, "test": self.arms * self.pairs}

    @property
    def trainings(self):
        """Return the number of all trainings."""
        return sum(self.stages.values())

    @property
    def finished(self):
        """Return the number of those that are finished."""
        return sum(self.done.values())

    @property
    def seconds(self):
        """Return how long the missing trainings take, one after the other."""
        return sum(
            (number - self.done[stage]) * self.each[stage]
            for stage, number in self.stages.items()
        )

    def __repr__(self):
        """Say the same in a notebook, where it is the last line of a cell."""
        return str(self)

    def __str__(self):
        """Say it in three lines."""
        row = self.arms * self.tuning_seeds
        each, left = duration(self.each["test"]), duration(self.seconds)
        return (
            f"{self.trainings} trainings of {self.updates} updates: {self.arms} arms × "
            f"{self.peaks} peaks × {self.tuning_seeds} seeds to tune and, between the "
            f"peaks, {self.between} × {self.tuning_seeds}; {self.arms} arms × "
            f"{self.pairs} pairs to test.\n"
            f"{self.finished} are finished. The others take about {left} on this "
            f"machine if it does nothing else, {each} each.\n"
            f"Should the grid have to grow, each new peak takes {row} trainings more."
        )


def seconds_each(recipe, training):
    """Return about how long a training takes in each stage, by a short one of it.

    Before it, one of a single update compiles the program, the next looks whether it
    draws random numbers, and a third shows what a training takes beside its updates.
    """
    for _ in range(2):
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
    tested = carry_out(recipe, replace(training, stage="test"), updates=1)
    looks = number_of_looks(recipe, training)
    training_alone = beside + max(each, 0.0) * (recipe.updates - few)
    return {
        "tuning": training_alone + looks * single["judging"],
        "test": training_alone + looks * tested["judging"],
    }


def number_of_looks(recipe, training):
    """Return how often a training is evaluated, as far as one knows."""
    arguments = recipe.fit_arguments(training.seed, training.stage, recipe.updates)
    frequency = arguments["validation_freq"]
    return len(frequency) if isinstance(frequency, list) else 1
