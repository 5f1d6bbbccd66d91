"""With a norm for each gradient the bound holds; an index off by one is caught."""

import numpy as np
import pytest

from helpers.bounds import best_multiple, bound, bound_in_a_ball, last_weight, with_last
from helpers.schedules import cosine, table, with_warmup

pytestmark = pytest.mark.slow


def as_printed(column, norms, distance):
    """Return the theorem's right side for a column with its extra row, and norms G_t.

    Rows are counted from 1, as in the paper.
    """
    rows = range(1, len(column) + 1)
    rate, norm = (dict(zip(rows, values, strict=True)) for values in (column, norms))

    def squares(first):
        return sum(rate[t] ** 2 * norm[t] ** 2 for t in rows if t >= first)

    def rates(first):
        return sum(rate[t] for t in rows if t >= first)

    return (distance**2 + squares(1)) / (2 * rates(1)) + 0.5 * sum(
        rate[k] / rates(k + 1) * squares(k) / rates(k) for k in rows[:-1]
    )


@pytest.fixture(scope="module")
def runs():
    """Many random problems, each with a column and an extra row, and what it met.

    Each function is the largest of four absolute values, whose slopes have very
    different lengths; its minimum, 0, lies at 0. So norms differ from update to update.
    """
    rng = np.random.default_rng(24)
    slopes = rng.normal(size=(2000, 4, 3)) * rng.lognormal(0, 1.5, (2000, 4, 1))
    x = rng.normal(size=(2000, 3)) * rng.uniform(0.01, 1, (2000, 1))
    distances = np.linalg.norm(x, axis=1)
    rates = rng.exponential(size=(2000, 8)) ** rng.uniform(0, 2, (2000, 1))
    rates *= rng.lognormal(-2, 1.5, (2000, 1))
    norms, losses = [], []
    for rate in [*rates.T, None]:
        heights = np.einsum("npw,nw->np", slopes, x)
        steepest = np.arange(2000), np.abs(heights).argmax(axis=1)
        losses.append(np.abs(heights[steepest]))
        norms.append(np.linalg.norm(slopes[steepest], axis=1))
        if rate is not None:  # at the last point a norm is met, and no update made
            sign = np.where(heights[steepest] < 0, -1, 1)
            x = x - (rate * sign)[:, None] * slopes[steepest]
    return rates, np.array(norms).T, distances, losses[-1]


def shares(runs, norms):
    rates, _, distances, losses = runs
    rows = zip(rates, distances, norms, strict=True)
    return losses / [bound(column, far, own) for column, far, own in rows]


def test_no_random_convex_problem_passes_it(runs):
    found = shares(runs, runs[1])
    assert found.max() <= 1
    assert found.max() > 0.6, "the problems are too easy to tell"


@pytest.mark.parametrize(
    "mistake",
    [
        lambda norms: np.roll(norms, 1, axis=1),
        lambda norms: np.roll(norms, -1, axis=1),
        lambda norms: np.broadcast_to(norms.mean(axis=1, keepdims=True), norms.shape),
        lambda norms: np.sqrt(norms),
    ],
    ids=["a row late", "a row early", "their mean", "not squared"],
)
def test_a_mistake_in_the_norms_is_caught(runs, mistake):
    assert (shares(runs, mistake(runs[1])) > 1).sum() > 5


def test_the_largest_norm_of_each_problem_holds_as_well(runs):
    largest = runs[1].max(axis=1)
    assert shares(runs, largest).max() <= 1
    assert (shares(runs, largest) <= shares(runs, runs[1]) * (1 + 1e-3)).mean() > 0.99


def test_it_is_the_theorem(runs):
    for column, norms in zip(runs[0][:50], runs[1], strict=False):
        v = last_weight(column, norms)
        expected = as_printed([*column, v], norms, 3.0)
        assert bound(column, 3.0, norms) == pytest.approx(expected, rel=1e-3)
        a, b = (values[0] for values in with_last(column, v, norms))
        assert a * 9 + b == pytest.approx(expected, rel=1e-12)


def test_norms_that_are_all_alike_are_one_gradient():
    rates = table(with_warmup(cosine(0.5, 30), 10), 40)
    for function in (bound, bound_in_a_ball, best_multiple):
        of_one = function(rates, 2.0, 0.7)
        assert function(rates, 2.0, np.full(40, 0.7)) == pytest.approx(of_one)
        assert function(rates, 2.0, np.full(41, 0.7)) == pytest.approx(of_one)


def test_the_best_multiple_is_the_best(runs):
    column, norms = runs[0][0], runs[1][0]
    factor, least = best_multiple(column, 2.0, norms)
    assert bound(factor * column, 2.0, norms) == pytest.approx(least)
    for rho in (0.5, 3):
        assert bound(rho * factor * column, 2.0, norms) == pytest.approx(
            (rho + 1 / rho) / 2 * least
        )


def test_the_last_point_has_the_last_norm_unless_it_is_given():
    norms = [3.0, 2.0, 1.0]
    assert bound([1, 1, 1], 1.0, norms) == bound([1, 1, 1], 1.0, [*norms, 1.0])
    assert bound([1, 1, 1], 1.0, norms) < bound([1, 1, 1], 1.0, [*norms, 5.0])


def test_norms_of_updates_of_rate_0_do_not_count_at_the_ends():
    expected = bound([0.5, 1.0], 1.0, [2.0, 3.0, 4.0])
    assert bound([0, 0.5, 1.0], 1.0, [9.0, 2.0, 3.0, 4.0]) == expected
    assert bound([0.5, 1.0, 0, 0], 1.0, [2.0, 3.0, 4.0, 9.0]) == expected


def test_long_gradients_at_first_favour_a_warm_up():
    norms = np.where(np.arange(100) < 10, 3.0, 1.0)
    warm = table(with_warmup(cosine(1.0, 90), 10), 100)
    cold = table(cosine(1.0, 100), 100)
    for gradient, better in ((1.0, False), (norms, True)):
        with_it, without = (best_multiple(c, 1.0, gradient)[1] for c in (warm, cold))
        assert (with_it < without) == better


@pytest.mark.parametrize(
    ("gradient", "said"),
    [
        ([1.0, 0.0], r"gradient\[1\] = 0.0 must be above 0"),
        ([1.0, np.nan], r"gradient\[1\] = nan"),
        ([1.0], "gradient has 1 norms, but 2 updates need as many, or one more"),
        (np.ones(4), "gradient has 4 norms"),
        (np.ones((2, 1)), "gradient must hold"),
        ("a", "gradient = 'a'"),
    ],
)
def test_norms_that_are_none_are_named(gradient, said):
    for function in (bound, best_multiple, bound_in_a_ball):
        with pytest.raises((ValueError, TypeError), match=said):
            function([0.1, 0.1], 1.0, gradient)
