"""Two schedules of PyTorch, translated to Keras: task 3 of *Plan it*."""

import numpy as np

from classroom.assignments.questions import FormError, Point, Question, close, number
from helpers.schedules.shapes import half_wave


def draw_translations(random, student):
    """Return settings of PyTorch's CosineAnnealingLR, stepped once an epoch."""
    return [
        {
            "lr": float(random.uniform(0.01, 0.5)),
            "t_max": int(random.integers(5, 40)),
            "eta_min": float(random.uniform(1e-5, 1e-3)),
            "updates_per_epoch": int(random.integers(20, 400)),
        }
        for _ in range(3)
    ]


def draw_warm_translations(random, student):
    """Return settings of PyTorch's SequentialLR, stepped once an update."""
    return [
        {
            "lr": float(random.uniform(0.01, 0.5)),
            "start_factor": float(random.uniform(0.05, 0.5)),
            "total_iters": int(random.integers(20, 100)),
            "t_max": int(random.integers(200, 900)),
            "eta_min": float(random.uniform(1e-5, 1e-3)),
        }
        for _ in range(3)
    ]


def keras_cosine(
    steps,
    initial_learning_rate,
    decay_steps,
    alpha=0.0,
    warmup_target=None,
    warmup_steps=0,
    name=None,
):
    """Return the rates of Keras's CosineDecay with these arguments, in float64."""
    top, warmup = initial_learning_rate, 0
    if warmup_target is not None:
        top, warmup = warmup_target, warmup_steps
    progress = np.clip((steps - warmup) / decay_steps, 0, 1)
    fall = top * ((1 - alpha) * half_wave(progress) + alpha)
    rise = initial_learning_rate + (top - initial_learning_rate) * steps / max(
        warmup, 1
    )
    return np.where(steps < warmup, rise, fall)


NUMBERS = (
    "initial_learning_rate",
    "decay_steps",
    "alpha",
    "warmup_target",
    "warmup_steps",
)


def read_arguments(setting, value):
    """Return the arguments of CosineDecay as numbers, or raise FormError."""
    if type(value) is not dict or not value.keys() <= {*NUMBERS, "name"}:
        raise FormError("what was returned is no dict of arguments of CosineDecay")
    found = {
        name: number(value[name]) for name in NUMBERS if value.get(name) is not None
    }
    if not {"initial_learning_rate", "decay_steps"} <= found.keys():
        raise FormError("an argument that CosineDecay needs is not there")
    if found["decay_steps"] <= 0:
        raise FormError("decay_steps is no positive number")
    return found


def starts_and_ends(setting, value):
    """Return whether the rates start and end as PyTorch's do."""
    lr, start = setting["lr"], setting["lr"] * setting.get("start_factor", 1)
    first, last = keras_cosine(np.array([0, 10**9]), **value)
    peak = value.get("warmup_target", value["initial_learning_rate"])
    if close([last], [lr * setting["eta_min"]], 0) and close([peak], [lr], lr):
        return "Keras would end at another rate: alpha is a share, and no rate."
    return close([peak, first], [lr, start], lr) and close(
        [last], [setting["eta_min"]], 0
    )


def takes_as_long(setting, value):
    """Return whether the rates rise and fall over as many updates as PyTorch's."""
    warmup = setting.get("total_iters", 0)
    epoch = setting.get("updates_per_epoch", 1)
    counted = np.arange(setting["t_max"] + 1)
    rates = keras_cosine(warmup + epoch * counted, **value)
    rise = keras_cosine(np.arange(warmup), **value)
    steps = np.arange(warmup) / max(warmup, 1)
    way = rise[0] + (rates[0] - rise[0]) * steps if warmup else rise
    left = (rates - rates[-1]) / (rates[0] - rates[-1])
    at_end = keras_cosine(np.array([10**9]), **value)
    in_time = close(left, half_wave(counted / setting["t_max"]), 1)
    return in_time and close(rise, way, 1) and close(rates[-1:], at_end, 1e-2)


QUESTIONS = (
    Question(
        "plan_translation",
        draw_translations,
        (
            Point("Keras would not start or end at PyTorch's rates.", starts_and_ends),
            Point("Keras would not take as long as PyTorch.", takes_as_long),
        ),
        read_arguments,
    ),
    Question(
        "plan_warm_translation",
        draw_warm_translations,
        (
            Point("Keras's start, peak or end is not PyTorch's.", starts_and_ends),
            Point("Keras would not take as long as PyTorch.", takes_as_long),
        ),
        read_arguments,
    ),
)
