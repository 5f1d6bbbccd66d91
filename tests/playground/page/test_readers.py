"""The page is for everybody: small and large windows, dark, and screen readers."""

import pytest

from tests.playground.page.visiting import DESKTOP, PHONE, SHORT, choose, trained

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-page")]


@pytest.mark.parametrize("width", [320, 390, 640, 1280])
def test_nothing_is_cut_off_at_the_sides(visit, width):
    """640 is a desktop at 200 %; 320 is what reflow is asked for."""
    page = visit("shape=step_decay&steps=40", viewport={"width": width, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_the_curve_and_the_slider_that_moves_it_are_both_seen(visit):
    page = visit("shape=one_cycle&steps=40", viewport=PHONE, has_touch=True)
    for name in ("argument-warmup-slider", "stairs-on", "argument-peak-slider"):
        page.locator(f"#{name}").focus()
        page.wait_for_function("scrollY > 0")
        curve = page.locator("#curve").bounding_box()
        slider = page.locator(f"#{name}").bounding_box()
        assert curve["y"] >= 0
        assert curve["y"] + curve["height"] <= slider["y"]
        assert slider["y"] + slider["height"] <= PHONE["height"]


def test_dark_is_the_systems_or_the_visitors(visit):
    page = visit(color_scheme="dark")
    background = "getComputedStyle(document.documentElement).backgroundColor"
    dark = page.evaluate(background)
    button = page.locator("#theme")
    assert button.inner_text() == "Light colours"
    button.click()
    light = page.evaluate(background)
    assert light != dark
    assert button.inner_text() == "Dark colours"
    page.emulate_media(color_scheme="dark")
    for _ in range(3):  # a busy browser takes a moment to tell what was stored
        page.reload()
        if page.evaluate(background) == light:
            break
    assert page.evaluate(background) == light
    assert button.inner_text() == "Dark colours"


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit, axe, scheme, viewport):
    state = f"shape=step_decay&steps=40&peak=abc&{SHORT}"
    page = visit(state, color_scheme=scheme, viewport=viewport)
    assert axe(page) == []
    trained(page)
    page.evaluate(
        "document.querySelectorAll('details').forEach((it) => it.open = true)"
    )
    page.get_by_role("button", name="Use this column").click()
    choose(page, "shape", "freehand")
    assert axe(page) == []
