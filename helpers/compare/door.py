"""The arguments of a comparison, checked once, before anything is made of them."""

from collections.abc import Mapping
from typing import Any

from helpers.checks import check_count, check_positive
from helpers.compare import arguments
from helpers.compare.arms import check_arms
from helpers.compare.seeds import MOST_PAIRS, MOST_REPEATS, MOST_TUNING_SEEDS

__all__ = ["check_at_the_door"]


def check_at_the_door(given: Mapping[str, Any]) -> None:
    """Raise an error that names an argument unless all that are ``given`` can be used.

    They are those of ``Comparison``, by name. No model is made for it.
    """
    arguments.check_model(given["model"])
    arguments.check_optimizer(given["optimizer"])
    arguments.check_loss(given["loss"])
    for name in ("train", "validation", "test"):
        arguments.check_data(name, given[name], given["batch_size"])
    check_arms(given["arms"])
    arguments.check_peaks(given["peaks"])
    arguments.check_budget(given["epochs"], given["updates"])
    arguments.check_judge(given["judge"], given["less_is_better"])
    check_count("batch_size", given["batch_size"])
    check_count("repeats", given["repeats"], at_least=2, at_most=MOST_REPEATS)
    check_count("tuning_seeds", given["tuning_seeds"], at_most=MOST_TUNING_SEEDS)
    check_count("pairs", given["pairs"], at_most=MOST_PAIRS)
    if given["control"] is not None:
        check_positive("control", given["control"], at_most=0.99)
    arguments.check_options(given["compile_options"])
    arguments.check_file(given["file"])
    arguments.check_name(given["name"])
