"""DeepSpeed: schedulers that count a batch behind: the first update is at their start.

So the update t uses the rate of their batch t - 1, and the first one that of none.
``warmups`` has those that rise once, ``cycles`` the others.
"""

from helpers.schedules.readings.deepspeed import cycles  # noqa: F401
from helpers.schedules.readings.deepspeed.warmups import library

__all__ = ["library"]
