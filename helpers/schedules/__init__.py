"""A schedule is a column of numbers, one rate per step.

The parts, from the ground up: ``columns`` has the idea, a function of the step and the
column that ``table`` makes of it; ``shapes`` has the straight line and the half wave;
``decays`` has the schedules that stay or fall, and ``warmups`` those that rise first;
``translations`` writes a cosine in the words of other libraries. None of them needs
Keras.
"""

from helpers.schedules.columns import (
    Schedule,
    check_steps,
    check_table,
    on_arrays,
    table,
)
from helpers.schedules.decays import (
    constant,
    cosine,
    cosine_restarts,
    linear,
    step_decay,
)
from helpers.schedules.translations import translations
from helpers.schedules.warmups import one_cycle, warmup_stable_decay, with_warmup

__all__ = [
    "Schedule",
    "check_steps",
    "check_table",
    "constant",
    "cosine",
    "cosine_restarts",
    "linear",
    "on_arrays",
    "one_cycle",
    "step_decay",
    "table",
    "translations",
    "warmup_stable_decay",
    "with_warmup",
]
