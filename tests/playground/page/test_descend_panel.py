"""Balls roll on a landscape."""

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-page")]


def test_balls_roll_and_the_best_minimum_is_counted(visit):
    page = visit("landscape=wideLocal&roll=0.6")
    said = page.locator("#descend-text")
    first = said.inner_text()
    page.get_by_role("button", name="Roll").click()
    page.wait_for_function(
        "Number(document.querySelector('#descend-text').innerText.split(' ')[1]) > 9"
    )
    page.get_by_role("button", name="Pause").click()
    assert said.inner_text() != first
    page.get_by_role("button", name="To the end").click()
    assert said.inner_text().startswith("Step 600 of 600")


def test_nothing_moves_by_itself_where_motion_is_reduced(visit):
    page = visit(reduced_motion="reduce")
    assert page.locator("#play").is_hidden()
    ball = page.locator("#landscape .ball").first
    before = ball.get_attribute("cx")
    page.get_by_role("button", name="Ten steps").click()
    assert page.locator("#descend-text").inner_text().startswith("Step 10 of 600")
    after = ball.get_attribute("cx")
    assert after != before
    page.wait_for_timeout(200)
    assert ball.get_attribute("cx") == after
