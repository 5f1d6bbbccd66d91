"""Where a valley is lowest."""

import math

import numpy as np
import pytest

from helpers.compare.peaks import lowest_point

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-engine")]


def test_the_peak_to_try_is_python_s(engine):
    random = np.random.default_rng(6)
    valleys = [
        [
            np.sort(10 ** random.uniform(-3, 1, n)).tolist(),
            random.integers(3, 9, n).tolist(),
        ]
        for n in random.integers(1, 9, 300)
    ]
    for _, errors in valleys[::3]:
        errors[random.integers(len(errors))] = math.inf
    seen = engine("peaks", "given.map((valley) => m.lowestPoint(...valley))", valleys)
    expected = [lowest_point(dict(zip(*valley, strict=True))) for valley in valleys]
    assert seen == expected
    between = [
        peak not in valley[0] for peak, valley in zip(seen, valleys, strict=True)
    ]
    assert 50 < sum(between) < 250


def test_the_bottom_of_a_valley_is_that_of_a_fitted_parabola(engine):
    random = np.random.default_rng(7)
    peaks = np.geomspace(0.01, 1, 12)
    depth = 0.1 * np.log(peaks / random.uniform(0.03, 0.3, (50, 1))) ** 2
    errors = 40 * np.exp(depth + random.normal(0, 0.02, depth.shape))
    made = "given[1].map((errors) => m.bottom(given[0], errors))"
    seen = engine("peaks", made, [peaks.tolist(), errors.tolist()])
    for own, found in zip(errors, seen, strict=True):
        lowest = np.argsort(own)[:7]
        fit = np.polynomial.Polynomial.fit(
            np.log(peaks[lowest]), np.log(own[lowest]), 2
        )
        [at] = fit.deriv().roots()
        assert math.log(found["peak"]) == pytest.approx(at, abs=1e-9)
        assert math.log(found["error"]) == pytest.approx(fit(at), abs=1e-9)
    few = (
        "[m.bottom([1, 2], [5, 4]), m.bottom([1, 2, 4], [5, 6, 5])].map((b) => b.peak)"
    )
    assert engine("peaks", few) == [2, 1]
