"""Rules on rates without an end that are far too slow for the training."""

from collections.abc import Iterator, Sequence

import numpy as np

from helpers.preview.beyond import Beyond
from helpers.preview.facts import Facts
from helpers.schedules.words import number

__all__ = ["hardly_falls", "only_warms_up"]

HARDLY = 0.95  # of the first rate is left
MUCH = 1.2  # times the last rate: the peak is still to come


def only_warms_up(facts: Facts) -> Iterator[str]:
    """The rate rises throughout, and would fall later."""
    rates, beyond = facts.column, facts.beyond
    if beyond is None or facts.start or not (np.diff(rates) >= 0).all():
        return
    if rates[-1] > rates[0] and beyond.is_hill and beyond.peak > MUCH * rates[-1]:
        top = int(beyond.steps[beyond.rates.argmax()])
        yield (
            f"The training ends within the warm-up of {facts.set_by}: the rate rises "
            f"up to about update {_about(top)}, and training has {len(rates)}. Its "
            f"last rate is {number(rates[-1])}, not {number(beyond.peak)}."
            f"{_what_to_change(beyond, ('warm', 'step_size'))}"
        )


def hardly_falls(facts: Facts) -> Iterator[str]:
    """The rate stays about the same, and would fall to half of it much later."""
    rates, beyond = facts.column, facts.beyond
    if beyond is None or facts.start or not (np.diff(rates) <= 0).all():
        return
    half = beyond.first_below(0.5 * rates[0])
    if half is not None and rates[-1] > HARDLY * rates[0]:
        yield (
            f"{facts.set_by} hardly falls: from {number(rates[0])} to "
            f"{number(rates[-1])} in {len(rates)} updates. It takes about "
            f"{_about(half)} to fall to half of that."
            f"{_what_to_change(beyond, ('decay_steps',))}"
        )


def _about(step: int) -> int:
    """Return a step with two digits, as steps beyond the training are not all tried."""
    return int(float(f"{step:.1e}"))


def _what_to_change(beyond: Beyond, parts: Sequence[str]) -> str:
    """Name the number of steps that is too large for the training."""
    for name, value in beyond.numbers.items():
        is_number = isinstance(value, int | float) and value > 1
        if is_number and any(part in name for part in parts):
            return f" Make {name}={value:g} smaller."
    return ""
