"""Calls that are drawn for libraries which are not installed beside the tests."""

from tests.helpers.schedules.readings.drawn import floor, rule, share, some, written

STEPS = 24  # of a column that is stored


def of_mlx(rng, name=None):
    """Write a schedule of MLX, or schedules behind each other."""
    length, top = rng.randint(1, 12), rng.choice([0.1, 1.0, 3e-4])
    all_named = {
        "exponential_decay": {"init": top, "decay_rate": share(rng)},
        "step_decay": {"init": top, "decay_rate": share(rng), "step_size": length},
        "cosine_decay": {"init": top, "decay_steps": length, "end": floor(rng)},
        "linear_schedule": {
            "init": rng.choice([0.0, top]),
            "end": rng.choice([0.0, top / 3]),
            "steps": length,
        },
    }
    if name is None and rng.random() < 0.4:
        count = rng.randint(1, 3)
        parts = ", ".join(
            of_mlx(rng, rng.choice(list(all_named))) for _ in range(count)
        )
        turns = sorted(rng.sample(range(1, 16), count - 1))
        return f"join_schedules([{parts}], {turns})"
    name = name or rng.choice(list(all_named))
    return written(name, **all_named[name])


def of_deepspeed(rng):
    """Write a scheduler of DeepSpeed."""
    warmup = {
        "warmup_num_steps": rng.randint(1, 9),
        "warmup_type": some(rng, ["linear", "log"]),
    }
    all_named = {
        "WarmupLR": warmup
        | {"warmup_min_lr": floor(rng), "warmup_max_lr": some(rng, [0.05])},
        "WarmupDecayLR": warmup
        | {
            "total_num_steps": rng.randint(5, 20),
            "warmup_min_lr": floor(rng),
            "warmup_max_lr": some(rng, [0.05]),
        },
        "WarmupCosineLR": warmup
        | {
            "total_num_steps": rng.randint(5, 20),
            "warmup_min_ratio": some(rng, [0.1]),
            "cos_min_ratio": some(rng, [0.0, 0.2]),
        },
        "LRRangeTest": {
            "lr_range_test_min_lr": some(rng, [1e-4]),
            "lr_range_test_step_size": rng.randint(1, 6),
            "lr_range_test_step_rate": some(rng, [0.5, 2.0]),
            "lr_range_test_staircase": some(rng, [True]),
        },
        "OneCycle": {
            "cycle_min_lr": 0.01,
            "cycle_max_lr": 0.1,
            "decay_lr_rate": some(rng, [0.5, 0.1]),
            "cycle_first_step_size": rng.randint(1, 8),
            "cycle_second_step_size": some(rng, [3, 5]),
            "cycle_first_stair_count": some(rng, [0, 2]),
            "cycle_second_stair_count": some(rng, [0, 3]),
            "decay_step_size": some(rng, [0, 1, 4]),
        },
    }
    name = rng.choice(list(all_named))
    return written(name, "optimizer", **all_named[name])


def of_warmup_scheduler(rng):
    """Write a warm-up of warmup-scheduler, in front of a rule of PyTorch or alone."""
    then = rng.choice([rule(rng), rule(rng), rule(rng), "None"])
    warmup = rng.randint(1, 8)
    return (
        f"GradualWarmupScheduler(optimizer, {rng.choice([1, 1.0, 2.5])}, {warmup}, "
        f"after_scheduler={then})"
    )


def of_ignite(rng):
    """Write a handler of ignite around a rule of PyTorch."""
    if rng.random() < 0.4:
        return f"LRScheduler({rule(rng)})"
    return written(
        "create_lr_scheduler_with_warmup",
        rule(rng),
        warmup_start_value=rng.choice([0.0, 0.001]),
        warmup_duration=rng.randint(2, 8),
        warmup_end_value=some(rng, [0.05, 0.1]),
    )


def of_mmengine(rng):
    """Write a rule of MMEngine, or a list of them."""
    if rng.random() < 0.5:
        return rule_of_mmengine(rng)
    first = rng.randint(1, 8)
    names = ("CosineAnnealingLR", "PolyLR", "ExponentialLR", "MultiStepLR")
    warm = rule_of_mmengine(rng, rng.choice(["LinearLR", "ConstantLR"]), 0, first)
    last = some(rng, [first + rng.randint(2, 12)], 0.8)
    begin = first if rng.random() < 0.7 else max(0, first - 2)
    parts = [warm, rule_of_mmengine(rng, rng.choice(names), begin, last)]
    if rng.random() < 0.3:
        parts.append(rule_of_mmengine(rng))
    return f"[{', '.join(parts)}]"


def rule_of_mmengine(rng, name=None, begin=None, end=None):
    """Write a rule of MMEngine that stands alone."""
    if name is None:
        begin = some(rng, [0, 2, 5])
        end = (begin or 0) + rng.randint(2, 15)
        end = some(rng, [end], 0.8)
    floors = rng.choice([{"eta_min": 1e-5}, {"eta_min_ratio": 0.1}])
    all_named = {
        "StepLR": {"step_size": rng.randint(1, 6), "gamma": some(rng, [0.5])},
        "MultiStepLR": {
            "milestones": [rng.randint(0, 15) for _ in range(3)],
            "gamma": some(rng, [0.5]),
        },
        "ConstantLR": {"factor": some(rng, [0.25, 0.5])},
        "ExponentialLR": {"gamma": share(rng)},
        "CosineAnnealingLR": {"T_max": some(rng, [4, 9]), **rng.choice([{}, floors])},
        "LinearLR": {
            "start_factor": some(rng, [0.1, 0.01, share(rng)]),
            "end_factor": some(rng, [0.5, share(rng)], 0.3),
        },
        "PolyLR": {"eta_min": floor(rng), "power": some(rng, [0.5, 2.0])},
        "CosineRestartLR": {
            "periods": [rng.randint(1, 8), rng.randint(1, 8)],
            "restart_weights": [1.0, share(rng)],
            **floors,
        },
        "OneCycleLR": {
            "eta_max": 0.1,
            "total_steps": rng.randint(8, 30),
            "pct_start": some(rng, [0.25, 0.41]),
            "anneal_strategy": some(rng, ["linear"]),
            "three_phase": some(rng, [True], 0.3),
        },
    }
    name = name or rng.choice(list(all_named))
    if name == "OneCycleLR":
        end = (begin or 0) + all_named[name]["total_steps"]
    return written(name, "optimizer", **all_named[name], begin=begin, end=end)


PADDLE = [
    "NoamDecay",
    "PiecewiseDecay",
    "NaturalExpDecay",
    "InverseTimeDecay",
    "PolynomialDecay",
    "ExponentialDecay",
    "MultiStepDecay",
    "StepDecay",
    "CosineAnnealingDecay",
    "LinearLR",
    "CosineAnnealingWarmRestarts",
    "OneCycleLR",
    "CyclicLR",
]


def of_paddle(rng):
    """Write a scheduler of PaddlePaddle, behind a warm-up or not."""
    if rng.random() < 0.4:
        return rule_of_paddle(rng, resumes=True)
    then = rule_of_paddle(rng, rng.choice([*PADDLE, "ReduceOnPlateau"]))
    return written(
        "LinearWarmup",
        rng.choice([then, then, then, "0.1"]),
        rng.randint(1, 8),
        start_lr=0.0,
        end_lr=rng.choice([0.1, 0.5]),
    )


def rule_of_paddle(rng, name=None, resumes=False):
    """Write a scheduler of PaddlePaddle that stands alone."""
    top, length = rng.choice([0.1, 1.0]), rng.randint(1, 12)
    all_named = {
        "NoamDecay": {"d_model": 16, "warmup_steps": length},
        "PiecewiseDecay": {"boundaries": [3, 3 + length], "values": [top, 0.05, 0.01]},
        "NaturalExpDecay": {"gamma": share(rng)},
        "InverseTimeDecay": {"gamma": share(rng)},
        "PolynomialDecay": {
            "decay_steps": length,
            "end_lr": some(rng, [0.0]),
            "power": some(rng, [0.5, 2.0]),
            "cycle": some(rng, [True], 0.4),
        },
        "ExponentialDecay": {"gamma": share(rng)},
        "MultiStepDecay": {
            "milestones": sorted(rng.sample(range(1, 20), 3)),
            "gamma": some(rng, [0.5]),
        },
        "StepDecay": {"step_size": length, "gamma": some(rng, [0.5])},
        "CosineAnnealingDecay": {"T_max": length, "eta_min": floor(rng)},
        "LinearLR": {
            "total_steps": length,
            "start_factor": some(rng, [0.1, 1.0]),
            "end_factor": some(rng, [0.5, 0.05]),
        },
        "CosineAnnealingWarmRestarts": {
            "T_0": length,
            "T_mult": some(rng, [1, 2, 3]),
            "eta_min": floor(rng),
        },
        "OneCycleLR": {
            "max_learning_rate": top,
            "total_steps": length + 24,
            "divide_factor": some(rng, [10.0]),
            "end_learning_rate": floor(rng),
            "phase_pct": some(rng, [0.2, 0.41]),
            "anneal_strategy": some(rng, ["linear"]),
            "three_phase": some(rng, [True], 0.4),
        },
        "CyclicLR": {
            "base_learning_rate": 0.01,
            "max_learning_rate": top,
            "step_size_up": length,
            "step_size_down": some(rng, [3]),
            "mode": some(rng, ["triangular2", "exp_range"]),
            "exp_gamma": some(rng, [0.9]),
        },
        "ReduceOnPlateau": {
            "mode": some(rng, ["max"], 0.2),
            "factor": some(rng, [0.5]),
            "patience": rng.randint(0, 4),
            "cooldown": some(rng, [2]),
            "min_lr": some(rng, [0.02]),
        },
    }
    name = name or rng.choice(PADDLE)
    named = all_named[name]
    if name not in ("NoamDecay", "PiecewiseDecay", "OneCycleLR", "CyclicLR"):
        named = {"learning_rate": top, **named}
    if resumes and name != "OneCycleLR":
        named["last_epoch"] = some(rng, [3, 8], 0.3)
    return written(name, **named)


def of_fastai(rng):
    """Write a training of fastai; an epoch has four batches."""
    epochs = rng.randint(1, 5)
    top = rng.choice([0.1, 1.0])
    curve = curve_of_fastai(rng)
    all_named = {
        "fit": {"n_epoch": epochs, "lr": top},
        "fit_one_cycle": {
            "n_epoch": epochs,
            "lr_max": some(rng, [top], 0.8),
            "div": some(rng, [10.0]),
            "div_final": some(rng, [100.0]),
            "pct_start": some(rng, [0.1, 0.5]),
            "start_epoch": some(rng, [epochs - 1], 0.3),
        },
        "fit_flat_cos": {
            "n_epoch": epochs,
            "lr": some(rng, [top], 0.8),
            "div_final": some(rng, [100.0]),
            "pct_start": some(rng, [0.1, 0.5]),
            "start_epoch": some(rng, [epochs - 1], 0.3),
        },
        "fit_sgdr": {
            "n_cycles": rng.randint(1, 2),
            "cycle_len": rng.randint(1, 2),
            "lr_max": some(rng, [top], 0.8),
            "cycle_mult": some(rng, [3], 0.2),
        },
        "fine_tune": {
            "epochs": epochs,
            "base_lr": some(rng, [top]),
            "freeze_epochs": some(rng, [2]),
            "pct_start": some(rng, [0.5]),
            "div": some(rng, [10.0]),
            "div_final": some(rng, [100.0]),
        },
    }
    if rng.random() < 0.3:
        return f"learn.fit({epochs}, cbs=ParamScheduler({{'lr': {curve}}}))"
    name = rng.choice(list(all_named))
    return written(f"learn.{name}", **all_named[name])


def curve_of_fastai(rng):
    """Write a curve of fastai, or curves behind each other."""
    ends = rng.choice([(0.1, 0.01), (0.02, 0.5)])
    kinds = ["SchedLin", "SchedCos", "SchedNo", "SchedExp", "SchedPoly"]

    def one():
        name = rng.choice(kinds)
        return written(name, *ends, *([2] if name == "SchedPoly" else []))

    if rng.random() < 0.3:
        return "combined_cos(0.25, 0.01, 0.1, 0.001)"
    if rng.random() < 0.5:
        shares = rng.choice([[0.25, 0.75], [0.5, 0.25, 0.25], [0.3, 0.7]])
        return f"combine_scheds({shares}, [{', '.join(one() for _ in shares)}])"
    return one()
