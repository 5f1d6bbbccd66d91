"""Assignment *Prove it*: a comparison on data that are made of the student's name."""

from classroom.assignments.prove.answers import doubt, remark
from classroom.assignments.prove.points import QUESTIONS

__all__ = ["MODULES", "QUESTIONS", "doubt", "remark"]

MODULES = ("helpers.verdicts", "numpy")
