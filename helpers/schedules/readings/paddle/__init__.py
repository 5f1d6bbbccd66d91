"""PaddlePaddle: schedulers that hold their rate, most by formulas of the epoch.

From the ground up: ``rule`` has what all of them do, ``decays`` and ``cycles`` have
those that stand alone, ``warmup`` the one that others stand behind.
"""

from helpers.schedules.readings.paddle import cycles, decays, warmup  # noqa: F401
from helpers.schedules.readings.paddle.rule import library

__all__ = ["library"]
