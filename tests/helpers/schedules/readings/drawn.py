"""Calls of other libraries that are drawn, as text that Python could run.

Each function takes a ``random.Random`` and returns a text; ``calls`` draws many. The
optimizer is called so. Schedules are short, so that a column goes past their ends.
"""

from random import Random

STEPS = 60  # of a column
PEAKS = (0.1, 1.0, 3e-4)


def calls(draw, count, seed=26):
    """Draw so many texts, each with the peak of its optimizer."""
    rng = Random(seed)
    return [(draw(rng), rng.choice(PEAKS)) for _ in range(count)]


def written(name, *values, **named):
    """Write a call; what is None is left out."""
    words = [str(value) for value in values]
    words += [f"{key}={each!r}" for key, each in named.items() if each is not None]
    return f"{name}({', '.join(words)})"


def some(rng, values, share=0.6):
    """Return one of the values, or None."""
    return rng.choice(values) if rng.random() < share else None


def share(rng, digits=3):
    return round(rng.uniform(0.02, 0.98), digits)


def floor(rng):
    return some(rng, [0.0, 1e-5, 2e-4])


# PyTorch

RULES = [
    "StepLR",
    "MultiStepLR",
    "ConstantLR",
    "LinearLR",
    "ExponentialLR",
    "PolynomialLR",
    "CosineAnnealingLR",
    "CosineAnnealingWarmRestarts",
    "CyclicLR",
    "OneCycleLR",
]


def rule(rng, name=None, resumed=False):
    """Write a scheduler of PyTorch that stands alone."""
    name = name or rng.choice(RULES)
    length = rng.randint(1, 25)
    named = {
        "StepLR": lambda: {"step_size": length, "gamma": some(rng, [0.5, 0.9])},
        "MultiStepLR": lambda: {
            "milestones": [rng.randint(0, 40) for _ in range(rng.randint(0, 4))],
            "gamma": some(rng, [0.5, 0.9]),
        },
        "ConstantLR": lambda: {
            "factor": some(rng, [0.25, 1.0, 0.1]),
            "total_iters": some(rng, [0, 1, length]),
        },
        "LinearLR": lambda: {
            "start_factor": some(rng, [1.0, 0.1, share(rng)]),
            "end_factor": some(rng, [0.5, 0.05, share(rng)]),
            "total_iters": some(rng, [0, 1, length]),
        },
        "ExponentialLR": lambda: {"gamma": share(rng)},
        "PolynomialLR": lambda: {
            "total_iters": some(rng, [1, length]),
            "power": some(rng, [0.5, 2.0, 1.3]),
        },
        "CosineAnnealingLR": lambda: {"T_max": length, "eta_min": floor(rng)},
        "CosineAnnealingWarmRestarts": lambda: {
            "T_0": length,
            "T_mult": some(rng, [1, 2, 3]),
            "eta_min": floor(rng),
        },
        "CyclicLR": lambda: {
            "base_lr": 0.01,
            "max_lr": 0.1,
            "step_size_up": length,
            "step_size_down": some(rng, [1, 7]),
            "mode": some(rng, ["triangular2", "exp_range"]),
            "gamma": some(rng, [0.97]),
        },
        "OneCycleLR": lambda: {
            "max_lr": some(rng, [0.1], 1),
            "total_steps": length + 3,
            "pct_start": some(rng, [0.25, 0.41, 0.7]),
            "anneal_strategy": some(rng, ["linear"]),
            "div_factor": some(rng, [10.0]),
            "final_div_factor": some(rng, [50.0]),
            "three_phase": some(rng, [True], 0.3),
        },
    }[name]()
    if resumed and name != "OneCycleLR":
        named["last_epoch"] = rng.randint(0, 20)
    return written(name, "optimizer", **named)


def resumed_rule(rng):
    return rule(rng, resumed=True)


def sequence(rng, first=rule):
    """Write a SequentialLR of one to three rules."""
    count = rng.randint(1, 3)
    rules = [first(rng), *(rule(rng) for _ in range(count - 1))]
    turns = sorted(rng.sample(range(1, 40), count - 1))
    return f"SequentialLR(optimizer, [{', '.join(rules)}], milestones={turns})"


def chain(rng, part=rule):
    """Write a ChainedScheduler of two rules, or three."""
    rules = [part(rng) for _ in range(rng.randint(2, 3))]
    return f"ChainedScheduler([{', '.join(rules)}])"


def warmup_and_cosine(rng):
    """Write what is met most: a warm-up in front of something that falls."""
    first = rule(rng, rng.choice(["LinearLR", "ConstantLR"]))
    then = rule(rng, rng.choice(["CosineAnnealingLR", "PolynomialLR", "ExponentialLR"]))
    turn = rng.randint(1, 20)
    return f"SequentialLR(optimizer, [{first}, {then}], milestones=[{turn}])"


def nested(rng):
    """Write rules of rules."""
    kinds = [
        lambda: chain(rng, sequence),
        lambda: sequence(rng, sequence),
        lambda: sequence(rng, chain),
        lambda: chain(rng, chain),
    ]
    return rng.choice(kinds)()


# transformers

FUNCTIONS = [
    "get_constant_schedule",
    "get_constant_schedule_with_warmup",
    "get_linear_schedule_with_warmup",
    "get_cosine_schedule_with_warmup",
    "get_cosine_with_hard_restarts_schedule_with_warmup",
    "get_polynomial_decay_schedule_with_warmup",
    "get_inverse_sqrt_schedule",
    "get_cosine_with_min_lr_schedule_with_warmup",
    "get_cosine_with_min_lr_schedule_with_warmup_lr_rate",
    "get_wsd_schedule",
]
NAMES = {
    "linear": 2,
    "cosine": 3,
    "cosine_with_restarts": 4,
    "polynomial": 5,
    "constant": 0,
    "constant_with_warmup": 1,
    "inverse_sqrt": 6,
    "cosine_with_min_lr": 7,
    "cosine_warmup_with_min_lr": 8,
    "warmup_stable_decay": 9,
}


def specific(rng, name):
    """Return what only this function of transformers takes."""
    floors = rng.choice([{"min_lr": 1e-5}, {"min_lr_rate": 0.1}])
    cycles = {"num_cycles": some(rng, [0.5, 0.4, 1.5])}
    return {
        FUNCTIONS[3]: cycles,
        FUNCTIONS[4]: {"num_cycles": some(rng, [1, 2, 3])},
        FUNCTIONS[5]: {
            "lr_end": some(rng, [1e-5, 0.0]),
            "power": some(rng, [0.5, 2.0]),
        },
        FUNCTIONS[6]: {"timescale": some(rng, [7, 100])},
        FUNCTIONS[7]: cycles | floors,
        FUNCTIONS[8]: cycles | floors | {"warmup_lr_rate": some(rng, [0.1, 0.0])},
        FUNCTIONS[9]: {
            "num_decay_steps": rng.randint(0, 20),
            "warmup_type": some(rng, ["linear", "cosine", "1-sqrt"]),
            "decay_type": some(rng, ["linear", "cosine", "1-sqrt"]),
            "min_lr_ratio": some(rng, [0.0, 0.1]),
        }
        | cycles,
    }.get(name, {})


def of_transformers(rng):
    """Write a function of transformers, by its own name or by get_scheduler."""
    warmup = rng.choice([0, 1, rng.randint(2, 20)])
    total = warmup + rng.randint(1, 40)
    if rng.random() < 0.3:
        name = rng.choice(list(NAMES))
        extra = specific(rng, FUNCTIONS[NAMES[name]])
        extra = {key: each for key, each in extra.items() if each is not None}
        return written(
            "get_scheduler", repr(name), "optimizer", warmup, total,
            scheduler_specific_kwargs=extra or None,
        )  # fmt: skip
    name = rng.choice(FUNCTIONS)
    named = specific(rng, name)
    index = FUNCTIONS.index(name)
    if index:
        named["num_warmup_steps"] = warmup
    if index not in (0, 1, 6):
        named["num_training_steps"] = total
    if index == 9:
        named["num_stable_steps"] = some(rng, [0, 9])
    return written(name, "optimizer", **named)


# timm

CLASSES = [
    "CosineLRScheduler",
    "TanhLRScheduler",
    "PolyLRScheduler",
    "StepLRScheduler",
    "MultiStepLRScheduler",
    "WSDLRScheduler",
]


def of_timm(rng):
    """Write a scheduler of timm that counts updates."""
    length = rng.randint(2, 30)
    cycles = {
        "t_initial": length,
        "lr_min": floor(rng),
        "cycle_mul": some(rng, [1.0, 2.0, 1.5, 3.0], 0.4),
        "cycle_decay": some(rng, [0.5, 0.9]),
        "cycle_limit": some(rng, [1, 2, 3, 10]),
        "warmup_prefix": some(rng, [True, False]),
    }
    name = rng.choice(CLASSES)
    warmup = {"warmup_t": some(rng, [0, 1, 5, 11]), "warmup_lr_init": floor(rng)}
    named = {
        "CosineLRScheduler": cycles | {"k_decay": some(rng, [1.5, 0.7])},
        "TanhLRScheduler": cycles | {"lb": some(rng, [-6.0]), "ub": some(rng, [2.0])},
        "PolyLRScheduler": cycles
        | {"power": some(rng, [1.0, 2.0]), "k_decay": some(rng, [1.5, 0.7])},
        "StepLRScheduler": {
            "decay_t": rng.choice([length, 3.5]),
            "decay_rate": some(rng, [0.5, 0.9]),
            "warmup_prefix": some(rng, [False]),
        },
        "MultiStepLRScheduler": {
            "decay_t": sorted(rng.sample(range(1, 40), 3)),
            "decay_rate": some(rng, [0.5, 0.9]),
            "warmup_prefix": some(rng, [False]),
        },
        "WSDLRScheduler": {
            "t_initial": length,
            "decay_t": rng.randint(1, length),
            "lr_min": floor(rng),
            "stable_fn": some(rng, ["rsqrt", "power"]),
            "stable_timescale": rng.choice([4, 11.0]),
            "stable_power": some(rng, [0.8]),
            "decay_fn": some(rng, ["linear", "1-sqrt", "cosine", "power", "exp"]),
            "decay_power": some(rng, [2.0]),
            "decay_ratio": some(rng, [0.3]),
        },
    }[name]
    return written(name, "optimizer", **named, **warmup, t_in_epochs=False)


def of_timm_factory(rng):
    """Write a call of timm's factory, by epochs or by updates."""
    kinds = ("cosine", "tanh", "step", "constant", "multistep", "poly", "wsd", "rsqrt")
    kind = rng.choice(kinds)
    warmup = rng.choice([1, 3] if kind == "rsqrt" else [0, 1, 3])
    by_updates = {"step_on_epochs": False, "updates_per_epoch": rng.randint(2, 4)}
    return written(
        "create_scheduler_v2",
        "optimizer",
        sched=kind,
        num_epochs=rng.randint(5, 14),
        decay_epochs=some(rng, [1, 2]),
        decay_milestones=[2, 5],
        decay_rate=some(rng, [0.5]),
        min_lr=floor(rng),
        warmup_lr=some(rng, [1e-4]),
        warmup_epochs=warmup or None,
        warmup_prefix=some(rng, [True, False]),
        cycle_mul=some(rng, [2.0], 0.3),
        cycle_decay=some(rng, [0.5]),
        cycle_limit=some(rng, [2, 3]),
        k_decay=some(rng, [0.7], 0.3),
        decay_fn=some(rng, ["cosine"], 0.3),
        stable_timescale=some(rng, [2], 0.3),
        **(by_updates if rng.random() < 0.6 else {}),
    )


# optax


def of_optax(rng, name=None):
    """Write a schedule of optax that stands alone."""
    length = rng.randint(1, 30)
    top, low = rng.choice(PEAKS), rng.choice([0.0, 1e-4])
    cosine = {
        "init_value": low,
        "peak_value": top,
        "warmup_steps": rng.randint(0, 9),
        "decay_steps": 10 + length,
        "end_value": some(rng, [1e-5]),
        "exponent": some(rng, [2.0]),
    }
    exponential = {
        "transition_steps": length,
        "decay_rate": some(rng, [0.5, 0.9, 1.1], 1),
        "transition_begin": some(rng, [0, 7]),
        "staircase": some(rng, [True]),
        "end_value": some(rng, [top / 3, top * 2]),
    }
    scales = {turn: share(rng) for turn in rng.sample(range(0, 40), 3)}
    cycle = {
        "transition_steps": length + 5,
        "peak_value": top,
        "pct_start": some(rng, [0.1, 0.5]),
        "div_factor": some(rng, [10.0]),
        "final_div_factor": some(rng, [100.0]),
    }
    all_named = {
        "constant_schedule": {"value": top},
        "linear_schedule": {
            "init_value": low,
            "end_value": top,
            "transition_steps": rng.choice([0, length]),
            "transition_begin": some(rng, [0, 7, -3]),
        },
        "polynomial_schedule": {
            "init_value": top,
            "end_value": low,
            "power": rng.choice([0.5, 2.0, 1]),
            "transition_steps": rng.choice([0, length]),
            "transition_begin": some(rng, [0, 7, -3]),
        },
        "piecewise_constant_schedule": {
            "init_value": top,
            "boundaries_and_scales": some(rng, [scales], 0.9),
        },
        "exponential_decay": {"init_value": top, **exponential},
        "cosine_decay_schedule": {
            "init_value": top,
            "decay_steps": length,
            "alpha": some(rng, [0.1]),
            "exponent": some(rng, [2.0]),
        },
        "piecewise_interpolate_schedule": {
            "interpolate_type": rng.choice(["linear", "cosine"]),
            "init_value": top,
            "boundaries_and_scales": {turn + 1: scales[turn] for turn in scales},
        },
        "linear_onecycle_schedule": cycle | {"pct_final": some(rng, [0.7])},
        "cosine_onecycle_schedule": cycle,
        "warmup_constant_schedule": {
            "init_value": low,
            "peak_value": top,
            "warmup_steps": rng.randint(0, 9),
        },
        "warmup_cosine_decay_schedule": cosine,
        "warmup_exponential_decay_schedule": {
            "init_value": low,
            "peak_value": top,
            "warmup_steps": rng.randint(0, 9),
            **exponential,
        },
        "sgdr_schedule": {
            "cosine_kwargs": [
                {k: v for k, v in cosine.items() if v is not None},
                {"init_value": 0.0, "peak_value": top / 2, "warmup_steps": 3,
                 "decay_steps": 11},
            ]
        },
    }  # fmt: skip
    name = name or rng.choice(list(all_named))
    return written(name, **all_named[name])


def joined_of_optax(rng):
    """Write schedules of optax behind each other, joined ones among them."""
    count = rng.randint(1, 3)
    parts = [of_optax(rng) for _ in range(count)]
    turns = sorted(rng.sample(range(1, 40), count - 1))
    inner = f"join_schedules([{', '.join(parts)}], boundaries={turns})"
    if rng.random() < 0.3:
        return f"join_schedules([{of_optax(rng)}, {inner}], [{rng.randint(1, 20)}])"
    return inner


# Keras


def of_keras(rng):
    """Write a schedule of Keras."""
    top, length = rng.choice(PEAKS), rng.randint(1, 30)
    decay = {
        "initial_learning_rate": top,
        "decay_steps": length,
        "decay_rate": rng.choice([0.5, 0.9, 1.5]),
        "staircase": some(rng, [True]),
    }
    turns = sorted(rng.sample(range(0, 50), 3))
    all_named = {
        "ExponentialDecay": decay,
        "InverseTimeDecay": decay,
        "PiecewiseConstantDecay": {
            "boundaries": turns,
            "values": [top, top / 2, top / 3, top * 2],
        },
        "PolynomialDecay": {
            "initial_learning_rate": top,
            "decay_steps": length,
            "end_learning_rate": some(rng, [0.0, 1e-5]),
            "power": some(rng, [0.5, 2.0]),
            "cycle": some(rng, [True]),
        },
        "CosineDecay": {
            "initial_learning_rate": rng.choice([top, 0.0]),
            "decay_steps": length,
            "alpha": some(rng, [0.1]),
            "warmup_target": some(rng, [top, 2 * top]),
            "warmup_steps": some(rng, [3, 9], 1),
        },
        "CosineDecayRestarts": {
            "initial_learning_rate": top,
            "first_decay_steps": length + 1,
            "t_mul": some(rng, [1.0, 1.5, 3.0]),
            "m_mul": some(rng, [0.5, 0.9]),
            "alpha": some(rng, [0.1]),
        },
    }
    name = rng.choice(list(all_named))
    return written(name, **all_named[name])
