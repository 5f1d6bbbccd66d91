import tracemalloc

import numpy as np
import pytest
from scipy.optimize import minimize

from helpers.bounds import (
    best_multiple,
    bound,
    bound_in_a_ball,
    coefficients,
    last_weight,
    with_last,
)
from helpers.schedules import constant, cosine, linear, table, with_warmup

COLUMNS = {
    "one rate": [0.3],
    "two": [0.2, 0.1],
    "constant": np.full(50, 0.1),
    "linear": table(linear(0.5, 40), 40),
    "cosine": table(cosine(2.0, 200), 200),
    "warm-up": table(with_warmup(constant(1.0), 10), 30),
    "ends at 0": [1, 0.5, 0],
    "rest in between": [1, 0, 0, 0.5],
}
columns = pytest.mark.parametrize("rates", COLUMNS.values(), ids=COLUMNS)


def as_printed(column, distance, gradient):
    """Return the theorem's right side for x_T, T the column's rows, as it is printed.

    Rows are counted from 1, as in the paper.
    """
    last = len(column)
    rate = dict(enumerate(column, start=1))

    def squares(first):
        return sum(rate[t] ** 2 * gradient**2 for t in range(first, last + 1))

    def rates(first):
        return sum(rate[t] for t in range(first, last + 1))

    average = (distance**2 + squares(1)) / (2 * rates(1))
    return average + 0.5 * sum(
        rate[k] / rates(k + 1) * squares(k) / rates(k) for k in range(1, last)
    )


@columns
def test_it_is_the_theorem_for_a_column_with_an_extra_row(rates):
    rates = np.trim_zeros(np.asarray(rates, float))
    v = last_weight(rates)
    expected = as_printed([*rates, v], 3.0, 0.7)
    assert bound(rates, 3.0, 0.7) == pytest.approx(expected, rel=1e-12)


@columns
def test_no_other_last_row_makes_the_best_multiple_better(rates):
    _, least = best_multiple(rates)
    rates = np.trim_zeros(np.asarray(rates, float))
    for v in np.geomspace(1e-9, 1e3, 500) * np.max(rates):
        a, b = (values[0] for values in with_last(rates, v))
        assert 2 * np.sqrt(a * b) > least * (1 - 1e-6)


def test_of_a_single_update_all_is_known_in_closed_form():
    assert last_weight(np.array([1.0])) == pytest.approx(1 + np.sqrt(2), rel=1e-3)
    _, least = best_multiple([0.01])
    assert least == pytest.approx(np.sqrt(2 * np.sqrt(2) - 2), rel=1e-6)


class Problems:
    """Many random convex functions of a few weights, each with its minimum, 0, at 0.

    A function is the largest, or the mean, of the absolute values of some linear
    functions with gradients of length 1 at most. All subgradients are of norm G = 1 at
    most.
    """

    def __init__(self, rng, number, largest, weights=3, parts=4):
        self.slopes = rng.normal(size=(number, parts, weights))
        norms = np.linalg.norm(self.slopes, axis=2, keepdims=True)
        self.slopes *= rng.uniform(0.3, 1, norms.shape) ** 0.2 / norms
        self.largest = largest
        self.start = rng.normal(size=(number, weights))
        self.start *= rng.uniform(0.01, 1, (number, 1))
        self.distance = np.linalg.norm(self.start, axis=1)

    def values(self, x):
        parts = np.abs(np.einsum("npw,nw->np", self.slopes, x))
        return parts.max(axis=1) if self.largest else parts.mean(axis=1)

    def subgradients(self, x):
        parts = np.einsum("npw,nw->np", self.slopes, x)
        signs = np.where(parts < 0, -1.0, 1.0)
        if not self.largest:
            return np.mean(signs[..., None] * self.slopes, axis=1)
        which = np.arange(len(x)), np.abs(parts).argmax(axis=1)
        return signs[which][:, None] * self.slopes[which]

    def after(self, rates, radius=np.inf):
        """Return the values after all updates; ``rates`` has a column for each."""
        x = self.start
        for row in rates:
            x = x - row[:, None] * self.subgradients(x)
            norms = np.linalg.norm(x, axis=1, keepdims=True)
            x = x * np.minimum(1, radius / np.maximum(norms, 1e-300))
        return self.values(x)


def random_columns(rng, updates, number):
    """Return columns of many kinds, a table of shape ``(updates, number)``."""
    progress = np.arange(updates)[:, None] / updates
    smooth = (1 - progress) ** rng.uniform(0, 3, number)
    rough = rng.exponential(size=(updates, number)) ** rng.uniform(0, 2, number)
    rests = rng.uniform(size=(updates, number)) < rng.uniform(0.5, 1.3, number)
    rates = np.where(rng.uniform(size=number) < 0.5, smooth, rough) * rests
    rates[0] += rates.sum(axis=0) == 0
    return rates * rng.lognormal(-1, 1.5, number)


@pytest.mark.slow
@pytest.mark.parametrize("largest", [True, False], ids=["largest", "mean"])
@pytest.mark.parametrize("updates", [1, 2, 3, 6, 15])
def test_no_random_convex_problem_passes_it(updates, largest):
    rng = np.random.default_rng([updates, largest])
    problems = Problems(rng, 3000, largest)
    rates = np.tile(random_columns(rng, updates, 300), 10)
    a, b = np.tile(np.transpose([coefficients(row) for row in rates.T[:300]]), 10)
    share = problems.after(rates) / (a * problems.distance**2 + b)
    assert share.max() <= 1
    assert share.max() > 0.5, "the problems are too easy to tell"


def test_without_the_extra_row_it_is_passed():
    rng = np.random.default_rng(0)
    problems = Problems(rng, 2000, largest=True)
    rates = random_columns(rng, 3, 2000) + 1e-3
    without = [
        as_printed(column, distance, 1.0)
        for column, distance in zip(rates.T, problems.distance, strict=True)
    ]
    assert np.max(problems.after(rates[:-1]) / without) <= 1, "as the paper says"
    assert np.max(problems.after(rates) / without) > 1.1


def test_with_gradients_that_are_right_on_average_it_holds_on_average():
    rng = np.random.default_rng(0)
    problems, draws, column = Problems(rng, 50, largest=False), 1000, np.full(6, 0.2)
    problems.slopes = np.repeat(problems.slopes, draws, axis=0)
    x = np.repeat(problems.start, draws, axis=0)
    for rate in column:
        part = rng.integers(0, 4, len(x))
        slopes = problems.slopes[np.arange(len(x)), part]
        heights = (slopes * x).sum(axis=1, keepdims=True)
        x = x - rate * np.where(heights < 0, -1, 1) * slopes
    values = problems.values(x).reshape(50, draws)
    bounds = np.array([bound(column, distance) for distance in problems.distance])
    share = values.mean(axis=1) / bounds
    assert 0.3 < share.max() <= 1


@pytest.mark.slow
@pytest.mark.parametrize("updates", [1, 3, 15])
def test_in_a_ball_any_start_will_do(updates):
    rng = np.random.default_rng(updates)
    problems = Problems(rng, 3000, largest=True)
    problems.start /= problems.distance[:, None]
    rates = random_columns(rng, updates, 300) * rng.choice([1, 30], 300)
    bounds = np.tile([bound_in_a_ball(row, diameter=2.0) for row in rates.T], 10)
    rates = np.tile(rates, 10)
    share = problems.after(rates, radius=1.0) / bounds
    assert 0.4 < share.max() <= 1


@pytest.mark.slow
@columns
@pytest.mark.parametrize("factor", [0.1, 1, 10])
def test_in_a_ball_it_is_the_least_of_all_tails(rates, factor):
    rates = factor * np.trim_zeros(np.asarray(rates, float))
    v = last_weight(rates)
    expected = min(as_printed([*rates[k:], v], 2.0, 0.7) for k in range(len(rates)))
    assert bound_in_a_ball(rates, 2.0, 0.7) == pytest.approx(expected, rel=1e-12)
    assert bound_in_a_ball(rates, 2.0, 0.7) <= bound(rates, 2.0, 0.7)


@pytest.mark.parametrize(("power", "exponent"), [(1, 1 / 3), (2, 1 / 5), (3, 1 / 7)])
def test_in_a_ball_annealing_forgives_as_attia_and_koren_prove(power, exponent):
    shape = (1 - np.arange(5000) / 5000) ** power
    factor, _ = best_multiple(shape)
    low, high = (bound_in_a_ball(rho * factor * shape) for rho in (8, 64))
    assert np.log(high / low) / np.log(8) == pytest.approx(exponent, abs=0.02)
    factor, least = best_multiple(np.ones(5000))
    assert bound_in_a_ball(np.full(5000, 16 * factor)) > 5 * least, "of a constant"


@columns
def test_it_scales_as_lengths_and_slopes_do(rates):
    rates = np.asarray(rates, float)
    a, b = coefficients(rates)
    assert coefficients(7 * rates) == pytest.approx((a / 7, 7 * b), rel=1e-12)
    assert bound(rates, 2, 3) == pytest.approx(6 * bound(1.5 * rates), rel=1e-12)


@columns
@pytest.mark.parametrize(("distance", "gradient"), [(1, 1), (5, 0.2), (0.3, 40)])
def test_the_best_multiple_is_the_best(rates, distance, gradient):
    rates = np.asarray(rates, float)
    factor, least = best_multiple(rates, distance, gradient)
    assert bound(factor * rates, distance, gradient) == pytest.approx(least, rel=1e-12)
    for rho in (0.2, 0.9, 1.1, 5):
        wrong = bound(rho * factor * rates, distance, gradient)
        assert wrong == pytest.approx((rho + 1 / rho) / 2 * least, rel=1e-12)
    assert best_multiple(9 * rates)[1] == pytest.approx(best_multiple(rates)[1])
    # What no method can go below, on the worst of all functions: Nesterov 2004.
    updates = np.count_nonzero(rates)
    assert least >= distance * gradient / np.sqrt(updates + 1)


@pytest.mark.slow
@pytest.mark.parametrize("updates", [2, 5, 20])
def test_linear_decay_is_nearly_the_best_of_all_columns(updates):
    shape = table(linear(1.0, updates), updates)
    _, of_linear = best_multiple(shape)
    found = minimize(lambda logs: best_multiple(np.exp(logs))[1], np.log(shape))
    assert 0.97 * of_linear < found.fun <= of_linear
    assert of_linear < 2.1 / np.sqrt(updates + 1)


def test_a_constant_pays_a_logarithm_that_linear_decay_does_not():
    updates = [100, 1000, 10_000]
    of_constant, of_linear = (
        [best_multiple(column(n))[1] * np.sqrt(n) for n in updates]
        for column in (np.ones, lambda n: table(linear(1.0, n), n))
    )
    steps = np.diff(np.square(of_constant))
    assert steps == pytest.approx(np.log(10), rel=0.05)
    assert np.ptp(of_linear) < 0.02


@pytest.mark.parametrize("idle", [[0.0], [0.0, 0.0, 0.0]])
def test_updates_of_rate_0_change_nothing(idle):
    rates = [0.5, 1.0, 0.25]
    expected = coefficients(rates)
    assert coefficients([*idle, *rates]) == expected
    assert coefficients([*rates, *idle]) == expected
    between = coefficients([*rates[:1], *idle, *rates[1:]])
    assert between == pytest.approx(expected, rel=1e-12)


def test_extreme_rates_give_finite_bounds():
    for rates in ([1e-150, 1e-160], [1e150, 1e-150], np.geomspace(1, 1e-300, 50)):
        assert np.isfinite(best_multiple(rates)).all()
        assert np.isfinite(bound(rates))


def test_memory_grows_with_the_column_and_not_with_its_square():
    tracemalloc.start()
    best_multiple(np.ones(20_000))
    best_multiple(np.ones(20_000), gradient=np.ones(20_000))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20_000 * 500


@pytest.mark.parametrize("function", [bound, best_multiple, bound_in_a_ball])
@pytest.mark.parametrize(
    ("rates", "said"),
    [
        ([0.0, 0.0], "rates: of 2 rates one at least must be above 0"),
        ([], "rates must hold one rate per step"),
        ([[0.1]], "rates must hold one rate per step"),
        ([0.1, -0.1], r"rates\[1\] = -0.1"),
        ([np.nan], r"rates\[0\] = nan"),
        ([np.inf], r"rates\[0\] = inf"),
        (["0.1"], "rates = .* must be a column of rates"),
        (None, "rates = None must be a column of rates"),
    ],
)
def test_a_column_that_is_none_is_named(function, rates, said):
    with pytest.raises((ValueError, TypeError), match=said):
        function(rates)


@pytest.mark.parametrize("wrong", [0, -1, np.nan, np.inf, "1", None, True])
def test_a_wrong_scale_is_named(wrong):
    for function in (bound, best_multiple):
        for name in ("distance", "gradient"):
            with pytest.raises((ValueError, TypeError), match=f"{name} = "):
                function([0.1], **{name: wrong})
    for name in ("diameter", "gradient"):
        with pytest.raises((ValueError, TypeError), match=f"{name} = "):
            bound_in_a_ball([0.1], **{name: wrong})
