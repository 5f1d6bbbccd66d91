"""A training loop of PyTorch, for each library whose schedulers it steps."""

from dataclasses import dataclass

from helpers.schedules.programs.layout import comment, imports, joined, noted
from helpers.schedules.programs.loop import loop
from helpers.schedules.programs.run import Run

__all__ = ["Stepping", "torch_program"]


@dataclass(frozen=True)
class Stepping:
    """How a scheduler goes on in the loop, and how it is found again at a resume.

    ``line`` stands after an update, or after an epoch; ``loaded`` restores it. ``note``
    is what to know at a resume. Only with ``saved`` has it a state to be stored.
    """

    line: str = "scheduler.step()"
    loaded: str = 'scheduler.load_state_dict(saved["scheduler"])'
    note: str = (
        "To resume, load after all three are made: making a scheduler sets the rate "
        "anew, and the optimizer's state brings it back."
    )
    saved: bool = True


UPDATE = [
    "loss = torch.nn.functional.mse_loss(model(inputs), targets)",
    "optimizer.zero_grad()",
    "loss.backward()",
    "optimizer.step()",
]

WITHOUT = Stepping(line="", loaded="", note="To resume, load both states.", saved=False)


def torch_program(
    run: Run, library: str, needed: tuple[str, ...], scheduler: str, stepping: Stepping
) -> str:
    """Return a whole program around the lines that make ``scheduler``.

    Nothing is stepped where the rate is constant.
    """
    if run.constant:
        needed, scheduler, stepping = (), "", WITHOUT
    optimizer = f"optimizer = torch.optim.SGD(model.parameters(), lr={run.peak!r})"
    return joined(
        [
            comment(f"{run.title}, in {library}"),
            imports(["from pathlib import Path", "import torch", *needed]),
            "model = torch.nn.Linear(4, 1)  # your model\n"
            "inputs, targets = torch.randn(8, 4), torch.randn(8, 1)  # your batches\n"
            + noted(optimizer, "the rate" if run.constant else "the peak"),
            *scheduler.split("\n\n\n"),
            _load(stepping),
            _loop(run, stepping),
        ]
    )


def _load(stepping: Stepping) -> str:
    lines = [
        comment(f"{stepping.note} Delete the file to start again."),
        'done, checkpoint = 0, Path("checkpoint.pt")',
        "if checkpoint.exists():",
        "    saved = torch.load(checkpoint)",
        '    model.load_state_dict(saved["model"])',
        '    optimizer.load_state_dict(saved["optimizer"])',
        '    done = saved["done"]',
    ]
    if stepping.loaded:
        lines.append(f"    {stepping.loaded}")
    return "\n".join(lines)


def _loop(run: Run, stepping: Stepping) -> str:
    kept = ["model", "optimizer", *(["scheduler"] if stepping.saved else [])]

    def storing(done: str) -> list[str]:
        return [
            "saved = {",
            *(f'    "{name}": {name}.state_dict(),' for name in kept),
            f'    "done": {done},',
            "}",
            "torch.save(saved, checkpoint)",
        ]

    step = [stepping.line] if stepping.line else []
    return loop(run.steps, run.steps_per_epoch, UPDATE, step, storing)
