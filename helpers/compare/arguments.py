"""Checks of the arguments of a comparison: each raises an error that names it."""

import itertools
import os
from pathlib import Path
from typing import Any

import numpy as np

from helpers.checks import check_count, check_positive, check_takes
from helpers.compare.datasets import as_fit_arguments, is_function, taken
from helpers.compare.judging import is_a_loss, names_a_metric
from helpers.compare.lengths import check_ends
from helpers.keras_import import keras

__all__ = [
    "check_budget",
    "check_data",
    "check_file",
    "check_judge",
    "check_loss",
    "check_model",
    "check_name",
    "check_optimizer",
    "check_options",
    "check_peaks",
]

# Arguments of compile that are no options here.
SET_HERE = {"loss", "optimizer", "metrics", "weighted_metrics", "steps_per_execution"}

# How the names of metrics end.
MERITS, ERRORS = ("acc", "accuracy", "auc"), ("error", "mae", "mse")


def check_model(model: Any) -> None:
    """Raise a TypeError unless it is a function that can make models."""
    if isinstance(model, keras.Model) or not callable(model):
        raise TypeError(
            f"model = {model!r} must be a function of the seed that makes a fresh "
            "model: put the lines that make it into def model(seed): …"
        )
    check_takes("model", model, "the seed")


def check_data(name: str, data: Any, batch_size: int) -> None:
    """Raise an error unless ``fit`` can take the data.

    The data to judge on, all but ``train``, must have an end; ``test`` may be None.
    """
    if is_function(data) or (name == "test" and data is None):
        return
    as_fit_arguments(name, taken(name, data), batch_size)
    if name != "train":
        check_ends(name, data)


def check_file(file: Any) -> None:
    """Raise an error unless a file can be there."""
    if not isinstance(file, str | os.PathLike):
        raise TypeError(f"file = {file!r} must be the name of a file")
    folder = Path(file).absolute().parent
    if not folder.is_dir():
        raise ValueError(f"file = {str(file)!r}: the folder {folder.name!r} is missing")


def check_name(name: Any) -> None:
    """Raise a TypeError unless it is a text."""
    if not isinstance(name, str):
        raise TypeError(f"name = {name!r} must be a text")


def check_optimizer(optimizer: Any) -> None:
    """Raise an error unless it is the name of an optimizer, or a function."""
    if isinstance(optimizer, keras.optimizers.Optimizer):
        raise TypeError(
            f"optimizer = {optimizer!r} must be a function of the rate: "
            "lambda rate: keras.optimizers.SGD(rate, momentum=0.9), for instance"
        )
    if isinstance(optimizer, str):
        check_keras_knows("optimizer", keras.optimizers, optimizer)
    elif not callable(optimizer):
        raise TypeError(f"optimizer = {optimizer!r} must be a function")


def check_loss(loss: Any) -> None:
    """Raise an error unless ``compile`` can take the loss."""
    if isinstance(loss, str):
        check_keras_knows("loss", keras.losses, loss)
    elif not (loss is None or callable(loss) or isinstance(loss, dict | list | tuple)):
        raise TypeError(
            f"loss = {loss!r} must be a name, a function, a Keras loss, or for several "
            "outputs a dict or list of these"
        )


def check_keras_knows(argument: str, place: Any, name: str) -> None:
    """Raise a ValueError unless Keras knows the name in this place."""
    try:
        place.get(name)
    except ValueError as problem:
        raise ValueError(
            f"{argument} = {name!r} must be a name that Keras knows: {problem}"
        ) from problem


def check_peaks(peaks: Any) -> None:
    """Raise an error unless the peaks are three or more, each above the last."""
    if not isinstance(peaks, tuple | list | np.ndarray) or len(peaks) < 3:
        raise ValueError(f"peaks = {peaks!r} must be a list of three rates or more")
    for place, peak in enumerate(peaks):
        check_positive(f"peaks[{place}]", peak)
    if any(low >= high for low, high in itertools.pairwise(peaks)):
        raise ValueError(f"peaks = {peaks!r} must rise from each to the next")


def check_budget(epochs: int | None, updates: int | None) -> None:
    """Raise an error unless one of the two is given."""
    if (epochs is None) == (updates is None):
        raise ValueError(f"epochs = {epochs}, updates = {updates}: give one of the two")
    if epochs is None:
        check_count("updates", updates)
    else:
        check_count("epochs", epochs)


def check_judge(judge: Any, less_is_better: Any) -> None:
    """Raise an error unless it is clear what to judge by, and which way is better.

    Whether a model has a log of that name shows when it is evaluated.
    """
    if isinstance(judge, dict):
        check_one_output(judge)
        (judge,) = judge.values()
    if isinstance(judge, keras.metrics.Metric):
        raise TypeError(
            f"judge = {judge!r} must be a name, or a function that makes a metric: "
            f"{type(judge).__name__}, without brackets, is one"
        )
    if not (isinstance(judge, str) or callable(judge)):
        raise TypeError(
            f"judge = {judge!r} must be the name of one metric or log, a function that "
            'makes a metric, or for one output {"output": "mae"}'
        )
    if not isinstance(judge, str):
        judge = getattr(judge, "__name__", "")
    elif judge.startswith("val_"):
        raise ValueError(f"judge = {judge!r} must be without val_: {judge[4:]!r}")
    check_direction(judge, less_is_better)


def check_one_output(judge: dict[Any, Any]) -> None:
    """Raise an error unless one output has one metric."""
    if len(judge) != 1 or not all(isinstance(output, str) for output in judge):
        raise ValueError(f"judge = {judge!r} must have the name of one output")
    (metric,) = judge.values()
    if isinstance(metric, str) and not names_a_metric(metric):
        check_keras_knows("judge", keras.metrics, metric)


def check_direction(judge: str, less_is_better: Any) -> None:
    """Raise an error unless it is clear whether less of the judge is better."""
    if is_a_loss(judge) and less_is_better is None:
        return
    if not isinstance(less_is_better, bool):
        raise TypeError(
            f"less_is_better = {less_is_better!r} must be True or False: is "
            f"{judge!r} an error or a merit?"
        )
    if judge == "loss" and not less_is_better:
        raise ValueError("less_is_better = False, but less of the loss is better")
    wrong = MERITS if less_is_better else ERRORS
    if judge.lower().endswith(wrong):
        more = "more" if less_is_better else "less"
        raise ValueError(
            f"less_is_better = {less_is_better}, but {more} of {judge} is better"
        )


def check_options(options: Any) -> None:
    """Raise an error unless these are options of ``compile`` that are free to set."""
    if not isinstance(options, dict):
        raise TypeError(f"compile_options = {options!r} must be a dict")
    if taken := SET_HERE & options.keys():
        raise ValueError(
            f"compile_options has {min(taken)!r}, but that is an argument of its own"
            if min(taken) in ("loss", "optimizer")
            else f"compile_options has {min(taken)!r}, which a comparison doesn't take"
        )
