"""Assignment *Repair it*: the recorded rates of a callback equal its plan."""

from classroom.assignments.repair import fits, runs

MODULES = ("helpers.callbacks", "numpy")
QUESTIONS = (*runs.QUESTIONS, *fits.QUESTIONS)
