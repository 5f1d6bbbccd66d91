"""timm: formulas of the update or epoch, with a warm-up in front or in its place.

From the ground up: ``warmup`` has what all have in common, ``cycles`` and ``decays``
have the schedulers, ``factory`` makes them by their names.
"""

from helpers.schedules.readings.timm import cycles, decays, factory  # noqa: F401
from helpers.schedules.readings.timm.warmup import library

__all__ = ["library"]
