"""Programs for DeepSpeed: PyTorch's schedulers, which its engine steps.

DeepSpeed's own warm-ups, WarmupLR, WarmupDecayLR and WarmupCosineLR, give their first
rate to two updates, so that all that follows comes one update late.
"""

from helpers.schedules.programs.in_pytorch import by_lambda, scheduler_of
from helpers.schedules.programs.layout import call, comment, imports, joined, noted
from helpers.schedules.programs.loop import by_updates
from helpers.schedules.programs.own import Own
from helpers.schedules.programs.run import Run

__all__ = ["deepspeed"]

UPDATE = [
    "loss = torch.nn.functional.mse_loss(engine(inputs), targets)",
    "engine.backward(loss)",
    "engine.step()  # steps all that the engine holds",
]


def deepspeed(run: Run) -> str:
    """Return the program for DeepSpeed, to be started by its launcher."""
    if run.constant:
        own, given = Own(()), []
    elif run.steps_per_epoch:
        own, given = by_lambda(run, f"step // {run.steps_per_epoch}"), [SCHEDULER]
    else:
        own, given = scheduler_of(run), [SCHEDULER]
    sgd = f"optimizer = torch.optim.SGD(model.parameters(), lr={run.peak!r})"
    return joined(
        [
            comment(f"{run.title}, in DeepSpeed")
            + "\n# Start it by its launcher: deepspeed FILE.py",
            imports(["import deepspeed", "import torch", *own.imports]),
            "model = torch.nn.Linear(4, 1)  # your model\n"
            "inputs, targets = torch.randn(8, 4), torch.randn(8, 1)  # your batches\n"
            + noted(sgd, "the rate" if run.constant else "the peak"),
            *"\n".join(own.lines).split("\n\n\n"),
            _engine(given),
            comment(
                "To resume, load the engine, which holds all states. Delete the folder "
                "to start again."
            )
            + '\n_, saved = engine.load_checkpoint("checkpoint")\n'
            'done = saved["done"] if saved else 0',
            by_updates(run.updates, UPDATE, _storing),
        ]
    )


SCHEDULER = "lr_scheduler=scheduler"


def _engine(given: list[str]) -> str:
    lines = []
    if given:
        lines.append(
            comment(
                "This one is PyTorch's: DeepSpeed's own warm-ups give their first rate "
                "to two updates."
            )
        )
    return "\n".join(
        [
            *lines,
            'config = {"train_micro_batch_size_per_gpu": 8}',
            call(
                "engine, *_ = deepspeed.initialize",
                "model=model",
                "optimizer=optimizer",
                *given,
                "config=config",
            ),
            "inputs, targets = inputs.to(engine.device), targets.to(engine.device)",
        ]
    )


def _storing(done: str) -> list[str]:
    return [f'engine.save_checkpoint("checkpoint", client_state={{"done": {done}}})']
