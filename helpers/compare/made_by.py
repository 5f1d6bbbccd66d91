"""One kind of program makes all trainings of a comparison, here and on any worker."""

from collections.abc import Sequence
from typing import cast
from weakref import WeakKeyDictionary

from helpers.compare.choice import Choice, chosen_program
from helpers.compare.programs import COMPILED_EACH_TIME, SINGLE_UPDATES, Program
from helpers.compare.recipe import Recipe
from helpers.compare.store import Store
from helpers.compare.training import Training

__all__ = ["made_by", "planned_program", "program_for"]

MADE_BY, REASON = "made by", "made by, for this reason"  # notes in the file
CHOICES: WeakKeyDictionary[Recipe, Choice] = WeakKeyDictionary()


def program_for(store: Store, recipe: Recipe, trainings: Sequence[Training]) -> Program:
    """Return the program of a comparison, which its file names from now on."""
    program = store.note(MADE_BY, planned_program(store, recipe, trainings))
    if recipe in CHOICES and CHOICES[recipe].program == program:
        store.note(REASON, CHOICES[recipe].reason)
    return cast(Program, program)


def made_by(store: Store) -> str:
    """Return the program of a comparison in words, with the reason of a slow one."""
    program, reason = store.noted(MADE_BY) or "", store.noted(REASON)
    slow = program == COMPILED_EACH_TIME and reason
    return f"{program}, as {reason}" if slow else program


def planned_program(
    store: Store, recipe: Recipe, trainings: Sequence[Training]
) -> Program:
    """Return the program of a comparison, and leave its file as it is.

    Trainings of a file that names none were single updates.
    """
    if (noted := store.noted(MADE_BY)) is not None:
        return cast(Program, noted)
    if store.finished_keys():
        return SINGLE_UPDATES
    return choice_for(recipe, trainings).program


def choice_for(recipe: Recipe, trainings: Sequence[Training]) -> Choice:
    """Return the program that short trainings choose, once for each recipe."""
    if recipe not in CHOICES:
        first = trainings[0]
        others = (one.seed for one in trainings if one.seed != first.seed)
        other = next(others, first.seed + 1)
        CHOICES[recipe] = chosen_program(recipe, first, other, len(trainings))
    return CHOICES[recipe]
