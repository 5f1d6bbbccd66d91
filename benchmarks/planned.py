"""What ``plan`` says that a comparison takes, and what it took, over twenty models."""

import time
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.measuring import Comparison
from benchmarks.twenty_models import DATA, MODELS
from helpers import compare as comparing
from helpers.keras_import import keras

ASKED = 1.5  # times as long, or as short
LENGTHS = {"short": 40, "long": 1000}  # updates of a training


def compare(data, lengths=LENGTHS, models=MODELS):
    """Ask for a plan and carry it out, for each model and length."""
    rows = []
    for length, updates in lengths.items():
        pairs = {name: said_and_took(*models[name], updates) for name in models}
        said, took = zip(*pairs.values(), strict=True)
        times = {name: one / other for name, (one, other) in pairs.items()}
        least, most = min(times, key=times.get), max(times, key=times.get)
        near = sum(1 / ASKED <= ratio <= ASKED for ratio in times.values())
        rows.append(
            Comparison(
                f"{length} trainings of {len(models)} models: what plan says, against "
                f"what they took ({keras.backend.backend()})",
                "s",
                said,
                took,
                goal=1,
                note=f"{near} within a factor of {ASKED}, from {times[least]:.2f} "
                f"({least}) to {times[most]:.2f} ({most})",
            )
        )
    return rows


def said_and_took(kind, model, updates):
    """Return the seconds of a plan, and those of its trainings."""
    x, y = DATA[kind]()
    half = len(x) // 2
    options = {"repeats": 3, "tuning_seeds": 1, "pairs": 2, "updates": updates}
    arms = {"constant": np.ones(updates), "linear": np.linspace(1, 0, updates)}
    loss = "mse" if kind == "table" else "sparse_categorical_crossentropy"
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a best peak at an edge, after the plan
        ours = comparing.Comparison(
            model,
            (x[:half], y[:half]),
            (x[half:], y[half:]),
            loss,
            arms,
            optimizer="adam",
            peaks=(1e-4, 1e-3, 1e-2),
            file=str(Path(folder, "kept.sqlite")),
            **options,
        )
        plan = ours.plan()
        began = time.perf_counter()
        results = ours.run()
        took = time.perf_counter() - began
    # A grid that has grown has more trainings than were planned.
    return plan.seconds, took * plan.trainings / len(results.trainings)
