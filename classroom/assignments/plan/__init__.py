"""Assignment *Plan it*: columns to a specification, a translation, and a figure."""

from classroom.assignments.plan import columns, figure, translation

MODULES = ("matplotlib.pyplot", "numpy")
QUESTIONS = (*columns.QUESTIONS, *translation.QUESTIONS, *figure.QUESTIONS)
