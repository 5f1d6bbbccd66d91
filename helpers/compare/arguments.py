"""Checks at the door of a comparison."""

import itertools
import os
from pathlib import Path

import numpy as np

from helpers.checks import check_count, check_positive, check_takes
from helpers.compare.arms import check_arms
from helpers.compare.datasets import as_arguments, check_end, is_function
from helpers.keras_import import keras

OURS = {"loss", "optimizer", "metrics", "weighted_metrics", "steps_per_execution"}

SHORT = {"loss", "accuracy", "acc", "crossentropy", "ce"}  # of compile alone
MERITS, ERRORS = ("acc", "accuracy", "auc"), ("error", "mae", "mse")  # as names end


def check_arguments(comparison):
    """Raise an error that names the argument, if one of a ``Comparison`` is wrong."""
    check_model(comparison.model)
    check_optimizer(comparison.optimizer)
    check_loss(comparison.loss)
    for name in ("train", "validation", "test"):
        data = getattr(comparison, name)
        if not (is_function(data) or (name == "test" and data is None)):
            as_arguments(name, data, comparison.batch_size)
            if name != "train":
                check_end(name, data)
    check_arms(comparison.arms)
    check_peaks(comparison.peaks)
    check_budget(comparison.epochs, comparison.updates)
    check_judge(comparison.judge, comparison.less_is_better)
    check_count("batch_size", comparison.batch_size)
    check_count("tuning_seeds", comparison.tuning_seeds, at_most=1000)
    check_count("pairs", comparison.pairs, at_least=2, at_most=100_000)
    check_options(comparison.compile_options)
    check_file(comparison.file)
    if not isinstance(comparison.name, str):
        raise TypeError(f"name = {comparison.name!r} must be a text")


def check_model(model):
    """Raise a TypeError unless it is a function that can make models."""
    if isinstance(model, keras.Model) or not callable(model):
        raise TypeError(
            f"model = {model!r} must be a function of the seed that makes a fresh "
            "model: put the lines that make it into def model(seed): …"
        )
    check_takes("model", model, "the seed")


def check_file(file):
    """Raise an error unless a file can be there."""
    if not isinstance(file, str | os.PathLike):
        raise TypeError(f"file = {file!r} must be the name of a file")
    folder = Path(file).absolute().parent
    if not folder.is_dir():
        raise ValueError(f"file = {str(file)!r}: the folder {folder.name!r} is missing")


def check_optimizer(optimizer):
    """Raise an error unless it is the name of an optimizer, or a function."""
    if isinstance(optimizer, keras.optimizers.Optimizer):
        raise TypeError(
            f"optimizer = {optimizer!r} must be a function of the rate: "
            "lambda rate: keras.optimizers.SGD(rate, momentum=0.9), for instance"
        )
    if not isinstance(optimizer, str):
        check_function("optimizer", optimizer)
    else:
        known("optimizer", keras.optimizers, optimizer)


def check_loss(loss):
    """Raise an error unless ``compile`` can take the loss."""
    if isinstance(loss, str):
        known("loss", keras.losses, loss)
    elif not (loss is None or callable(loss) or isinstance(loss, dict | list | tuple)):
        raise TypeError(
            f"loss = {loss!r} must be a name, a function, a Keras loss, or for several "
            "outputs a dict or list of these"
        )


def known(argument, place, name):
    """Raise a ValueError unless Keras knows the name in this place."""
    try:
        place.get(name)
    except ValueError as problem:
        raise ValueError(
            f"{argument} = {name!r} must be a name that Keras knows: {problem}"
        ) from problem


def check_function(name, value):
    """Raise a TypeError unless the value can be called."""
    if not callable(value):
        raise TypeError(f"{name} = {value!r} must be a function")


def check_peaks(peaks):
    """Raise an error unless the peaks are three or more, each above the last."""
    if not isinstance(peaks, tuple | list | np.ndarray) or len(peaks) < 3:
        raise ValueError(f"peaks = {peaks!r} must be a list of three rates or more")
    for place, peak in enumerate(peaks):
        check_positive(f"peaks[{place}]", peak)
    if any(low >= high for low, high in itertools.pairwise(peaks)):
        raise ValueError(f"peaks = {peaks!r} must rise from each to the next")


def check_budget(epochs, updates):
    """Raise an error unless one of the two is given."""
    if (epochs is None) == (updates is None):
        raise ValueError(f"epochs = {epochs}, updates = {updates}: give one of the two")
    if epochs is None:
        check_count("updates", updates)
    else:
        check_count("epochs", epochs)


def check_judge(judge, less_is_better):
    """Raise an error unless it is said what to judge by, and which way."""
    if isinstance(judge, keras.metrics.Metric):
        raise TypeError(
            f"judge = {judge!r} must be a name, or a function that makes a metric: "
            f"{type(judge).__name__}, without brackets, is one"
        )
    if not (isinstance(judge, str) or callable(judge)):
        raise TypeError(
            f"judge = {judge!r} must be the name of one metric, or a function that "
            "makes one"
        )
    if not isinstance(judge, str):
        judge = getattr(judge, "__name__", "")
    elif judge.startswith("val_"):
        raise ValueError(f"judge = {judge!r} must be without val_: {judge[4:]!r}")
    elif judge not in SHORT:
        known("judge", keras.metrics, judge)
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


def check_options(options):
    """Raise an error unless these are options that ``compile`` gets from the reader."""
    if not isinstance(options, dict):
        raise TypeError(f"compile_options = {options!r} must be a dict")
    if taken := OURS & options.keys():
        raise ValueError(
            f"compile_options has {min(taken)!r}, but that is an argument of its own"
            if min(taken) in ("loss", "optimizer")
            else f"compile_options has {min(taken)!r}, which a comparison doesn't take"
        )
