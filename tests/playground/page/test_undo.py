"""One undo for all choices."""

import numpy as np
import pytest

from tests.playground.page.visiting import choose, rates

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-page")]


def test_every_choice_is_undone_in_turn_by_button_or_keys(visit):
    page = visit("shape=linear&steps=50")
    seen = [rates(page)]
    choose(page, "shape", "cosine_restarts")
    seen.append(rates(page))
    page.locator("#argument-cycles").fill("3")
    page.locator("#argument-cycles").press("Enter")
    seen.append(rates(page))
    page.get_by_label("One rate per epoch").check()
    undo = page.locator("#shape").get_by_role("button", name="Undo").first
    assert not np.array_equal(rates(page), seen[-1])
    undo.click()
    assert np.array_equal(rates(page), seen.pop())
    page.locator("#stairs-on").focus()
    page.keyboard.press("Control+z")
    assert np.array_equal(rates(page), seen.pop())
    undo.press("Enter")
    assert undo.evaluate("it => it === document.activeElement")
    assert np.array_equal(rates(page), seen.pop())
    assert page.locator("#shape-linear").is_checked()
    assert undo.get_attribute("aria-disabled") == "true"
    page.wait_for_function(
        "document.querySelector('#announcements').innerText.startsWith('Undone')"
    )


def test_while_typing_the_keys_are_those_of_the_field(visit):
    page = visit("shape=linear&steps=50")
    choose(page, "shape", "cosine")
    field = page.get_by_role("textbox", name="Budget")
    field.focus()
    page.keyboard.press("End")
    page.keyboard.type("0")
    page.keyboard.press("Control+z")
    assert page.locator("#shape-cosine").is_checked()
    assert field.input_value() == "50"


def test_a_stroke_and_a_slider_held_down_are_one_change_each(visit):
    page = visit("shape=freehand&steps=40")
    first = rates(page)
    after = []
    for height in (0.3, 0.7):
        page.locator("#curve").scroll_into_view_if_needed()
        box = page.locator(".surface").bounding_box()
        page.mouse.move(box["x"] + 40, box["y"] + height * box["height"])
        page.mouse.down()
        page.mouse.move(box["x"] + 200, box["y"] + height * box["height"], steps=6)
        page.mouse.up()
        after.append(rates(page))
    undo = page.locator("#shape").get_by_role("button", name="Undo").first
    # Beside the curve that is drawn on: no scrolling.
    box = page.locator(".surface").bounding_box()
    assert undo.bounding_box()["y"] < box["y"] + box["height"] + 150
    undo.click()
    assert np.array_equal(rates(page), after[0])
    undo.click()
    assert np.array_equal(rates(page), first)


def test_undo_stands_beside_what_was_changed(visit):
    page = visit()
    descend = page.locator("#descend").get_by_role("button", name="Undo")
    assert descend.count() == 0
    choose(page, "landscape", "equal")
    assert descend.is_visible()
    descend.click()
    assert page.locator("#landscape-sharpLocal").is_checked()
