"""Schedulers of Transformers by the names that a Trainer gives them."""

from typing import Any

from helpers.checks import check_choice
from helpers.schedules.readings.stepping import Optimizer
from helpers.schedules.readings.transformers.factors import library

__all__ = ["library"]

_BY_NAME = {
    "linear": "get_linear_schedule_with_warmup",
    "cosine": "get_cosine_schedule_with_warmup",
    "cosine_with_restarts": "get_cosine_with_hard_restarts_schedule_with_warmup",
    "polynomial": "get_polynomial_decay_schedule_with_warmup",
    "constant": "get_constant_schedule",
    "constant_with_warmup": "get_constant_schedule_with_warmup",
    "inverse_sqrt": "get_inverse_sqrt_schedule",
    "cosine_with_min_lr": "get_cosine_with_min_lr_schedule_with_warmup",
    "cosine_warmup_with_min_lr": "get_cosine_with_min_lr_schedule_with_warmup_lr_rate",
    "warmup_stable_decay": "get_wsd_schedule",
}


@library.reads("get_scheduler")
def by_name(
    name: Any,
    optimizer: Optimizer,
    num_warmup_steps: Any = None,
    num_training_steps: Any = None,
    scheduler_specific_kwargs: Any = None,
) -> Any:
    """Make one of the others, by the name that a Trainer gives it.

    ``constant`` has no warm-up, whatever is given, and takes nothing more.
    """
    kind = check_choice("name", name, tuple(_BY_NAME))
    named = dict(scheduler_specific_kwargs or {})
    if kind in ("constant", "constant_with_warmup"):
        named = {}
    if kind != "constant":
        if num_warmup_steps is None:
            raise TypeError("num_warmup_steps must be given")
        named["num_warmup_steps"] = num_warmup_steps
    if kind not in ("constant", "constant_with_warmup", "inverse_sqrt"):
        if num_training_steps is None and kind != "warmup_stable_decay":
            raise TypeError("num_training_steps must be given")
        named["num_training_steps"] = num_training_steps
    return library.read(_BY_NAME[kind], [], named, optimizer)
