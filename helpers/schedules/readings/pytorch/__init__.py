"""PyTorch: rules that set an optimizer's rate, step by step.

From the ground up: ``rule`` has what all of them do, ``stairs`` and ``slopes`` those
that scale the rate they find, ``cycles`` those that go up and down, ``joined`` those
made of others.
"""

from helpers.schedules.readings.pytorch import (  # noqa: F401
    cycles,
    joined,
    slopes,
    stairs,
)
from helpers.schedules.readings.pytorch.rule import library

__all__ = ["library"]
