"""The factory of timm, which has defaults of its own."""

from typing import Any

from helpers.checks import check_choice, check_count, check_flag
from helpers.schedules.columns import Schedule
from helpers.schedules.readings.stepping import Optimizer
from helpers.schedules.readings.timm.cycles import cosine, polynomial, tanh
from helpers.schedules.readings.timm.decays import (
    multi_step,
    step_decay,
    warmup_stable_decay,
)
from helpers.schedules.readings.timm.warmup import library

__all__ = ["library"]


@library.reads("create_scheduler_v2")
def create_scheduler(
    optimizer: Optimizer,
    sched: Any = "cosine",
    num_epochs: Any = 300,
    decay_epochs: Any = None,
    decay_milestones: Any = (90, 180, 270),
    cooldown_epochs: Any = 0,
    patience_epochs: Any = 10,
    decay_rate: Any = 0.1,
    min_lr: Any = 0.0,
    warmup_lr: Any = 1e-5,
    warmup_epochs: Any = 0,
    warmup_prefix: Any = False,
    noise: Any = None,
    noise_pct: Any = 0.67,
    noise_std: Any = 1.0,
    noise_seed: Any = 42,
    cycle_mul: Any = 1.0,
    cycle_decay: Any = 0.1,
    cycle_limit: Any = 1,
    k_decay: Any = 1.0,
    decay_fn: Any = None,
    stable_timescale: Any = None,
    plateau_mode: Any = "max",
    step_on_epochs: Any = True,
    updates_per_epoch: Any = 0,
) -> Schedule:
    """Make one of the others, with the factory's own defaults."""
    kinds = ("cosine", "tanh", "step", "constant", "multistep", "poly", "wsd", "rsqrt")
    kind = check_choice("sched", sched, kinds)
    each = 1
    if not check_flag("step_on_epochs", step_on_epochs):
        each = check_count("updates_per_epoch", updates_per_epoch)
    in_common = {
        "warmup_t": warmup_epochs * each,
        "warmup_lr_init": warmup_lr,
        "noise_range_t": noise,
    }
    fall = 0.2 if kind in ("wsd", "rsqrt") else 90
    fall = fall if decay_epochs is None else decay_epochs
    whole = num_epochs * each
    if kind in ("wsd", "rsqrt"):
        whole -= 0 if warmup_prefix else warmup_epochs * each
        return warmup_stable_decay(
            optimizer,
            whole,
            round(fall * (whole if 0 < fall < 1 else each)),
            lr_min=min_lr,
            stable_fn="rsqrt" if kind == "rsqrt" else "constant",
            stable_timescale=stable_timescale and stable_timescale * each,
            decay_fn=decay_fn or ("linear" if kind == "rsqrt" else "1-sqrt"),
            **in_common,
        )
    in_common["warmup_prefix"] = warmup_prefix
    if kind == "multistep":
        turns = [turn * each for turn in decay_milestones]
        return multi_step(optimizer, turns, decay_rate, **in_common)
    if kind == "constant":
        return step_decay(optimizer, 1, 1.0, **in_common)
    if kind == "step":
        return step_decay(optimizer, fall * each, decay_rate, **in_common)
    in_common |= {
        "lr_min": min_lr,
        "cycle_mul": cycle_mul,
        "cycle_decay": cycle_decay,
        "cycle_limit": cycle_limit,
    }
    if kind == "tanh":
        return tanh(optimizer, whole, **in_common)
    if kind == "poly":
        return polynomial(
            optimizer, whole, power=decay_rate, k_decay=k_decay, **in_common
        )
    return cosine(optimizer, whole, k_decay=k_decay, **in_common)
