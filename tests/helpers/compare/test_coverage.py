"""Whole comparisons, thousands of them, on valleys that cost nothing: what they claim.

An interval is right in so many of all comparisons as it says. What it is to hold is the
mean of all: of arms tuned in this way, with this luck.
"""

import math

import numpy as np
import pytest

from helpers.compare import Results
from helpers.compare.peaks import valleys
from helpers.compare.stages import Protocol
from helpers.compare.tables import tables
from helpers.verdicts import interval

pytestmark = pytest.mark.slow

GRID = (3e-4, 1e-3, 3e-3, 1e-2, 3e-2)
ARMS = {"constant": [1.0, 1.0], "falling": [1.0, 0.0]}
# Where the error is least, and how its logarithm rises below and above that peak.
STEEP, FLAT = (2e-3, 0.4, 0.9), (7e-3, 0.3, 0.6)
EXPERIMENTS = 1500


def errors(valley_of_arm, random, noise=0.12):
    """Return a function that gives a training its error, with the luck of its seed."""
    shared = {}

    def error(training):
        peak, below, above = valley_of_arm[training.arm]
        away = math.log(training.peak / peak)
        if training.seed not in shared:
            shared[training.seed] = random.normal(0, noise)
        luck = shared[training.seed] + random.normal(0, noise)
        return math.exp(max(-below * away, above * away) + luck)

    return error


def experiment(error, repeats, tuning_seeds, pairs):
    """Return the results of a comparison whose trainings have this error."""
    finished = {}
    counts = repeats, tuning_seeds, pairs
    protocol = Protocol(ARMS, GRID, 2, *counts)
    for stage in protocol.stages(lambda tuned: valleys(tuned, finished, True)):
        for training in stage.trainings:
            if training.key not in finished:
                finished[training.key] = {
                    "value": error(training), "diverged": False, "seconds": 0.0,
                    "evaluations": [],
                }  # fmt: skip
    trainings = tables(stage.trainings, finished)
    return Results(*trainings, "constant", "loss", less_is_better=True, notes=[])


def repeated(valley_of_arm, claim, *counts):
    """Return how often the intervals hold the mean of all, and how often 0."""
    found = []
    for number in range(EXPERIMENTS):
        random = np.random.default_rng(number)
        found.append(claim(experiment(errors(valley_of_arm, random), *counts)))
    means, halves = np.array(found).T
    held = np.abs(means - means.mean()) <= halves
    return held.mean(), (np.abs(means) <= halves).mean()


def of_the_verdict(results):
    return results.verdicts.loc["falling", ["difference", "±"]]


def over_pairs(results):
    """Return the interval of pairs at one chosen peak, as if there were no other."""
    of_arm = results.trainings.pivot(index="seed", columns="arm", values="value")
    return interval(of_arm["falling"] - of_arm["constant"])


DIFFERENT = {"constant": STEEP, "falling": FLAT}
ALIKE = {"constant": STEEP, "falling": STEEP}


def test_an_interval_over_repeats_holds_what_all_comparisons_find():
    held, _ = repeated(DIFFERENT, of_the_verdict, 8, 1, 2)
    assert held == pytest.approx(0.95, abs=0.02)


def test_arms_that_are_alike_are_said_to_differ_in_one_of_twenty_comparisons():
    _, without_a_word = repeated(ALIKE, of_the_verdict, 8, 1, 2)
    assert without_a_word == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize(("pairs", "most"), [(10, 0.8), (30, 0.65)])
def test_an_interval_over_the_pairs_of_one_choice_does_not(pairs, most):
    """And more pairs make it worse: they shrink it, and not the luck of the choice."""
    held, _ = repeated(DIFFERENT, over_pairs, 1, 3, pairs)
    assert held < most
