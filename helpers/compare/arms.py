"""An arm of a comparison: whatever gives a column of rates for a peak and a budget."""

import numpy as np

from helpers.quiet import keras
from helpers.schedules import (
    Schedule,
    check_table,
    constant,
    cosine,
    linear,
    table,
    with_warmup,
)


def constant_arm(peak, updates):
    """Return the rate that stays at the peak."""
    return constant(peak)


def warmup_cosine_arm(peak, updates):
    """Return a rise over a tenth of the updates, and a cosine over the rest."""
    tenth = updates // 10
    return with_warmup(cosine(peak, updates - tenth), tenth)


STANDARD_ARMS = {
    "constant": constant_arm,
    "linear": linear,
    "cosine": cosine,
    "warm-up + cosine": warmup_cosine_arm,
}
SCHEDULES = Schedule, keras.optimizers.schedules.LearningRateSchedule


def column(name, arm, peak, updates):
    """Return the rates of an arm, float64 of shape ``(updates,)``.

    ``arm`` is a function of peak and updates that returns a schedule of this
    collection, a Keras schedule, a function of the step, or a column. Or it is one of
    these itself: then it is scaled so that its highest rate is the peak.
    """
    named = f"arms[{name!r}]"
    scaled = isinstance(arm, SCHEDULES) or not callable(arm)
    made = arm if scaled else arm(peak, updates)
    if isinstance(made, SCHEDULES) or callable(made):
        rates = table(made, updates)
    else:
        rates = check_table(named, made)
    if len(rates) != updates:
        raise ValueError(
            f"{named} has {len(rates)} rates, but the budget is {updates} updates"
        )
    if not scaled:
        return rates
    if not rates.any():
        raise ValueError(f"{named} has no rate above 0, so that it can't be scaled")
    return rates * (peak / np.max(rates))
