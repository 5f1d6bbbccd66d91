"""One kind of program makes all trainings of a comparison, here and on any worker."""

from collections.abc import Sequence
from typing import cast
from weakref import WeakKeyDictionary

from helpers.compare.choice import Choice, chosen_program
from helpers.compare.programs import SINGLE_UPDATES, Program
from helpers.compare.recipe import Recipe
from helpers.compare.store import Store
from helpers.compare.training import Training

__all__ = ["choice_for", "program_for"]

MADE_BY, REASON = "made by", "made by, for this reason"  # notes in the file
CHOICES: WeakKeyDictionary[Recipe, Choice] = WeakKeyDictionary()


def program_for(store: Store, recipe: Recipe, trainings: Sequence[Training]) -> Program:
    """Return the program of a comparison, which its file names once it is chosen.

    Trainings of a file that names none were single updates.
    """
    noted = store.noted(MADE_BY)
    if noted is None:
        begun = bool(store.finished_keys())
        choice = Choice(SINGLE_UPDATES) if begun else choice_for(recipe, trainings)
        noted = store.note(MADE_BY, choice.program)
        if choice.reason and noted == choice.program:
            store.note(REASON, choice.reason)
    return cast(Program, noted)


def choice_for(recipe: Recipe, trainings: Sequence[Training]) -> Choice:
    """Return the program that short trainings choose, once for each recipe."""
    if recipe not in CHOICES:
        first = trainings[0]
        others = (one.seed for one in trainings if one.seed != first.seed)
        other = next(others, first.seed + 1)
        CHOICES[recipe] = chosen_program(recipe, first, other, len(trainings))
    return CHOICES[recipe]
