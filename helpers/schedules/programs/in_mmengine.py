"""Programs for MMEngine: its schedulers where they are exact, else a formula's."""

from functools import partial

from helpers.schedules.programs.formula import formula
from helpers.schedules.programs.layout import call, comment, imports, joined, ratio, row
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

__all__ = ["mmengine"]

MODEL = """class Model(BaseModel):  # your model
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(4, 1)

    def forward(self, inputs, targets, mode):
        loss = torch.nn.functional.mse_loss(self.layer(inputs), targets)
        return {"loss": loss}"""

FORMULA = """class FormulaLR(_ParamScheduler):
    def __init__(self, optimizer, **settings):
        super().__init__(optimizer, "lr", **settings)

    def _get_value(self):
        return [rate(self.last_step) for _ in self.optimizer.param_groups]"""

Settings = dict[str, str]
"""The settings of one scheduler as a dict of texts."""


def mmengine(run: Run) -> str:
    """Return the program for MMEngine, whose Runner steps the schedulers."""
    own = Own(()) if run.constant else _schedulers_of(run)
    rows = 8 * (run.steps_per_epoch or run.steps)
    return joined(
        [
            comment(f"{run.title}, in MMEngine"),
            imports(
                [
                    "import os",
                    "import torch",
                    "from mmengine.model import BaseModel",
                    "from mmengine.runner import Runner",
                    *own.imports,
                ]
            ),
            *"\n".join(own.lines).split("\n\n\n"),
            MODEL,
            f"inputs, targets = torch.randn({rows}, 4), torch.randn({rows}, 1)"
            "  # your data\n"
            "data = torch.utils.data.TensorDataset(inputs, targets)",
            _runner(run),
        ]
    )


def _runner(run: Run) -> str:
    by_epoch = run.steps_per_epoch is not None
    every = 1 if by_epoch else max(1, run.steps // 4)
    limit = "max_epochs" if by_epoch else "max_iters"
    settings = [
        "Model()",
        'work_dir="work"',
        "train_dataloader=torch.utils.data.DataLoader(data, batch_size=8)",
        f'train_cfg={{"by_epoch": {by_epoch}, "{limit}": {run.steps}}}',
        f'optim_wrapper={{"optimizer": {{"type": "SGD", "lr": {run.peak!r}}}}}',
        *([] if run.constant else ["param_scheduler=schedulers"]),
        'default_hooks={"checkpoint": checkpoint}',
        "resume=True",
    ]
    return "\n".join(
        [
            comment(
                "With resume the Runner goes on at the last checkpoint in work_dir, if "
                "there is one. It holds more than weights: since 2.6 PyTorch must be "
                "told so."
            ),
            'os.environ["TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"] = "1"',
            "checkpoint = {",
            '    "type": "CheckpointHook",',
            f'    "by_epoch": {by_epoch},',
            f'    "interval": {every},',
            "}",
            call("runner = Runner", *settings),
            "runner.train()",
        ]
    )


def _schedulers_of(run: Run) -> Own:
    own = exact(run, partial(_listed, run))
    if own is not None:
        return own
    written = formula(run)
    made = f'schedulers = [{{"type": FormulaLR, "by_epoch": {_by_epoch(run)}}}]'
    return Own(
        (f"{written.text}\n\n\n{FORMULA}\n\n\n{made}",),
        ("from mmengine.optim import _ParamScheduler", *written.imports),
    )


def _listed(run: Run, parts: Parts) -> Own | None:
    chosen = _own(parts)
    if chosen is None:
        return None
    schedulers, end, after = chosen
    # A Runner refuses those that would begin after its end.
    used = [settings for settings in schedulers if int(settings["begin"]) < run.steps]
    texts = [_dict(settings | {"by_epoch": _by_epoch(run)}) for settings in used]
    made = "\n".join(["schedulers = [", *texts, "]"])
    return Own((*_before(parts), made), (), end, after) if used else None


def _by_epoch(run: Run) -> str:
    return str(run.steps_per_epoch is not None)


def _own(parts: Parts) -> tuple[list[Settings], int | None, str] | None:
    match parts.rises, parts.body:
        case [Rise("wave") as rise], Fall("wave", 0) as fall:
            return _one_cycle(parts, rise, fall)
        case [], body:
            after = _body(parts.peak, body, 0)
            return None if after is None else ([after], *_end(body, 0))
        case [Rise("line", start, _, length)], body if start:
            warmup = {
                "type": '"LinearLR"',
                "start_factor": ratio(start, parts.peak),
                "begin": "0",
                "end": str(length + 1),
            }
            if isinstance(body, Hold):
                return [warmup], None, ""
            after = _body(parts.peak, body, length)
            return None if after is None else ([warmup, after], *_end(body, length))
    return None


def _body(peak: float, body: Body, begin: int) -> Settings | None:
    """Return the scheduler for what comes from the peak on, at ``begin``."""
    match body:
        case Drops(boundaries, factor):
            return {
                "type": '"MultiStepLR"',
                "milestones": str(list(boundaries)),
                "gamma": repr(factor),
                "begin": str(begin),
            }
        case Fall(curve, hold, span, floor):
            first = begin + hold
            ends = {"begin": str(first), "end": str(first + span + 1)}
            if curve == "wave":
                low = {"T_max": str(span), "eta_min": repr(floor)}
                return {"type": '"CosineAnnealingLR"', **low, **ends}
            factors = {"start_factor": "1.0", "end_factor": ratio(floor, peak)}
            return {"type": '"LinearLR"', **factors, **ends}
        case Cycles(lengths, floor, factor, False):
            return {
                "type": '"CosineRestartLR"',
                "periods": str(list(lengths)),
                "restart_weights": _weights(body),
                "eta_min": repr(floor),
                "begin": str(begin),
            }
    return None


def _weights(body: Cycles) -> str:
    """Return each cycle's peak as a share of the first."""
    cycles = len(body.lengths)
    if body.factor == 1:
        return f"[1.0] * {cycles}"
    if not body.floor:
        return f"[{body.factor!r}**cycle for cycle in range({cycles})]"
    return "weights"


def _before(parts: Parts) -> list[str]:
    """Return lines that make ``weights``, where they need a floor."""
    body = parts.body
    if not (isinstance(body, Cycles) and body.factor != 1 and body.floor):
        return []
    powers = f"{body.factor!r}**cycle for cycle in range({len(body.lengths)})"
    return [
        f"peak = {parts.peak!r}",
        f"floor = {body.floor!r}",
        f"heights = [(peak - floor) * {powers}]",
        "weights = [(floor + height) / peak for height in heights]",
    ]


def _end(body: Body, begin: int) -> tuple[int | None, str]:
    if isinstance(body, Cycles):
        return begin + sum(body.lengths), "the rate stays above its floor"
    return None, ""


def _one_cycle(
    parts: Parts, rise: Rise, fall: Fall
) -> tuple[list[Settings], int, str] | None:
    if not (rise.start and fall.floor):
        return None
    total = rise.length + fall.span + 1
    settings = {
        "type": '"OneCycleLR"',
        "begin": "0",
        "eta_max": repr(parts.peak),
        "total_steps": str(total),
        "pct_start": f"{rise.length + 1} / {total}",
        "div_factor": ratio(parts.peak, rise.start),
        "final_div_factor": ratio(rise.start, fall.floor),
    }
    return [settings], total, "the training stops with an error"


def _dict(settings: Settings) -> str:
    rows = [row(f'"{name}": {value}', " " * 8) for name, value in settings.items()]
    return "\n".join(["    {", *rows, "    },"])
