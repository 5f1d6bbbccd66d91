"""The best peak is predicted, and measured."""

import re

import numpy as np
import pytest

from helpers import bounds, schedules
from tests.playground.page.visiting import SHORT, trained

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-page")]


def test_the_best_peak_is_predicted_before_and_measured_after(visit):
    page = visit(f"shape=linear&steps=1000&{SHORT}")
    level, linear = np.ones(20), schedules.table(schedules.linear(1.0, 1000), 1000)
    shape = linear.reshape(20, 50).mean(axis=1)
    shape /= shape.max()
    (ours, bound), (constant, other) = map(bounds.best_multiple, (shape, level))
    said = page.locator("#predicted-text")
    assert f"at {ours / constant:.3g} times" in said.inner_text()
    assert f"is {bound / other:.3g} times" in said.inner_text()
    assert page.locator("#predicted .dot").count() == 2
    trained(page)
    assert re.search(
        r"Measured: [\d.]+ times the best constant rate", said.inner_text()
    )
    assert page.locator("#predicted .dot").count() == 4
    assert page.locator("#valley .mark").count() == 1
