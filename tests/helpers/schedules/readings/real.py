"""The rates that the real libraries use, for a text that Python runs here."""

import logging
import warnings
from importlib import import_module

import numpy as np

from tests.helpers.schedules.peers.readings import needs, timm_scheduler
from tests.helpers.schedules.readings.drawn import STEPS


def optimizer_of(text, peak):
    """Return PyTorch's SGD with that rate; a training goes on if the text says so."""
    torch = needs("torch")
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=peak)
    if "last_epoch=" in text:
        optimizer.param_groups[0]["initial_lr"] = peak
    return optimizer


def made(module, text, **names):
    """Run a text with the names of a module."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return eval(text, {**vars(needs(module)), **names})


def of_pytorch(text, peak, steps=STEPS, module="torch.optim.lr_scheduler"):
    """Return the rates until a scheduler of PyTorch fails, at most so many."""
    optimizer = optimizer_of(text, peak)
    rates = []
    scheduler = made(module, text, optimizer=optimizer)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(steps):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            try:
                scheduler.step()
            except (ValueError, ZeroDivisionError):
                break
    return rates


def of_transformers(text, peak, steps=STEPS):
    return of_pytorch(text, peak, steps, module="transformers.optimization")


def of_timm(text, peak, steps=STEPS):
    """Return the rates as timm's training script steps: it counts from 1."""
    timm_scheduler()
    logging.getLogger("timm").setLevel(logging.ERROR)
    import_module("timm.scheduler.cosine_lr")._logger.setLevel(logging.ERROR)
    import_module("timm.scheduler.poly_lr")._logger.setLevel(logging.ERROR)
    optimizer = optimizer_of(text, peak)
    scheduler = made("timm.scheduler", text, optimizer=optimizer)
    if isinstance(scheduler, tuple):  # the factory returns the epochs too
        scheduler = scheduler[0]
    rates = []
    for update in range(1, steps + 1):
        rates.append(optimizer.param_groups[0]["lr"])
        if scheduler.t_in_epochs:
            scheduler.step(update)
        else:
            scheduler.step_update(update)
    return rates


def of_optax(text, peak=None, steps=STEPS):
    jax, schedule = needs("jax"), made("optax", text)
    each = jax.vmap(lambda step: jax.numpy.asarray(schedule(step), "float32"))
    return each(np.arange(steps))


EVERY_STEP = range(STEPS)


def of_keras(text, peak=None, steps=EVERY_STEP):
    """Return the rates of the compiled schedule, as ``fit`` has it.

    There the division by a constant is a product, and rounds to another float.
    """
    tf = needs("tensorflow")
    schedule = made("keras.optimizers.schedules", text)
    compiled = tf.function(lambda step: schedule(step))
    return [float(compiled(tf.constant(int(step), tf.int64))) for step in steps]
