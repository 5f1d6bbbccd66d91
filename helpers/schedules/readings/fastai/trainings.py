"""The methods of fastai's learner that train.

An epoch counts as many batches as ``steps_per_epoch`` says. Rates are those of the last
group of parameters.
"""

from typing import Any

import numpy as np

from helpers.arrays import Floats, Ints
from helpers.checks import check_count, check_positive, check_rate
from helpers.schedules.columns import Schedule
from helpers.schedules.readings.fastai.curves import (
    Curve,
    combined,
    constant,
    cosine,
    library,
    two_waves,
)
from helpers.schedules.readings.stepping import Optimizer

__all__ = ["library"]

_RATE_OF_A_LEARNER = 1e-3  # where it was given none


def _training(
    curve: Curve, epochs: Any, optimizer: Optimizer, begin: Any = 0
) -> Schedule:
    """Return the rates of a training from an epoch on; there are none past its end."""
    epochs = check_count("n_epoch", epochs)
    begin = check_count("start_epoch", begin, at_least=0, at_most=epochs - 1)
    batches = optimizer.steps_per_epoch
    if batches is None:
        raise TypeError("steps_per_epoch = None must be given: the batches of an epoch")
    # As fastai does it: each epoch begins at its share, and each batch adds a little.
    within = np.cumsum([0.0, *[1 / (batches * epochs)] * (batches - 1)])
    shares = [epoch / epochs + within for epoch in range(begin, epochs)]
    return _of_rates(curve(np.concatenate(shares)))


def _of_rates(rates: Floats) -> Schedule:
    """Return the schedule of a training that uses these rates, and ends."""

    def formula(step: Ints) -> Floats:
        last = step.max(initial=0)
        if last >= len(rates):
            raise ValueError(f"step = {last} must be below {len(rates)}: it ends there")
        return rates[step]

    return Schedule(formula, len(rates))


def _rate(given: Any, optimizer: Optimizer) -> float:
    """Return the rate that a method was given, or that of its learner."""
    if given is not None:
        return check_rate("lr", given)
    return _RATE_OF_A_LEARNER if np.isnan(optimizer.rate) else optimizer.rate


@library.reads("fit")
def fit(
    n_epoch: Any,
    lr: Any = None,
    wd: Any = None,
    cbs: Any = None,
    reset_opt: Any = False,
    start_epoch: Any = 0,
    *,
    optimizer: Optimizer,
) -> Schedule:
    """Use a constant rate, or what a ParamScheduler among ``cbs`` says."""
    rate = _rate(lr, optimizer)
    curves = [each for each in (cbs if isinstance(cbs, list) else [cbs]) if each]
    if len(curves) > 1:
        raise ValueError(f"cbs = {cbs!r} must hold one ParamScheduler with a rate")
    curve = curves[0] if curves else constant(rate, rate)
    return _training(curve, n_epoch, optimizer, start_epoch)


@library.reads("fit_one_cycle")
def fit_one_cycle(
    n_epoch: Any,
    lr_max: Any = None,
    div: Any = 25.0,
    div_final: Any = 100_000.0,
    pct_start: Any = 0.25,
    wd: Any = None,
    moms: Any = None,
    cbs: Any = None,
    reset_opt: Any = False,
    start_epoch: Any = 0,
    *,
    optimizer: Optimizer,
) -> Schedule:
    """Rise and fall on half waves; the last batch is not yet at the end."""
    top = _rate(lr_max, optimizer)
    start = top / check_positive("div", div)
    end = top / check_positive("div_final", div_final)
    curve = two_waves(pct_start, start, top, end)
    return _training(curve, n_epoch, optimizer, start_epoch)


@library.reads("fit_flat_cos")
def fit_flat_cos(
    n_epoch: Any,
    lr: Any = None,
    div_final: Any = 100_000.0,
    pct_start: Any = 0.75,
    wd: Any = None,
    cbs: Any = None,
    reset_opt: Any = False,
    start_epoch: Any = 0,
    *,
    optimizer: Optimizer,
) -> Schedule:
    """Stay, then fall on half a wave; ``start_epoch`` changes nothing."""
    top = _rate(lr, optimizer)
    curve = two_waves(pct_start, top, top, top / check_positive("div_final", div_final))
    return _training(curve, n_epoch, optimizer)


@library.reads("fit_sgdr")
def fit_sgdr(
    n_cycles: Any,
    cycle_len: Any,
    lr_max: Any = None,
    cycle_mult: Any = 2,
    cbs: Any = None,
    reset_opt: Any = False,
    wd: Any = None,
    start_epoch: Any = 0,
    *,
    optimizer: Optimizer,
) -> Schedule:
    """Fall to 0 on a half wave in each cycle, ``cycle_mult`` times as long."""
    cycles = check_count("n_cycles", n_cycles)
    length = check_count("cycle_len", cycle_len)
    longer = check_count("cycle_mult", cycle_mult, at_least=2)
    top = _rate(lr_max, optimizer)
    epochs = length * (longer**cycles - 1) // (longer - 1)
    shares = [length * longer**cycle / epochs for cycle in range(cycles)]
    curve = combined(shares, [cosine(top, 0)] * cycles)
    return _training(curve, epochs, optimizer, start_epoch)


@library.reads("fine_tune")
def fine_tune(
    epochs: Any,
    base_lr: Any = 0.002,
    freeze_epochs: Any = 1,
    lr_mult: Any = 100,
    pct_start: Any = 0.3,
    div: Any = 5.0,
    div_final: Any = 100_000.0,
    wd: Any = None,
    moms: Any = None,
    cbs: Any = None,
    reset_opt: Any = False,
    *,
    optimizer: Optimizer,
) -> Schedule:
    """Train the frozen epochs with one cycle, the others with one half as high."""
    rate = check_rate("base_lr", base_lr)
    frozen = fit_one_cycle(
        freeze_epochs, rate, div_final=div_final, pct_start=0.99, optimizer=optimizer
    )
    free = fit_one_cycle(
        epochs, rate / 2, div, div_final, pct_start, optimizer=optimizer
    )
    parts = [part(np.arange(part.steps or 0)) for part in (frozen, free)]
    return _of_rates(np.concatenate(parts))
