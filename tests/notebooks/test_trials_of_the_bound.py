"""The trials of notebook 11 find a mistake in the bound, with batches too."""

import copy

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest

from helpers import bounds
from tools.notebooks import choose

pytestmark = pytest.mark.slow

CELLS = {cell.id: cell.source for cell in nbformat.read(choose("11"), 4).cells}
BEFORE = ["11-01", "11-one-update", "11-ladder-numbers", "11-03", "11-05"]
ONE_LOSS = f"{CELLS['11-06']}\n{CELLS['11-cases']}"
TRIALS = {"one loss": ONE_LOSS, "batches": CELLS["11-batches-tried"]}
really = bounds.with_last


def without_the_climb(shape, v, norms=1.0):
    column = np.append(shape, v)
    rate, square = bounds.tails(column), bounds.tails(column**2)
    return 0.5 / rate[:-1], 0.5 * square[:-1] / rate[:-1]


def without_a_row(shape, v, norms=1.0):
    a, b = really(shape[:-1], shape[-1])
    return np.append(a, a[-1]), np.append(b, b[-1])


def half_of_g(shape, v, norms=1.0):
    a, b = really(shape, v)
    return a, b / 2


def half_of_d(shape, v, norms=1.0):
    a, b = really(shape, v)
    return a / 2, b


@pytest.fixture(scope="module")
def page():
    """What the notebook knows after its trial without batches, and its runs with them.

    The random numbers go on from there, so each test has its own copy.
    """
    plt.switch_backend("agg")
    names = {}
    for source in [*(CELLS[cell] for cell in BEFORE), ONE_LOSS, CELLS["11-batches"]]:
        exec(source, names)
    return names


def own(page):
    return page | {"rng": copy.deepcopy(page["rng"])}


@pytest.mark.parametrize("trial", TRIALS)
def test_the_bound_is_kept(page, trial):
    exec(TRIALS[trial], own(page))


@pytest.mark.parametrize("trial", TRIALS)
@pytest.mark.parametrize(
    "mistake",
    [without_the_climb, without_a_row, half_of_g, half_of_d],
    ids=lambda mistake: mistake.__name__,
)
def test_a_mistake_in_helpers_bounds_is_found(page, trial, mistake, monkeypatch):
    monkeypatch.setattr(bounds, "with_last", mistake)
    with pytest.raises(AssertionError):
        exec(TRIALS[trial], own(page))


def test_many_bounds_lie_below_the_loss_at_the_start(page):
    """Those that lie above it are kept without any training."""
    assert (page["bounds"] < page["seen"][0]).sum() > 100
    names = own(page)
    exec(TRIALS["batches"], names)
    assert (names["bounds"] < names["at_start"]).sum() > 100


@pytest.mark.parametrize("mistake", ["none", "one norm for all", "no climb"])
def test_the_trial_with_norms_tells_a_mistake(mistake):
    cells = {cell.id: cell.source for cell in nbformat.read(choose("11c"), 4).cells}
    names = {"np": np}
    exec(cells["11c-11"], names)
    right = names["coefficients"]

    def wrong(w, norms):
        if mistake == "one norm for all":
            return right(w, norms.mean(axis=-1, keepdims=True))
        a, b = right(w, norms)
        return a, a * np.sum(w**2 * norms**2, axis=-1)

    if mistake == "none":
        exec(cells["11c-trial"], names)
        return
    names["coefficients"] = wrong
    with pytest.raises(AssertionError):
        exec(cells["11c-trial"], names)
