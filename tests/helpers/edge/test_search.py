"""The search for where a loss comes back, on curves whose answer is known."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.edge.search import FAR, PASSES, critical_multiple

CURVES = {  # each comes back to 0 at 1
    "parabola": lambda s: s**2 - s,
    "steeper": lambda s: s**4 - s,
    "skewed": lambda s: s**3 + s**2 / 2 - 1.5 * s,
    "levels off": lambda s: math.tanh(s**2 - s),
    "overflows": lambda s: s**2 - s if s < 1.7 else math.inf,
    "undefined": lambda s: s**2 - s if s < 1.7 else math.nan,
}


def counted(curve, critical, calls):
    def loss_at(multiple):
        calls.append(multiple)
        return 3 + 0.05 * curve(multiple / critical)

    return loss_at


@pytest.mark.slow
@pytest.mark.parametrize("curve", CURVES.values(), ids=CURVES)
@given(critical=st.floats(0.01, 100.0), near=st.floats(0.8, 1.25))
def test_it_is_found_in_fewer_than_ten_passes(curve, critical, near):
    for guess in (0.0, near * critical):
        calls = []
        found = critical_multiple(counted(curve, critical, calls), guess)
        assert found == pytest.approx(critical, rel=0.02 if guess else 0.35)
        assert len(calls) <= PASSES < 10


@given(critical=st.floats(0.01, 100.0), near=st.floats(0.93, 1.07))
def test_with_a_good_guess_four_passes_do(critical, near):
    calls = []
    critical_multiple(counted(CURVES["parabola"], critical, calls), near * critical)
    assert len(calls) <= 5
    calls.clear()
    critical_multiple(counted(CURVES["parabola"], critical, calls), critical / 1.02)
    assert len(calls) == 3


@pytest.mark.parametrize("guess", [0.0, 1e-9, 0.3, 1.0, 40.0, 1e9])
@pytest.mark.parametrize(
    ("curve", "found"),
    [
        (lambda s: 1 - s, math.inf),
        (lambda s: 1.0, math.inf),
        (lambda s: 1 + s, 0.0),
        (lambda s: math.nan, math.nan),
        (lambda s: math.inf, math.nan),
        (lambda s: math.nan if s else 1.0, 0.0),
        (lambda s: 1 + (s / FAR / 10) ** 2 - s / FAR / 10, math.inf),
    ],
)
def test_what_does_not_come_back_is_said(curve, found, guess):
    assert critical_multiple(curve, guess) == pytest.approx(found, nan_ok=True)


def test_a_rise_that_rounding_explains_is_none():
    assert critical_multiple(lambda s: 1 + 1e-7 * (s > 0)) == math.inf
