"""On a phone: the order of the parts, a way to the training, and room for fingers."""

import pytest

from tests.playground.page.visiting import DESKTOP, PHONE, SHORT, trained

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-page")]

TOUCH = {"viewport": PHONE, "has_touch": True, "is_mobile": True}


def top(page, name):
    """Return where an element begins on the page."""
    return page.locator(name).bounding_box()["y"] + page.evaluate("scrollY")


def test_the_training_follows_the_shape_and_the_code_comes_after_it(visit):
    page = visit(**TOUCH)
    places = [top(page, f"#{name}") for name in ("shape", "train", "take", "descend")]
    assert places == sorted(places)
    page = visit(viewport=DESKTOP)
    assert top(page, "#shape") == top(page, "#train")
    shape, take = (
        page.locator(f"#{name}").bounding_box() for name in ("shape", "take")
    )
    assert take["x"] == shape["x"]
    assert 0 < take["y"] - shape["y"] - shape["height"] < 60


def test_a_bar_leads_to_the_training_and_begins_it_once(visit):
    page = visit(f"shape=linear&steps=40&{SHORT}", **TOUCH)
    bar = page.get_by_role("button", name="Train", exact=True)
    bar.tap()
    assert page.locator("#start").bounding_box()["y"] < PHONE["height"] / 2
    page.locator("#verdict strong").wait_for()
    assert bar.is_hidden()
    page.evaluate("scrollTo(0, 0)")
    bar.tap()
    page.wait_for_function("scrollY > 0")
    assert page.locator("#verdict strong").is_visible()  # nothing is trained again
    page.set_viewport_size(DESKTOP)
    assert bar.is_hidden()


def test_the_interval_is_seen_beside_its_mean(visit):
    page = visit(f"shape=constant&steps=40&{SHORT}", **TOUCH)
    trained(page)  # a constant against itself: the narrowest interval that there is
    mean = page.locator("#pairs .dot").last.bounding_box()
    ends = page.locator("#pairs .bar.end")
    assert ends.count() == 2
    for end in ends.all():
        assert end.bounding_box()["height"] > mean["height"] + 4


def test_a_box_to_tick_is_large_enough_for_a_finger(visit):
    for options, least in ((TOUCH, 40), ({"viewport": DESKTOP}, 24)):
        page = visit("shape=linear", **options)
        label = page.locator("label[for=stairs-on]")
        assert label.bounding_box()["height"] >= least


def test_letters_of_twice_the_size_stay_in_their_column(visit):
    page = visit("shape=linear", viewport=DESKTOP)
    page.add_style_tag(content="html { font-size: 200% }")
    within = page.locator("#shape").bounding_box()
    for field in page.locator("#shape input[type=text]").all():
        if field.is_visible():
            box = field.bounding_box()
            assert box["x"] + box["width"] <= within["x"] + within["width"] + 1
