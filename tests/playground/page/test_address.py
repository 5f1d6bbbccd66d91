"""The address holds all that is set."""

import re

import numpy as np
import pytest

from tests.playground.page.visiting import rates

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-page")]

STATES = [
    "shape=cosine_restarts&steps=60&peak=0.3&cycles=3&cycle_multiplier=2&stairs=5",
    "shape=step_decay&steps=50&boundaries=10,30&factor=0.5&seed=7&again=true",
    "shape=freehand&steps=30&heights=0.1,1,0.25&landscape=wideLocal&roll=0.6&noise=0.5",
    "shape=one_cycle&steps=40&warmup=7&start=0.01&floor=0.001&endpoint=true",
    "shape=pasted&column=0.1,0.30000000000000004,1e-7",
    "shape=constant&steps=20&peak=0.25&updates=300&guess=true",
]


@pytest.mark.parametrize("state", STATES, ids=[s.split("&")[0][6:] for s in STATES])
def test_the_address_holds_all_that_is_set(visit, state):
    """What a link says is kept when the page writes the address itself."""
    page = visit(state)
    column = rates(page)
    assert page.locator("#link-problems").is_hidden()
    page.get_by_role("textbox", name="Noise").fill("1.5")
    page.get_by_role("textbox", name="Noise").press("Enter")
    page.wait_for_function("location.hash.includes('noise=1.5')")
    written = page.evaluate("location.hash.slice(1)")
    without = re.compile("&noise=[^&]*")
    assert sorted(without.sub("", written).split("&")) == sorted(
        without.sub("", state).split("&")
    )
    assert np.array_equal(rates(visit(written)), column)


def test_a_broken_link_is_named_and_the_rest_of_it_holds(visit):
    page = visit("shape=cosine&peak=abc&steps=40&colour=red&floor=%E0%A4%A")
    said = page.locator("#link-problems")
    assert said.get_by_role("listitem").count() == 3
    for words in ("Peak: “abc” is not a number", "“colour” is unknown", "damaged"):
        assert words in said.inner_text()
    assert len(rates(page)) == 40
    page.get_by_role("button", name="Close this note").click()
    assert said.is_hidden()
    # Another link, opened on top of what was set: that can be had again.
    page.evaluate("location.hash = 'shape=cosine_restarts&steps=40&cycles=99'")
    assert "Cycles: 99 is not from 1 to 40" in said.inner_text()
    assert page.locator("#shape-cosine_restarts").is_checked()
    assert len(rates(page)) == 40
    page.locator("#shape .undo").first.click()
    assert page.locator("#shape-cosine").is_checked()
