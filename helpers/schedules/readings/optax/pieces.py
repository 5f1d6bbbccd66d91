"""Schedules of optax that go from value to value at given steps."""

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.checks import check_choice, check_count, check_rate
from helpers.schedules.columns import Schedule
from helpers.schedules.readings.optax.single import library

__all__ = ["library"]


def _scales(boundaries_and_scales: Any) -> list[tuple[int, float]]:
    """Return boundaries with their scales, in order."""
    if boundaries_and_scales is None:
        return []
    name = "boundaries_and_scales"
    if not isinstance(boundaries_and_scales, dict):
        raise TypeError(f"{name} = {boundaries_and_scales!r} must be a dict")
    return sorted(
        (check_count(name, turn, at_least=0), check_rate(f"{name}[{turn}]", scale))
        for turn, scale in boundaries_and_scales.items()
    )


@library.reads("piecewise_constant_schedule")
def piecewise_constant(init_value: Any, boundaries_and_scales: Any = None) -> Schedule:
    """Multiply by each scale from its boundary on."""
    start = check_rate("init_value", init_value)
    scales = _scales(boundaries_and_scales)

    def formula(step: Ints) -> Floats:
        rates = np.full(step.shape, start)
        for turn, scale in scales:
            rates = np.where(step < turn, rates, rates * scale)
        return rates

    return Schedule(formula)


@library.reads("piecewise_interpolate_schedule")
def interpolated(
    interpolate_type: Any, init_value: Any, boundaries_and_scales: Any = None
) -> Schedule:
    """Go to each boundary's value, which is scaled from the last, and stay."""
    kind = check_choice("interpolate_type", interpolate_type, ("linear", "cosine"))
    start = check_rate("init_value", init_value)
    scales = _scales(boundaries_and_scales)
    turns = np.array([0, *(turn for turn, _ in scales)])
    values = np.cumprod([start, *(scale for _, scale in scales)])
    shape = _SHAPES[kind]

    def formula(step: Ints) -> Floats:
        part = np.searchsorted(turns, step, "right") - 1
        after = np.minimum(part + 1, len(turns) - 1)
        length = np.maximum(turns[after] - turns[part], 1)
        return values[after] + (values[part] - values[after]) * shape(
            (step - turns[part]) / length
        )

    return Schedule(formula, int(turns[-1]) or None)


_SHAPES: dict[str, Callable[[Floats], Floats]] = {
    "linear": lambda way: 1 - way,
    "cosine": lambda way: (1 + np.cos(np.pi * way)) / 2,
}


@library.reads("linear_onecycle_schedule")
def linear_one_cycle(
    transition_steps: Any,
    peak_value: Any,
    pct_start: Any = 0.3,
    pct_final: Any = 0.85,
    div_factor: Any = 25.0,
    final_div_factor: Any = 10_000.0,
) -> Schedule:
    """Rise on a line, fall back, and far below the start in the last part."""
    steps = check_count("transition_steps", transition_steps)
    turns = {
        int(check_rate("pct_start", pct_start) * steps): div_factor,
        int(check_rate("pct_final", pct_final) * steps): 1 / div_factor,
        steps: 1 / final_div_factor,
    }
    return interpolated(
        "linear", check_rate("peak_value", peak_value) / div_factor, turns
    )


@library.reads("cosine_onecycle_schedule")
def cosine_one_cycle(
    transition_steps: Any,
    peak_value: Any,
    pct_start: Any = 0.3,
    div_factor: Any = 25.0,
    final_div_factor: Any = 10_000.0,
) -> Schedule:
    """Rise on half a wave, and fall on another far below the start."""
    steps = check_count("transition_steps", transition_steps)
    turns = {
        int(check_rate("pct_start", pct_start) * steps): div_factor,
        steps: 1 / (div_factor * final_div_factor),
    }
    return interpolated(
        "cosine", check_rate("peak_value", peak_value) / div_factor, turns
    )
