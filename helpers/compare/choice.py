"""Which program trains a comparison's models: a few short trainings decide.

One training has to be one number, whatever was trained before it. So a compiled model
that is put back to its start has to come to the numbers of one that is compiled for
that training alone, bit for bit; what can't is compiled each time. A program for a
whole training rounds otherwise than ``fit``: it is taken if it agrees with it at first,
repeats itself bit for bit, and is faster.
"""

from dataclasses import dataclass, replace
from functools import partial

from helpers.compare.compiled import COMPILED, STARTS
from helpers.compare.programs import (
    COMPILED_EACH_TIME,
    SINGLE_UPDATES,
    WHOLE_TRAINING,
    Program,
)
from helpers.compare.recipe import Recipe
from helpers.compare.training import Outcome, Training, carry_out

__all__ = ["Choice", "chosen_program"]

FEW = 8  # updates at least, as an optimizer may gather gradients over several
CLOSE = 1e-5  # relative, after these few
TIMED = 64  # updates, by which programs are compared
SLOW = 0.05  # seconds an update, from which on the arithmetic itself takes the time
WORTH = 10.0  # seconds for all trainings, below which no second program is compiled
GAIN = 0.8  # of the seconds of single updates, at most, for a program to be worth it


@dataclass(frozen=True)
class Choice:
    """A program, and the reason why it is not a faster one, or an empty text.

    >>> Choice("single updates", "the loop is no faster")
    Choice(program='single updates', reason='the loop is no faster')
    """

    program: Program
    reason: str = ""


def chosen_program(
    recipe: Recipe, training: Training, other_seed: int, trainings: int
) -> Choice:
    """Return the program for so many trainings of a recipe, of which one is given.

    Raises a ValueError where even trainings that are compiled alone don't repeat.
    """
    few = about(FEW, recipe)
    other = replace(training, seed=other_seed)
    run = partial(carry_out, recipe, updates=few)

    alone = run(other, program=COMPILED_EACH_TIME)
    if recipe.backend == "torch":
        check_repeats(alone, run(other, program=COMPILED_EACH_TIME))
        return Choice(COMPILED_EACH_TIME)
    first, shared = run(training), run(other)
    if not (same(first, run(training)) and same(alone, shared)):
        check_repeats(alone, run(other, program=COMPILED_EACH_TIME))
        return Choice(
            COMPILED_EACH_TIME,
            "the model, its loss or its optimizer keeps numbers that a compiled "
            "program can't be given",
        )
    if STARTS[recipe].differ(recipe, training.seed, other_seed):
        return Choice(
            COMPILED_EACH_TIME,
            "model(seed) makes another architecture for another seed, and a compiled "
            "program serves one of them",
        )
    return faster(recipe, training, trainings)


def faster(recipe: Recipe, training: Training, trainings: int) -> Choice:
    """Return whether a program for whole trainings is right, and faster."""
    few, many = about(FEW, recipe), about(TIMED, recipe)
    short = carry_out(recipe, training, updates=few)
    if seconds(short) > SLOW * few or loops_are_slow(recipe):
        return Choice(SINGLE_UPDATES, "an update takes longer than to start it")
    several = [carry_out(recipe, training, updates=many) for _ in range(2)]
    single = min(map(seconds, several))
    if whole(recipe, several, many) * trainings < WORTH:
        return Choice(SINGLE_UPDATES, "all updates together take a few seconds")
    run = partial(carry_out, recipe, training, program=WHOLE_TRAINING)
    try:
        near, walk, again = (run(updates=number) for number in (few, many, many))
    except Exception as problem:  # XLA can't compile all that TensorFlow can
        return Choice(SINGLE_UPDATES, f"no program can hold all updates: {problem}")
    if not (same(walk, again) and same(short, near, CLOSE)):
        return Choice(SINGLE_UPDATES, "one program for all updates has other numbers")
    if min(seconds(walk), seconds(again)) > GAIN * single:
        return Choice(SINGLE_UPDATES, "one program for all updates is no faster")
    return Choice(WHOLE_TRAINING)


def whole(recipe: Recipe, short: list[Outcome], updates: int) -> float:
    """Return about how many seconds a training takes, evaluations included.

    ``short`` are outcomes after so many ``updates``.
    """
    an_update = min(map(seconds, short)) / updates
    judged = min(one["judging"] / max(1, len(one["evaluations"])) for one in short)
    looks = recipe.fit_arguments(0, "tuning", recipe.updates)["validation_freq"]
    count = len(looks) if isinstance(looks, list) else 1
    return an_update * recipe.updates + judged * count


def loops_are_slow(recipe: Recipe) -> bool:
    """Return whether the model has convolutions, and a processor has to do them.

    XLA's own convolutions, within a loop, take several times as long as the library's.
    """
    if recipe.backend != "tensorflow" or not COMPILED[recipe].has_convolutions:
        return False
    from tensorflow import config  # here, as other backends run without TensorFlow

    return not config.list_physical_devices("GPU")


def about(updates: int, recipe: Recipe) -> int:
    """Return a number of updates at least as large that calls of a program make."""
    together = recipe.steps_per_execution
    return min(recipe.updates, -(-updates // together) * together)


def seconds(outcome: Outcome) -> float:
    """Return the seconds that a training took beside its evaluations."""
    return outcome["seconds"] - outcome["judging"]


def same(one: Outcome, other: Outcome, rtol: float = 0.0) -> bool:
    """Return whether two trainings have the same numbers, but for rounding."""
    pairs = zip(one["evaluations"], other["evaluations"], strict=False)
    return len(one["evaluations"]) == len(other["evaluations"]) and all(
        mine.keys() == theirs.keys()
        and all(equal(mine[name], theirs[name], rtol) for name in mine)
        for mine, theirs in pairs
    )


def equal(one: float, other: float, rtol: float) -> bool:
    """Return whether two numbers are equal but for rounding, or both not finite."""
    return repr(one) == repr(other) or abs(one - other) <= rtol * abs(other)


def check_repeats(first: Outcome, second: Outcome) -> None:
    """Raise a ValueError if one training, compiled alone, has two outcomes."""
    if same(first, second):
        return
    raise ValueError(
        "one training, of the same seed and rates, gives "
        f"{first['evaluations'][-1]} and then {second['evaluations'][-1]}: something "
        "that a training changes lives outside of model(seed) and of the data's "
        "function of the seed. Make all layers, variables and random generators within "
        "them"
    )
