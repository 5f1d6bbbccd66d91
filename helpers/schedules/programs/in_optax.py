"""Programs for optax: its schedules, joined, where they are exact, else a column."""

from itertools import accumulate
from typing import TypeAlias

from helpers.schedules.programs.column import column
from helpers.schedules.programs.layout import call, comment, imports, joined, ratio
from helpers.schedules.programs.loop import by_updates
from helpers.schedules.programs.own import Own, exact
from helpers.schedules.programs.parts import Cycles, Drops, Fall, Hold, Parts, Rise
from helpers.schedules.programs.run import Run

__all__ = ["optax", "own_of"]

LISTED = 6  # more cycles than that are clearer as a column

Stage: TypeAlias = tuple[tuple[str, ...], int]
"""A function of optax with its arguments, and the steps that it is for."""

COLUMN = """def schedule(step):
    return jnp.array(rates)[jnp.minimum(step, len(rates) - 1)]"""

FRAME = """def loss_of(weights):
    return jnp.mean((inputs @ weights - targets) ** 2)


@jax.jit
def step(weights, state):  # the optimizer's state counts its updates
    gradients = jax.grad(loss_of)(weights)
    changes, state = optimizer.update(gradients, state, weights)
    return optax.apply_updates(weights, changes), state"""


def optax(run: Run) -> str:
    """Return the program for optax, where the schedule is the optimizer's rate."""
    own = Own(()) if run.constant else _schedule_of(run)
    rate = repr(run.peak) if run.constant else "schedule"
    if run.steps_per_epoch and not run.constant:
        rate = f"lambda step: schedule(step // {run.steps_per_epoch})"
    return joined(
        [
            comment(f"{run.title}, in optax"),
            imports(
                [
                    "import pickle",
                    "from pathlib import Path",
                    "import jax",
                    "import jax.numpy as jnp",
                    "import optax",
                    *own.imports,
                ]
            ),
            *"\n".join(own.lines).split("\n\n\n"),
            "weights = jnp.zeros((4, 1))  # your model\n"
            "inputs, targets = jnp.ones((8, 4)), jnp.ones((8, 1))  # your batches\n"
            f"optimizer = optax.sgd({rate})\n"
            "state = optimizer.init(weights)",
            *FRAME.split("\n\n\n"),
            comment(
                "To resume, load the optimizer's state with the weights: it counts "
                "the updates. Delete the file to start again."
            )
            + '\ndone, checkpoint = 0, Path("checkpoint.pickle")\n'
            "if checkpoint.exists():\n"
            "    weights, state, done = pickle.loads(checkpoint.read_bytes())",
            by_updates(
                run.updates, ["weights, state = step(weights, state)"], _storing
            ),
        ]
    )


def _storing(done: str) -> list[str]:
    return [
        f"saved = pickle.dumps((weights, state, {done}))",
        "checkpoint.write_bytes(saved)",
    ]


def _schedule_of(run: Run) -> Own:
    own = exact(run, own_of)
    if own is not None:
        return own
    written = column(run)
    return Own((f"{written.text}\n\n\n{COLUMN}",), written.imports)


def own_of(parts: Parts) -> Own | None:
    """Return the calls of optax, or None."""
    match parts.rises, parts.body:
        case [Rise("wave") as rise], Fall("wave", 0) as fall:
            return _one_cycle(parts, rise, fall)
        case [Rise("line") as rise], Hold():
            return _make("linear_schedule", *_line(rise))
        case [Rise("line", start, peak, length)], Fall("wave", 0, span, floor):
            return _make(
                "warmup_cosine_decay_schedule",
                f"init_value={start!r}",
                f"peak_value={peak!r}",
                f"warmup_steps={length}",
                f"decay_steps={length + span}",
                *([f"end_value={floor!r}"] if floor else []),
            )
    if any(rise.curve == "wave" for rise in parts.rises):
        return None
    body = _body(parts)
    if body is None:
        return None
    rises = [(("linear_schedule", *_line(rise)), rise.length) for rise in parts.rises]
    return _joined([*rises, *body])


def _body(parts: Parts) -> list[Stage] | None:
    """Return what comes from the peak on."""
    peak = repr(parts.peak)
    match parts.body:
        case Hold():
            return [(("constant_schedule", peak), 0)]
        case Drops(boundaries, factor):
            edges = f"for boundary in {list(boundaries)}"
            drops = f"{{boundary: {factor!r} {edges}}}"
            return [(("piecewise_constant_schedule", peak, drops), 0)]
        case Fall("line", hold, span, floor):
            line = "linear_schedule", peak, repr(floor), str(span)
            return [*_held(peak, hold), (line, span)]
        case Fall("wave", hold, span, floor):
            return [*_held(peak, hold), (_wave(parts, span, floor), span)]
        case Cycles(lengths, floor, 1.0, endpoint) if len(lengths) <= LISTED:
            return [
                (_wave(parts, length - endpoint, floor), length) for length in lengths
            ]
    return None


def _held(peak: str, hold: int) -> list[Stage]:
    return [(("constant_schedule", peak), hold)] if hold else []


def _wave(parts: Parts, span: int, floor: float) -> tuple[str, ...]:
    share = [f"alpha={ratio(floor, parts.peak)}"] if floor else []
    return "cosine_decay_schedule", repr(parts.peak), str(span), *share


def _joined(stages: list[Stage]) -> Own:
    if len(stages) == 1:
        return _make(*stages[0][0])
    rows = [
        call(f"    optax.{name}", *settings, closing="),")
        for (name, *settings), _ in stages
    ]
    ends = accumulate(length for _, length in stages[:-1])
    join = call("schedule = optax.join_schedules", "stages", f"boundaries={[*ends]}")
    return Own(("stages = [", *rows, "]", join))


def _one_cycle(parts: Parts, rise: Rise, fall: Fall) -> Own | None:
    total = rise.length + fall.span
    share = rise.length / total
    if not (rise.start and fall.floor) or int(share * total) != rise.length:
        return None
    return _make(
        "cosine_onecycle_schedule",
        f"transition_steps={total}",
        f"peak_value={parts.peak!r}",
        f"pct_start={rise.length} / {total}",
        f"div_factor={ratio(parts.peak, rise.start)}",
        f"final_div_factor={ratio(rise.start, fall.floor)}",
    )


def _line(rise: Rise) -> list[str]:
    return [repr(rise.start), repr(rise.top), str(rise.length)]


def _make(name: str, *settings: str) -> Own:
    return Own((call(f"schedule = optax.{name}", *settings),))
