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


@pytest.mark.parametrize("between", [4, 33])
def test_they_roll_as_fast_on_any_screen(visit, between):
    page = visit("landscape=wideLocal", alone=True)
    page.evaluate(
        """(between) => { window.requestAnimationFrame = (work) =>
            setTimeout(() => work(performance.now()), between); }""",
        between,
    )
    took = page.evaluate(
        """async () => {
            const step = () =>
                Number(document.querySelector('#descend-text').innerText.split(' ')[1]);
            const until = async (last) => { while (step() < last)
                await new Promise((resolve) => setTimeout(resolve, 1)); };
            document.getElementById('play').click();
            await until(5);
            const [from, began] = [step(), performance.now()];
            await until(from + 60);
            return (performance.now() - began) * 60 / (step() - from);
        }"""
    )
    assert took == pytest.approx(1000, rel=0.1)


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
