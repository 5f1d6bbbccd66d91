"""fastai: functions of how much of a training is done, asked before each batch.

From the ground up: ``curves`` has those functions, ``trainings`` the methods of a
learner that use them.
"""

from helpers.schedules.readings.fastai import trainings  # noqa: F401
from helpers.schedules.readings.fastai.curves import library

__all__ = ["library"]
