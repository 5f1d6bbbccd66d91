"""Programs for PaddlePaddle: its schedulers where they are exact, else LambdaDecay."""

from dataclasses import dataclass

from helpers.schedules.programs.formula import formula
from helpers.schedules.programs.layout import (
    call,
    comment,
    imports,
    joined,
    ratio,
)
from helpers.schedules.programs.loop import loop
from helpers.schedules.programs.own import Own, exact
from helpers.schedules.programs.parts import (
    Body,
    Cycles,
    Drops,
    Fall,
    Hold,
    Parts,
    Rise,
)
from helpers.schedules.programs.run import Run

__all__ = ["paddle"]

MODULE = "paddle.optimizer.lr"

UPDATE = [
    "loss = paddle.nn.functional.mse_loss(model(inputs), targets)",
    "loss.backward()",
    "optimizer.step()",
    "optimizer.clear_grad()",
]


def paddle(run: Run) -> str:
    """Return the program for PaddlePaddle, whose optimizer holds the scheduler."""
    own = Own(()) if run.constant else _scheduler_of(run)
    rate = repr(run.peak) if run.constant else "scheduler"
    restarts = any("WarmRestarts" in line for line in own.lines)
    sgd = f"optimizer = paddle.optimizer.SGD({rate}, parameters=model.parameters())"
    return joined(
        [
            comment(f"{run.title}, in PaddlePaddle"),
            imports(["from pathlib import Path", "import paddle", *own.imports]),
            *"\n".join(own.lines).split("\n\n\n"),
            "model = paddle.nn.Linear(4, 1)  # your model\n"
            "inputs, targets = paddle.randn([8, 4]), paddle.randn([8, 1])"
            "  # your batches\n" + sgd,
            _load(run.constant, restarts),
            loop(
                run.steps,
                run.steps_per_epoch,
                UPDATE,
                [] if run.constant else ["scheduler.step()"],
                _storing,
            ),
        ]
    )


def _load(constant: bool, restarts: bool) -> str:
    note = "To resume, load both states"
    lines = [
        'done, checkpoint = 0, Path("checkpoint.pdparams")',
        "if checkpoint.exists():",
        "    saved = paddle.load(str(checkpoint))",
        '    model.set_state_dict(saved["model"])',
        '    optimizer.set_state_dict(saved["optimizer"])',
        '    done = saved["done"]',
    ]
    if not constant:
        note += ": the optimizer's has the scheduler's in it"
    if restarts:
        note += ", but not the place within a cycle, so the scheduler is told"
        lines.append("    scheduler.step(done)")
    return "\n".join([comment(f"{note}. Delete the file to start again."), *lines])


def _storing(done: str) -> list[str]:
    return [
        "saved = {",
        '    "model": model.state_dict(),',
        '    "optimizer": optimizer.state_dict(),',
        f'    "done": {done},',
        "}",
        "paddle.save(saved, str(checkpoint))",
    ]


def _scheduler_of(run: Run) -> Own:
    own = exact(run, _own)
    if own is not None:
        return own
    written = formula(run)
    share = f"lambda step: rate(step) / {run.peak!r}"
    make = call(f"scheduler = {MODULE}.LambdaDecay", repr(run.peak), share)
    return Own((f"{written.text}\n\n\n{make}",), written.imports)


def _own(parts: Parts) -> Own | None:
    match parts.rises, parts.body:
        case [Rise("wave") as rise], Fall("wave", 0) as fall:
            return _one_cycle(parts, rise, fall)
        case [], Hold():
            return None
        case [], body:
            alone = _body(parts.peak, body)
            return None if alone is None else alone.made("scheduler")
        case [Rise("line", start, top, length)], body if start < top:
            chosen = _body(parts.peak, body)
            if chosen is None:
                return None
            after = chosen.made("decay")
            warmup = call(
                f"scheduler = {MODULE}.LinearWarmup",
                "decay" if after.lines else repr(parts.peak),
                f"warmup_steps={length}",
                f"start_lr={start!r}",
                f"end_lr={top!r}",
            )
            exact = None if after.exact is None else after.exact + length
            return Own((*after.lines, warmup), (), exact, after.after)
    return None


@dataclass(frozen=True)
class _Chosen:
    """A scheduler for what comes from the peak on; no name where the peak is held."""

    name: str
    settings: tuple[str, ...] = ()
    exact: int | None = None
    after: str = ""

    def made(self, variable: str) -> Own:
        if not self.name:
            return Own(())
        line = call(f"{variable} = {MODULE}.{self.name}", *self.settings)
        return Own((line,), (), self.exact, self.after)


def _body(peak: float, body: Body) -> _Chosen | None:
    first = repr(peak)
    match body:
        case Hold():
            return _Chosen("")
        case Drops(boundaries, factor):
            edges = f"milestones={list(boundaries)}"
            return _Chosen("MultiStepDecay", (first, edges, f"gamma={factor!r}"))
        case Fall("line", 0, span, floor):
            settings = first, f"decay_steps={span}", f"end_lr={floor!r}"
            return _Chosen("PolynomialDecay", settings)
        case Fall("wave", 0, span, floor):
            return _Chosen(
                "CosineAnnealingDecay",
                (first, f"T_max={span}", *_floor(floor)),
                exact=span + 1,
                after="the rate rises again",
            )
        case Cycles(lengths, floor, 1.0, False) if body.multiplier == 1:
            return _Chosen(
                "CosineAnnealingWarmRestarts",
                (first, f"T_0={lengths[0]}", *_floor(floor)),
                exact=sum(lengths),
                after="it restarts again",
            )
    return None


def _one_cycle(parts: Parts, rise: Rise, fall: Fall) -> Own | None:
    """Return OneCycleLR, which counts to the index of its last step."""
    if not rise.start:
        return None
    total = rise.length + fall.span + 1
    make = call(
        f"scheduler = {MODULE}.OneCycleLR",
        repr(parts.peak),
        f"total_steps={total}",
        f"divide_factor={ratio(parts.peak, rise.start)}",
        f"end_learning_rate={fall.floor!r}",
        f"phase_pct={rise.length + 1} / {total}",
    )
    return Own((make,), (), total, "step() raises an error")


def _floor(floor: float) -> list[str]:
    return [f"eta_min={floor!r}"] if floor else []
