"""Where a valley is lowest."""

import math

import numpy as np
import pytest

from helpers.valley import bottom

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-engine")]

BOTTOMS = "given.map((valley) => or(() => m.bottom(...valley)))"


def drawn_valley(random):
    """Draw a valley: noisy, with holes, none above 0, or flat, in any order."""
    n = int(random.integers(1, 19))
    kind = random.choice(["parabola", "few values", "grid", "negative"])
    peaks = 10 ** random.uniform(-3, 1, n)
    if kind == "grid":
        peaks = 2.0 ** (np.arange(n) / 2 - 7)
    middle, width = random.uniform(-2, 0), random.uniform(0.05, 2)
    errors = 40 * np.exp(width * (np.log10(peaks) - middle) ** 2)
    errors *= random.uniform(0.9, 1.1, n)
    if kind == "few values":
        errors = random.integers(3, 9, n).astype(float)
    if kind == "negative":
        errors -= 60
    errors[random.random(n) < random.choice([0, 0.2])] = random.choice([np.nan, np.inf])
    errors[random.integers(n)] = 45.0
    if random.random() < 0.2:
        errors[random.integers(n)] *= random.choice([9.9, 10.1, 1e22])  # a wall
    within, reach = random.uniform((1.05, 1.2), (3, 9)).tolist()
    options = [{}, {"within": within}, {"reach": reach}, {"reach": math.inf}]
    return peaks.tolist(), errors.tolist(), options[random.integers(4)]


def test_the_bottom_of_a_valley_is_python_s(engine):
    random = np.random.default_rng(6)
    valleys = [drawn_valley(random) for _ in range(600)]
    seen = engine("peaks", BOTTOMS, valleys)
    expected = [bottom(peaks, errors, **more) for peaks, errors, more in valleys]
    assert seen == expected
    between = [
        min(abs(np.log(np.divide(peaks, peak)))) > 0.01
        for (peaks, _, _), peak in zip(valleys, seen, strict=True)
    ]
    assert 200 < sum(between) < 500


def test_a_peak_is_rounded_as_python_does(engine):
    ties = [0.03125, 0.09375, 1.125, 1.375, 1025.0, 1035.0, 0.1125]
    made = "given.map((peak) => m.bottom([peak], [1]))"
    assert engine("peaks", made, ties) == [bottom([peak], [1]) for peak in ties]


@pytest.mark.parametrize(
    ("valley", "key"),
    [
        (([0.1, 0.2], [1.0]), "noValley"),
        (([0.1, 0.1], [1.0, 2.0]), "noValley"),
        (([0.1, 0.2], [math.inf, math.nan]), "noValley"),
        (([], []), "noValley"),
        (([0.0, 0.1], [1.0, 2.0]), "notAbove0"),
        (([0.1, 0.2], [1.0, 2.0], {"within": 0.0}), "notAbove0"),
        (([0.1, 0.2], [1.0, 2.0], {"reach": 0.0}), "notAbove0"),
    ],
)
def test_what_is_no_valley_is_refused_as_in_python(engine, valley, key):
    peaks, errors, *more = valley
    with pytest.raises(ValueError, match=r"peak|errors|within|reach"):
        bottom(peaks, errors, **dict(*more))
    [seen] = engine("peaks", BOTTOMS, [valley])
    assert seen["refused"] == key


def test_ratios_are_those_of_the_bottoms_of_the_repeats(engine):
    """Of each repeat, so that the luck of one seed is not in the mean of all."""
    random = np.random.default_rng(7)
    arms = {
        arm: {"peaks": random.uniform(0.1, 1, 8), "errors": random.uniform(20, 60, 8)}
        for arm in ("schedule", "rival")
    }
    given = {
        arm: {name: column.tolist() for name, column in columns.items()}
        for arm, columns in arms.items()
    }
    seen = engine("peaks", "m.measuredRatios(given)", given)
    for name, columns in (("peak", "peaks"), ("error", "errors")):
        ratios = arms["schedule"][columns] / arms["rival"][columns]
        assert seen[name] == pytest.approx(np.exp(np.log(ratios).mean()))
    mean = engine("peaks", "m.meanPeak(given)", [0.1, 0.2, 0.4])
    assert mean == 0.2


def test_the_error_at_a_bottom_is_that_of_the_parabola(engine):
    peaks = np.geomspace(0.1, 0.4, 5)
    errors = 40 * np.exp(0.1 * np.log(peaks / 0.22) ** 2)
    made = "m.lowestPoint(...given)"
    found = engine("peaks", made, [peaks.tolist(), errors.tolist()])
    assert found == {"peak": 0.22, "error": pytest.approx(40)}
