"""One update and one evaluation on first batches: what can't be taken is named."""

import re
from dataclasses import replace
from typing import Any

from helpers.compare.datasets import data_of_seed, first_batch
from helpers.compare.judging import judged_log_name, metrics_for
from helpers.compare.recipe import Recipe
from helpers.keras_import import keras
from helpers.keras_schedule import TableSchedule

__all__ = ["check_by_trial"]


def check_by_trial(recipe: Recipe, model: keras.Model, trained: bool) -> None:
    """Raise a ValueError that names data, or a judge, on which the model fails.

    The model is not for use afterwards. It is ``trained`` at the rate 0, if so.
    """
    compile_for_trial(recipe, model)
    for name in ("validation", "test"):
        batch = batch_of(recipe, name)
        try:
            logs = model.evaluate(**batch, verbose=0, return_dict=True)
        except Exception as problem:
            check_judge_is_not_the_problem(recipe, batch, problem)
            raise failed(name, "evaluated", problem) from problem
        judged_log_name({f"val_{log}": logs[log] for log in logs}, recipe.judge)
    if trained and recipe.backend != "jax":  # where that would be compiled for long
        batch = batch_of(recipe, "train")
        try:
            model.fit(**batch, verbose=0)
        except Exception as problem:
            raise failed("train", "trained", problem) from problem


def compile_for_trial(recipe: Recipe, model: keras.Model) -> None:
    """Compile a model at the rate 0; on TensorFlow no program is made for it."""
    recipe.compile(model, TableSchedule([0.0]))
    model.steps_per_execution = 1
    if recipe.backend == "tensorflow":
        model.jit_compile, model.run_eagerly = False, True


def batch_of(recipe: Recipe, name: str) -> dict[str, Any]:
    """Return the first batch of the data of this name, as ``fit`` takes it."""
    data = data_of_seed(getattr(recipe, name), 0, name)
    if hasattr(data, "take"):  # a tf.data.Dataset, which may hold texts
        return {"x": data.take(1)}
    batch = first_batch(name, data, recipe.batch_size)
    rows = len(keras.tree.flatten(batch)[0])
    names = ("x", "y", "sample_weight")
    return {**dict(zip(names, batch, strict=False)), "batch_size": rows}


def check_judge_is_not_the_problem(
    recipe: Recipe, batch: dict[str, Any], problem: Exception
) -> None:
    """Raise a ValueError if the model can be evaluated without the judge's metric."""
    if metrics_for(recipe.judge) is None:
        return
    model = recipe.fresh_model(0)
    compile_for_trial(replace(recipe, judge="loss"), model)
    try:
        model.evaluate(**batch, verbose=0)
    except Exception:
        return
    raise ValueError(
        f"judge = {recipe.judge!r} can't be computed: {in_short(problem)}. For one "
        'output of several give {"output": "mae"}'
    ) from problem


def failed(name: str, what: str, problem: Exception) -> ValueError:
    """Return an error that names the data on which a model could not be trained."""
    return ValueError(
        f"{name}: the model can't be {what} on the first batch: {in_short(problem)}"
    )


def in_short(problem: Exception) -> str:
    """Return what an error says, without the pages that Keras adds."""
    text = re.sub("\x1b\\[[0-9;]*m", "", str(problem))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    said = [line for line in lines if not line.startswith("Exception encountered")]
    return (said or [type(problem).__name__])[0].rstrip(".")
