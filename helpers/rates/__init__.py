"""Who reads which rate, and whether what sets it is right.

From the ground up: ``optimizers`` (where a model keeps them), ``reading`` (the rate and
the count of each), ``work`` (which have made updates), ``own_rates`` (those that change
the rate themselves), ``column_lengths`` (does a column fit a training?), ``beside``
(the other callbacks), ``callback`` and ``setter`` (what our callbacks have in common).
"""

from helpers.rates.optimizers import optimizers_in, optimizers_of
from helpers.rates.own_rates import (
    changes_the_rate,
    rate_in_force,
    reader_of,
    remark_on,
)
from helpers.rates.reading import (
    are_alike,
    counter_of,
    find_optimizer,
    has_rate,
    has_schedule,
    number_of,
    rate_of,
    schedule_of,
    updates_done,
)
from helpers.rates.work import UpdateWatch

__all__ = [
    "UpdateWatch",
    "are_alike",
    "changes_the_rate",
    "counter_of",
    "find_optimizer",
    "has_rate",
    "has_schedule",
    "number_of",
    "optimizers_in",
    "optimizers_of",
    "rate_in_force",
    "rate_of",
    "reader_of",
    "remark_on",
    "schedule_of",
    "updates_done",
]
