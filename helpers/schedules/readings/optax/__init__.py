"""optax: functions of the count of updates, some made of others.

They compute in float32 and differ from these by that much. From the ground up:
``single`` has those that stand alone, ``pieces`` those between given steps, ``joined``
those behind each other.
"""

from helpers.schedules.readings.optax import joined, pieces  # noqa: F401
from helpers.schedules.readings.optax.single import library

__all__ = ["library"]
