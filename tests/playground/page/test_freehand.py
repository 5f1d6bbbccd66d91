"""A curve is drawn with mouse, finger or keyboard."""

import numpy as np
import pytest

from tests.playground.page.visiting import PHONE, rates

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-page")]


def test_a_curve_is_drawn_with_the_mouse(visit):
    page = visit("shape=freehand&steps=40")
    box = page.locator(".surface").bounding_box()
    left, bottom = box["x"], box["y"] + box["height"]
    page.mouse.move(left, bottom)
    page.mouse.down()
    page.mouse.move(left + box["width"] / 2, box["y"], steps=4)
    page.mouse.move(left + box["width"], bottom, steps=4)
    page.mouse.up()
    drawn = rates(page)
    assert (np.diff(drawn[:18]) > 0).all()
    assert drawn[0] < 0.002
    assert drawn.argmax() in range(18, 22)
    assert (np.diff(drawn[22:]) < 0).all()
    page.locator("#shape .undo").first.click()
    assert rates(page)[0] == 0.1


def test_a_curve_is_drawn_with_a_finger_and_the_page_stays_where_it_is(visit):
    page = visit("shape=freehand&steps=40", viewport=PHONE, has_touch=True)
    surface = page.locator(".surface")
    surface.scroll_into_view_if_needed()
    box, scrolled = surface.bounding_box(), page.evaluate("scrollY")
    touch = page.context.new_cdp_session(page)
    for share in (0.1, 0.3, 0.5, 0.7, 0.9):
        # Upwards: a finger that scrolled would move the page down.
        x, y = box["x"] + share * box["width"], box["y"] + (1 - share) * box["height"]
        kind = "touchStart" if share == 0.1 else "touchMove"
        points = [{"x": x, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert page.evaluate("scrollY") == scrolled
    drawn = rates(page)
    assert drawn[12] == pytest.approx(0.1 * 1.05 * 0.3, rel=0.05)
    assert (np.diff(drawn[5:35]) > 0).all()


def test_a_curve_is_drawn_with_the_arrow_keys(visit):
    page = visit("shape=freehand&steps=40&heights=0.5,0.5,0.5")
    points = page.get_by_role("slider", name="of the budget")
    assert points.count() == 3
    points.first.focus()
    for key in ("ArrowRight", "End", "ArrowDown", "ArrowRight", "Home"):
        page.keyboard.press(key)
    texts = [point.get_attribute("aria-valuetext") for point in points.all()]
    assert texts == ["50.0 % of the peak", "98.0 % of the peak", "0.0 % of the peak"]
    assert points.nth(2).evaluate("it => it === document.activeElement")
    assert rates(page).argmax() == 20
    points.nth(1).press("Home")
    points.nth(0).press("Home")
    assert "above 0" in page.locator("#shape-problem").inner_text()


def test_a_stroke_that_comes_near_the_ends_reaches_them(visit):
    page = visit("shape=freehand&steps=40")
    box = page.locator(".surface").bounding_box()
    left, middle = box["x"], box["y"] + box["height"] / 2
    page.mouse.move(left + 15, middle)
    page.mouse.down()
    page.mouse.move(left + box["width"] - 15, middle, steps=6)
    page.mouse.up()
    np.testing.assert_allclose(rates(page), 0.1 * 1.05 / 2, rtol=0.02)
    # A stroke in the middle changes nothing beyond it.
    page.locator(".surface").scroll_into_view_if_needed()
    box = page.locator(".surface").bounding_box()
    page.mouse.move(left + 0.4 * box["width"], box["y"] + 0.25 * box["height"])
    page.mouse.down()
    page.mouse.move(left + 0.6 * box["width"], box["y"] + 0.25 * box["height"])
    page.mouse.up()
    drawn = rates(page)
    assert drawn[20] > 1.3 * drawn[0]
    assert drawn[5] == drawn[0] == drawn[-1]
