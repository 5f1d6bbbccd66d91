"""What a training is judged by: a metric to compile, and the log of its value.

``judge`` is "loss"; the name of a metric of Keras, or a function that makes a metric;
such a metric for one output of several, as ``{"output": "mae"}``; or the name of any
other log of the model's evaluations, as "total_loss" of a ``test_step`` of one's own.
"""

from typing import Any

from helpers.keras_import import keras

__all__ = [
    "is_a_loss",
    "judged_log_name",
    "keeps_an_average",
    "metrics_for",
    "name_of",
    "names_a_metric",
]

# Names that compile knows, though keras.metrics.get does not.
SHORT_NAMES = {"accuracy", "acc", "crossentropy", "ce"}


def names_a_metric(judge: Any) -> bool:
    """Return whether it is a name by which ``compile`` makes a metric.

    >>> names_a_metric("mae"), names_a_metric("accuracy"), names_a_metric("total_loss")
    (True, True, False)
    """
    if not isinstance(judge, str) or judge in SHORT_NAMES:
        return isinstance(judge, str)
    try:
        return keras.metrics.get(judge) is not None
    except ValueError:
        return False


def metrics_for(judge: Any) -> Any:
    """Return what to judge by as the ``metrics`` of ``compile``, or None.

    >>> metrics_for("mae"), metrics_for({"out": "mae"}), metrics_for("loss")
    (['mae'], {'out': ['mae']}, None)
    """
    if isinstance(judge, dict):
        return {output: metrics_for(metric) for output, metric in judge.items()}
    if isinstance(judge, str):
        return [judge] if names_a_metric(judge) else None
    return [judge()]


def name_of(judge: Any) -> str:
    """Return the name under which Keras logs what is judged by.

    >>> name_of({"out": keras.metrics.MeanAbsoluteError})
    'out_mean_absolute_error'
    """
    if isinstance(judge, dict):
        ((output, metric),) = judge.items()
        return f"{output}_{name_of(metric)}"
    return judge if isinstance(judge, str) else judge().name


def is_a_loss(judge: Any) -> bool:
    """Return whether less of it is better by its name, as of "loss" or "total_loss"."""
    return isinstance(judge, str) and judge.endswith("loss")


def keeps_an_average(optimizer: Any) -> bool:
    """Return whether an optimizer ends with an average of the weights in the model.

    Or one within it, as where the loss is scaled. Keras puts the average there at the
    end of ``fit``, after the last evaluation.

    >>> keeps_an_average(keras.optimizers.SGD(use_ema=True))
    True
    """
    inner = getattr(optimizer, "inner_optimizer", None)
    own = bool(getattr(optimizer, "use_ema", False))
    return own or (inner is not None and keeps_an_average(inner))


def judged_log_name(logs: dict[str, float], judge: Any) -> str:
    """Return the name of the log of an evaluation that holds the judge's value.

    Raises a ValueError if there is none, or more than one.
    """
    name = f"val_{name_of(judge)}"
    if name in logs:
        return name
    evaluated = [log for log in logs if log.startswith("val_")]
    own = [log for log in evaluated if not log.endswith("loss")]
    if metrics_for(judge) is None or len(own) != 1:  # Keras may call a metric otherwise
        found = [log.removeprefix("val_") for log in evaluated]
        raise ValueError(
            f"judge = {judge!r} is none of the model's evaluations, which are {found}: "
            'name one of them, or give a metric, as "mae", or {"output": "mae"} for '
            "one output of several"
        )
    return own[0]
