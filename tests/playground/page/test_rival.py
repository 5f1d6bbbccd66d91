"""Any two schedules are compared on the same pairs."""

import re

import pytest

from tests.playground.page.visiting import SHORT, choose, trained

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-page")]


def test_a_schedule_is_compared_with_another_one_and_the_link_says_so(visit):
    page = visit(f"shape=warmup_stable_decay&steps=40&warmup=39&decay=1&{SHORT}")
    page.get_by_label("Compare with").select_option("Linear")
    verdict = trained(page)
    assert re.search(r"^Better\. .* errors than schedule B \(Linear\):", verdict)
    assert page.locator("#valley-key", has_text="B: Linear").count() == 1
    assert page.locator("#table th", has_text="B: Linear").count() == 1
    assert "schedule B (Linear)" in page.locator("#predicted-text").inner_text()
    page.wait_for_function("location.hash.includes('against=')")
    again = visit(page.evaluate("location.hash.slice(1)"))
    assert again.get_by_label("Compare with").input_value() == "shape=linear"
    assert trained(again) == verdict


def test_a_schedule_as_it_is_now_stays_while_the_other_changes(visit):
    page = visit(f"shape=step_decay&steps=40&boundaries=10&factor=0.3&{SHORT}")
    against = page.get_by_label("Compare with")
    against.select_option("Your schedule as it is now")
    # Against itself: each pair is equal.
    assert trained(page).startswith("No difference detected.")
    assert "In each of the 64 pairs" in page.locator("#verdict").inner_text()
    assert "schedule at 1 times that of schedule B (Step decay)" in (
        page.locator("#predicted-text").inner_text()
    )
    choose(page, "shape", "cosine")
    page.locator("#stale", has_text="You have changed the schedule").wait_for()
    chosen = against.locator("option:checked").inner_text()
    assert chosen == "B: Step decay, as it was set"
    page.wait_for_function("decodeURIComponent(location.hash).includes('factor=0.3')")
    against.select_option("Constant")
    page.locator("#predicted-text", has_text="that of the constant rate").wait_for()


def test_a_rival_that_cannot_be_read_is_named_and_the_rest_of_the_link_holds(visit):
    page = visit(f"shape=linear&steps=40&against=shape%3Dspiral&{SHORT}")
    assert "“spiral” is unknown" in page.locator("#link-problems").inner_text()
    assert page.locator("#shape-linear").is_checked()
    assert page.get_by_label("Compare with").input_value() == "constant"
