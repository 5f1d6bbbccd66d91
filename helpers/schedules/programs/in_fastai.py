"""Programs for fastai: an annealer where it is exact, else the formula by position."""

from helpers.schedules.programs.formula import formula
from helpers.schedules.programs.layout import call, comment, imports, joined
from helpers.schedules.programs.own import Own
from helpers.schedules.programs.parts import Fall, Parts
from helpers.schedules.programs.run import Run

__all__ = ["fastai"]

SCHEDULE = "from fastai.callback.schedule import"

NEEDED = (
    "import torch",
    "from fastai.callback.tracker import SaveModelCallback",
    "from fastai.data.core import DataLoaders",
    "from fastai.data.load import DataLoader",
    "from fastai.learner import Learner",
    "from fastai.optimizer import SGD",
    "from pathlib import Path",
)

SAVE = """\
save = SaveModelCallback("train_loss", "epoch", every_epoch=True, with_opt=True)
stored = [path.stem.removeprefix("epoch_") for path in Path("models").glob("epoch_*")]
done = max(map(int, stored), default=-1) + 1
if done:
    learner.load(f"epoch_{done - 1}", with_opt=True)"""


def fastai(run: Run) -> str:
    """Return the program for fastai, whose schedules see the position in the run."""
    updates = run.epoch
    epochs = run.updates // updates
    own = Own(()) if run.constant else _scheduler_of(run)
    callbacks = "[save]" if run.constant else "[scheduler, save]"
    rows = f"{8 * updates}"
    return joined(
        [
            comment(f"{run.title}, in fastai"),
            imports([*NEEDED, *own.imports]),
            *"\n".join(own.lines).split("\n\n\n"),
            "model = torch.nn.Linear(4, 1)  # your model\n"
            f"rows = list(zip(torch.randn({rows}, 4), torch.randn({rows}, 1)))"
            "  # your data\n"
            "loaders = DataLoaders(DataLoader(rows, bs=8), DataLoader(rows, bs=8))\n"
            "loss = torch.nn.functional.mse_loss\n"
            f"learner = Learner(loaders, model, loss, SGD, lr={run.peak!r})",
            comment(
                f"{epochs} epochs of {updates} updates. To resume, load the last whole "
                "epoch with its optimizer; start_epoch moves the position on. Delete "
                'the folder "models" to start again.'
            )
            + f"\n{SAVE}\n"
            f"learner.fit({epochs}, cbs={callbacks}, start_epoch=done)",
        ]
    )


def _scheduler_of(run: Run) -> Own:
    if run.parts and not run.steps_per_epoch:
        annealer = _annealer(run.parts, run.steps)
        if annealer:
            name = annealer.partition("(")[0]
            line = f'scheduler = ParamScheduler({{"lr": {annealer}}})'
            return Own((line,), (f"{SCHEDULE} ParamScheduler, {name}",))
    written = formula(run)
    step = f"round(position * {run.updates})"
    if run.steps_per_epoch:
        step = f"{step} // {run.steps_per_epoch}"
    note = comment("The position of an update is its number over all updates.")
    rule = f'{{"lr": lambda position: rate({step})}}'
    make = call("scheduler = ParamScheduler", rule)
    return Own(
        (f"{written.text}\n\n\n{note}\n{make}",),
        (f"{SCHEDULE} ParamScheduler", *written.imports),
    )


def _annealer(parts: Parts, steps: int) -> str | None:
    """Return fastai's own, which falls over the whole run; joined they are float32."""
    match parts.rises, parts.body:
        case [], Fall(curve, 0, span, floor) if span == steps:
            name = "SchedLin" if curve == "line" else "SchedCos"
            return f"{name}({parts.peak!r}, {floor!r})"
    return None
