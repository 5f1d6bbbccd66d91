"""Programs for MLX: its schedules, joined, where they are exact, else a column."""

from itertools import accumulate
from typing import TypeAlias

from helpers.schedules.programs.column import column
from helpers.schedules.programs.layout import call, comment, imports, joined, noted
from helpers.schedules.programs.loop import by_updates
from helpers.schedules.programs.own import Own, exact
from helpers.schedules.programs.parts import Cycles, Drops, Fall, Hold, Parts
from helpers.schedules.programs.run import Run

__all__ = ["mlx"]

LISTED = 6  # more cycles than that are clearer as a column

Stage: TypeAlias = tuple[str, int]
"""A schedule as text, and the steps that it is for."""

COLUMN = """def schedule(step):
    return mx.array(rates)[mx.minimum(step, len(rates) - 1)]"""

LOSS = """def loss_of(model):
    return nn.losses.mse_loss(model(inputs), targets)"""

LOAD = """done, checkpoint = 0, Path("checkpoint.safetensors")
if checkpoint.exists():
    saved = tree_unflatten(list(mx.load(str(checkpoint)).items()))
    model.update(saved["model"])
    optimizer.state = saved["optimizer"]
    done = optimizer.step.item()"""

NEEDED = (
    "from pathlib import Path",
    "import mlx.core as mx",
    "import mlx.nn as nn",
    "import mlx.optimizers as optim",
    "from mlx.utils import tree_flatten, tree_unflatten",
)


def mlx(run: Run) -> str:
    """Return the program for MLX, where the schedule is the optimizer's rate."""
    own = Own(()) if run.constant else _schedule_of(run)
    rate = repr(run.peak) if run.constant else "schedule"
    if run.steps_per_epoch and not run.constant:
        rate = f"lambda step: schedule(step // {run.steps_per_epoch})"
    note = "the rate" if run.constant else "asked at each update"
    update = [
        "loss, gradients = nn.value_and_grad(model, loss_of)(model)",
        "optimizer.update(model, gradients)  # counts the update",
        "mx.eval(model.parameters(), optimizer.state)",
    ]
    return joined(
        [
            comment(f"{run.title}, in MLX"),
            imports([*NEEDED, *own.imports]),
            *"\n".join(own.lines).split("\n\n\n"),
            "model = nn.Linear(4, 1)  # your model\n"
            "inputs, targets = mx.random.normal((8, 4)), mx.random.normal((8, 1))"
            "  # batches\n"
            + noted(f"optimizer = optim.SGD(learning_rate={rate})", note),
            LOSS,
            comment(
                "To resume, load the optimizer's state with the weights: it counts the "
                "updates. Delete the file to start again."
            )
            + f"\n{LOAD}",
            by_updates(run.updates, update, _storing),
        ]
    )


def _storing(done: str) -> list[str]:
    return [
        'saved = {"model": model.parameters(), "optimizer": optimizer.state}',
        "mx.save_safetensors(str(checkpoint), dict(tree_flatten(saved)))",
    ]


def _schedule_of(run: Run) -> Own:
    own = exact(run, _own)
    if own is not None:
        return own
    written = column(run)
    return Own((f"{written.text}\n\n\n{COLUMN}",), written.imports)


def _own(parts: Parts) -> Own | None:
    if any(rise.curve == "wave" for rise in parts.rises):
        return None
    rises = [
        (_line(rise.start, rise.top, rise.length), rise.length) for rise in parts.rises
    ]
    if isinstance(parts.body, Hold):
        return _joined(rises)
    if isinstance(parts.body, Drops):
        return None if rises else _drops(parts.peak, parts.body)
    body = _body(parts)
    return None if body is None else _joined([*rises, *body])


def _body(parts: Parts) -> list[Stage] | None:
    """Return what comes from the peak on."""
    match parts.body:
        case Fall("line", hold, span, floor):
            return [*_held(parts, hold), (_line(parts.peak, floor, span), span)]
        case Fall("wave", hold, span, floor):
            return [*_held(parts, hold), (_wave(parts, span, floor), span)]
        case Cycles(lengths, floor, 1.0, endpoint) if len(lengths) <= LISTED:
            return [
                (_wave(parts, length - endpoint, floor), length) for length in lengths
            ]
    return None


def _drops(peak: float, drops: Drops) -> Own | None:
    """Return step_decay, where the boundaries are as far apart as they can be."""
    first, count = drops.boundaries[0], len(drops.boundaries)
    if drops.boundaries != tuple(first * drop for drop in range(1, count + 1)):
        return None
    settings = repr(peak), repr(drops.factor), str(first)
    make = call("schedule = optim.step_decay", *settings)
    return Own((make,), (), first * (count + 1), "it drops again")


def _held(parts: Parts, hold: int) -> list[Stage]:
    return [(_line(parts.peak, parts.peak, hold), hold)] if hold else []


def _line(start: float, end: float, steps: int) -> str:
    return f"optim.linear_schedule({start!r}, {end!r}, {steps})"


def _wave(parts: Parts, span: int, floor: float) -> str:
    end = f", end={floor!r}" if floor else ""
    return f"optim.cosine_decay({parts.peak!r}, {span}{end})"


def _joined(stages: list[Stage]) -> Own:
    if len(stages) == 1:
        return Own((f"schedule = {stages[0][0]}",))
    rows = (f"    {text}," for text, _ in stages)
    ends = [*accumulate(length for _, length in stages[:-1])]
    join = call("schedule = optim.join_schedules", "stages", f"boundaries={ends}")
    return Own(("stages = [", *rows, "]", join))
