"""A schedule is chosen and shaped with sliders and fields."""

import numpy as np
import pytest

from helpers import schedules
from tests.playground.page.visiting import choose, code, rates, run

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-page")]

SHAPES = {
    "constant": 1,
    "step_decay": 3,
    "linear": 3,
    "cosine": 3,
    "cosine_restarts": 6,
    "warmup_cosine": 5,
    "warmup_stable_decay": 6,
    "one_cycle": 5,
    "freehand": 1,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_argument_has_a_slider_and_its_code_gives_its_column(visit, shape):
    page = visit("steps=100")
    choose(page, "shape", shape)
    arguments = page.locator("#arguments")
    controls = arguments.locator(".control")
    assert controls.count() == SHAPES[shape]
    for slider in arguments.locator("input[type=range]").all():
        before = rates(page)
        assert slider.get_attribute("aria-label")
        slider.press("ArrowLeft")
        slider.press("ArrowLeft")
        at_the_left_end = np.array_equal(rates(page), before)
        slider.press("ArrowRight")
        slider.press("ArrowRight")
        slider.press("ArrowRight")
        assert not (at_the_left_end and np.array_equal(rates(page), before))
    np.testing.assert_allclose(run(code(page, "helpers")), rates(page), rtol=1e-12)
    page.get_by_label("One rate per epoch").check()
    stairs = run(code(page, "helpers"))
    np.testing.assert_allclose(stairs, rates(page), rtol=1e-12)
    assert np.array_equal(stairs[::10], stairs[9::10])


def test_the_facts_are_those_of_the_column(visit):
    page = visit("shape=linear&steps=200&peak=0.3")
    column = schedules.table(schedules.linear(0.3, 200), 200)
    facts = page.locator("#facts dd").all_inner_texts()
    assert facts[0] == "200"
    assert facts[2].startswith(f"{column.mean():.3g}")
    assert facts[3] == f"{100 * np.mean(column < 0.03):.1f} %"


def test_a_bad_number_in_a_field_is_named_and_nothing_is_lost(visit):
    page = visit("shape=warmup_stable_decay&steps=40")
    before = rates(page)
    warmup = page.get_by_role("textbox", name="Warm-up (steps)")
    for entered, said in [("many", "“many” is not a number"), ("39", "from 0 to 32")]:
        warmup.fill(entered)
        warmup.press("Enter")
        assert said in page.locator("#argument-warmup-problem").inner_text()
        assert warmup.get_attribute("aria-invalid") == "true"
        assert np.array_equal(rates(page), before)
    warmup.fill("30")
    warmup.press("Enter")
    assert page.locator("#argument-warmup-problem").is_hidden()
    assert rates(page).argmax() == 30
