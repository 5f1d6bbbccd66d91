"""The rates that libraries use which are installed for this purpose alone.

Each function runs a text, and returns the rates until the library fails. Whatever a
library's package imports beside its schedulers is left out where it would need more
than PyTorch.
"""

import contextlib
import logging
import sys
import types
import warnings
from functools import cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec

from tests.helpers.schedules.readings.drawn_others import STEPS

BATCHES = 4  # of an epoch of fastai


def run(text, names):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return eval(text, dict(names))


def sgd(peak):
    torch = import_module("torch")
    return torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=peak)


def noted(rate, step, steps=STEPS):
    """Note a rate and step, so many times or until the library fails."""
    rates = []
    with warnings.catch_warnings(), contextlib.suppress(ArithmeticError, ValueError):
        warnings.simplefilter("ignore")
        for _ in range(steps):
            rates.append(float(rate()))
            step()
    return rates


def of_paddle(text, peak):
    scheduler = run(text, vars(import_module("paddle.optimizer.lr")))
    return noted(scheduler, scheduler.step)


def of_mlx(text, peak):
    array = import_module("mlx.core").array
    schedule = run(text, vars(import_module("mlx.optimizers")))
    steps = map(array, range(STEPS))
    return [float(schedule(step)) for step in steps]


@cache
def schedulers_of_deepspeed():
    package = module_from_spec(find_spec("deepspeed"))  # known, but not run
    tools = types.ModuleType("deepspeed.utils")
    tools.logger = logging.getLogger("deepspeed")
    tools.logger.setLevel(logging.ERROR)
    sys.modules |= {"deepspeed": package, "deepspeed.utils": tools}
    return vars(import_module("deepspeed.runtime.lr_schedules"))


def of_deepspeed(text, peak):
    optimizer = sgd(peak)
    scheduler = run(text, schedulers_of_deepspeed() | {"optimizer": optimizer})
    return noted(lambda: optimizer.param_groups[0]["lr"], scheduler.step)


def names_of_pytorch(package, optimizer):
    """Return what a package has, and the schedulers that it takes."""
    rules = vars(import_module("torch.optim.lr_scheduler"))
    return {**rules, **vars(import_module(package)), "optimizer": optimizer}


def of_warmup_scheduler(text, peak):
    optimizer = sgd(peak)
    scheduler = run(text, names_of_pytorch("warmup_scheduler", optimizer))
    return noted(lambda: optimizer.param_groups[0]["lr"], scheduler.step)


def of_ignite(text, peak):
    """Return the rates inside of iterations: the handler is called as one begins."""
    optimizer = sgd(peak)
    handler = run(text, names_of_pytorch("ignite.handlers", optimizer))

    def rate():
        handler(None)
        return optimizer.param_groups[0]["lr"]

    return noted(rate, optimizer.step)


def of_mmengine(text, peak):
    optimizer = sgd(peak)
    names = vars(import_module("mmengine.optim.scheduler")) | {"optimizer": optimizer}
    made = run(text, names)
    rules = made if isinstance(made, list) else [made]

    def step():
        optimizer.step()
        for rule in rules:
            rule.step()

    return noted(lambda: optimizer.param_groups[0]["lr"], step)


@cache
def names_of_fastai():
    learner = import_module("fastai.learner")
    schedule = import_module("fastai.callback.schedule")
    return {**vars(learner), **vars(schedule)}


def of_fastai(text, peak):
    """Train one layer, and return the rate of each batch."""
    torch, names = import_module("torch"), names_of_fastai()
    rates = []

    class Noting(names["Callback"]):
        order = 100

        def after_pred(self):
            if self.training:
                rates.append(float(self.opt.hypers[-1]["lr"]))

    data = torch.utils.data.TensorDataset(torch.ones(8, 1), torch.ones(8, 1))
    core = import_module("fastai.data.core")
    load = import_module("fastai.data.load").DataLoader
    loaders = core.DataLoaders(load(data, bs=8 // BATCHES), load(data, bs=2))
    learn = names["Learner"](
        loaders,
        torch.nn.Linear(1, 1),
        loss_func=torch.nn.functional.mse_loss,
        lr=peak,
        cbs=Noting(),
    )
    with learn.no_bar(), learn.no_logging():
        run(text, names | {"learn": learn})
    return rates
