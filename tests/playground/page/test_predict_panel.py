"""The best peak is predicted, and measured."""

import re

import numpy as np
import pytest

from helpers import bounds, schedules
from tests.playground.page.visiting import SHORT, choose, trained

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
        r"Measured: [\d.]+ times the best peak of the constant rate", said.inner_text()
    )
    assert page.locator("#predicted .dot").count() == 4
    assert page.locator("#valley .mark").count() == 1


def test_what_is_predicted_follows_the_schedule_on_the_screen(visit):
    page = visit(f"shape=linear&steps=20&{SHORT}")
    trained(page)
    said = page.locator("#predicted-text")
    assert "Measured" in said.inner_text()
    take = page.locator("#take-peak")
    assert take.is_visible()
    choose(page, "shape", "constant")
    page.locator("#predicted-text", has_text="schedule at 1 times that of").wait_for()
    assert "Measured" not in said.inner_text()
    assert page.locator("#predicted .dot").count() == 2
    assert take.is_hidden()
    choose(page, "shape", "linear")
    page.locator("#predicted-text", has_text="Measured").wait_for()
    assert take.is_visible()
    assert "fitted to" not in said.inner_text()
    page.locator("#steps").fill("200")
    page.locator("#steps").press("Enter")
    page.locator("#predicted-text", has_text="fitted to 20 updates").wait_for()
