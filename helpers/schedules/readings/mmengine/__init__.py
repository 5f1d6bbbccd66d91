"""MMEngine: rules with a begin and an end, which scale the rate they find.

From the ground up: ``rule`` has what all of them do, and steps several; ``decays`` and
``waves`` have the rules.
"""

from helpers.schedules.readings.mmengine import decays, waves  # noqa: F401
from helpers.schedules.readings.mmengine.rule import library

__all__ = ["library"]
