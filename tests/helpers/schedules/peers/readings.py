"""How the rates of each peer are read; a test whose peer is missing is skipped.

A peer is imported when a test first uses it: of two workers only one pays for it.
"""

import functools
import importlib.util
import sys
import warnings

import numpy as np
import pytest

LONGEST = 1600  # steps of a column that the tests draw


def needs(module):
    return pytest.importorskip(module, reason="needs the extra peers")


class Later:
    """A module that is imported when one of its names is first asked for."""

    def __init__(self, module):
        self.module = module

    def __getattr__(self, name):
        if name.startswith("__"):  # pytest asks for __test__ when it collects
            raise AttributeError(name)
        return getattr(needs(self.module), name)


@functools.cache
def timm_scheduler():
    """Return timm's class; all of timm would need torchvision, this only PyTorch."""
    needs("torch")
    found = importlib.util.find_spec("timm")
    if found is None:
        pytest.skip("needs timm, see pyproject.toml")
    if "timm" not in sys.modules:
        # Known by its spec, but not run.
        sys.modules["timm"] = importlib.util.module_from_spec(found)
    from timm.scheduler.cosine_lr import CosineLRScheduler

    return CosineLRScheduler


def sgd(*peaks):
    """Return an optimizer of PyTorch, a group for each rate that a scheduler sets."""
    torch = needs("torch")
    groups = [{"params": [torch.zeros(1, requires_grad=True)], "lr": p} for p in peaks]
    return torch.optim.SGD(groups)


def rates_of_optax(schedule, steps):
    """Return the rates of all steps at once: optax's schedules take arrays.

    JAX compiles for each length of an array, so all have one length and are cut.
    """
    assert steps <= LONGEST
    return np.asarray(schedule(np.arange(LONGEST)))[:steps]


def rates_of_pytorch(scheduler, steps):
    """Return the rates in use while PyTorch makes so many steps."""
    rates = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SequentialLR warns of its own steps
        for _ in range(steps):
            rates.append(scheduler.optimizer.param_groups[0]["lr"])
            scheduler.optimizer.step()
            scheduler.step()
    return rates


def rates_of_groups(scheduler, steps, after):
    """Return the rates of each group in use while so many updates are made.

    ``after`` is called with the number of each update when that is done.
    """
    rates = []
    for update in range(1, steps + 1):
        rates.append([group["lr"] for group in scheduler.optimizer.param_groups])
        scheduler.optimizer.step()
        after(update)
    return np.array(rates)


def rates_of_timm_script(scheduler, steps, updates_per_epoch=10):
    """Return the rates of each group, stepped as timm's training script does it."""

    def after(update):
        scheduler.step_update(num_updates=update)
        if update % updates_per_epoch == 0:
            scheduler.step(update // updates_per_epoch)

    return rates_of_groups(scheduler, steps, after)


def rates_of_timm(scheduler, steps):
    """Return the rates that timm sets before each of so many steps."""
    rates = []
    for step in range(steps):
        scheduler.step(step)
        rates.append(scheduler.optimizer.param_groups[0]["lr"])
    return rates
