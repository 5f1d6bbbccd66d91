"""Transformers: the peak of an optimizer, times a factor of the step.

From the ground up: ``factors`` has what all have in common, ``falls`` those that end at
0 or nowhere, ``floors`` those that end at a floor, ``names`` makes them by name.
"""

from helpers.schedules.readings.transformers import falls, floors, names  # noqa: F401
from helpers.schedules.readings.transformers.factors import library

__all__ = ["library"]
