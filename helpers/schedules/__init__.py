"""A schedule is a column of numbers, one rate per step.

The parts, from the ground up: ``columns`` has the idea, a function of the step and the
column that ``table`` makes of it; ``calls`` says how a schedule was made; ``shapes``
has the straight line and the half wave; ``decays`` has the schedules that stay or fall,
and ``warmups`` those that rise first; ``programs`` writes any schedule in the words of
other libraries, as a whole program. ``readings`` has the rates of calls that others
wrote, of any library.
``recognition`` names the schedule behind a column or a log, and says what is wrong with
it, by ``column_rules`` and in ``words`` that ``helpers.preview`` uses too.
``dictionary`` and ``traps`` have what their words mean.
None of them needs Keras.
"""

from helpers.schedules.calls import Call, call_of
from helpers.schedules.column_rules import Problem
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
from helpers.schedules.dictionary import Meaning, Rule, meanings, rules
from helpers.schedules.programs import LIBRARIES, program
from helpers.schedules.programs.translations import translations
from helpers.schedules.readings import readable, reading
from helpers.schedules.recognition import Recognized, recognize
from helpers.schedules.traps import Trap, traps
from helpers.schedules.warmups import one_cycle, warmup_stable_decay, with_warmup

__all__ = [
    "LIBRARIES",
    "Call",
    "Meaning",
    "Problem",
    "Recognized",
    "Rule",
    "Schedule",
    "Trap",
    "call_of",
    "check_steps",
    "check_table",
    "constant",
    "cosine",
    "cosine_restarts",
    "linear",
    "meanings",
    "on_arrays",
    "one_cycle",
    "program",
    "readable",
    "reading",
    "recognize",
    "rules",
    "step_decay",
    "table",
    "translations",
    "traps",
    "warmup_stable_decay",
    "with_warmup",
]
