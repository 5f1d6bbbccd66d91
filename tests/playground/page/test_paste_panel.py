"""A column is pasted, or refused."""

import numpy as np
import pytest

from tests.playground.page.visiting import paste, rates

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-page")]

MUCH = 1_000_001


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0.1\nabc\n0.3", "Line 2: “abc” is not a number."),
        ("0.1\n0.2\n-0.3", "Line 3: -0.3 is negative."),
        ("  \n", "There is no number"),
        ("0.1, inf", "Line 1: inf is not finite."),
        ("0.1\n" * MUCH, "more rates than 100,000"),
        ("0\n0", "All rates are 0"),
    ],
    ids=["letters", "negative", "empty", "infinite", "a million and one", "zeros"],
)
def test_a_bad_column_is_named_and_nothing_is_lost(visit, text, sentence):
    page = visit("shape=linear&steps=40")
    before = rates(page)
    page.wait_for_function("!location.hash.includes('code=')")
    hash_before = page.evaluate("location.hash")
    page.locator("#paste summary").click()
    field = page.locator("#column")
    if len(text) > 1000:
        paste(field, text)
    else:
        field.fill(text)
        page.get_by_role("button", name="Use this column").click()
        assert field.input_value() == text
    assert sentence in page.locator("#column-answer").inner_text()
    assert np.array_equal(rates(page), before)
    page.wait_for_function("(hash) => location.hash === hash", arg=hash_before)


def test_a_pasted_column_is_used_to_the_last_digit(visit):
    column = np.random.default_rng(0).uniform(0, 1, 30)
    page = visit()
    page.locator("#paste summary").click()
    field = page.locator("#column")
    field.fill(repr(column.tolist()))
    page.get_by_role("button", name="Use this column").click()
    assert "30 rows" in page.locator("#column-answer").inner_text()
    assert np.array_equal(rates(page), column)
    assert page.locator("#shape-pasted").is_checked()


def use(page, text):
    page.evaluate("document.getElementById('paste').open = true")
    page.locator("#column").fill(text)
    page.get_by_role("button", name="Use this column").click()
    return page.locator("#column-answer").inner_text()


def test_what_was_understood_is_shown_and_can_be_undone(visit):
    page = visit("shape=linear&steps=40")
    before = rates(page)
    said = use(
        page,
        "My run\nstep,lr\n" + "\n".join(f"{10 * i},{0.9 - i / 10}" for i in range(9)),
    )
    assert said == "Your column is in use, 9 rows: 0.9, 0.8, 0.7, …, 0.3, 0.2, 0.1."
    notes = page.locator("#column-notes").inner_text()
    assert "some of the steps 0 to 80" in notes
    assert "no rate: line 1 (“My run”)." in notes
    np.testing.assert_allclose(rates(page), 0.9 - np.arange(81) / 100, rtol=1e-12)
    page.locator("#undo-paste").click()
    assert np.array_equal(rates(page), before)
    assert page.locator("#column-answer").inner_text() == ""
    assert "1 row: 0.5." in use(page, "0.5")


def test_what_may_be_two_things_is_asked_and_nothing_is_taken_before(visit):
    page = visit("shape=linear&steps=40")
    before = rates(page)
    said = use(page, "lr-a\tlr-b\n0.1\t0.01\n0.05\t0.005")
    assert said == "Which column is the rate?"
    assert np.array_equal(rates(page), before)
    page.get_by_role("button", name="lr-b: 0.01, 0.005, …").press("Enter")
    assert rates(page).tolist() == [0.01, 0.005]
    assert use(page, "0,1\n0,2") == "What are the commas?"
    page.get_by_role("button", name="Decimal points: 0.1, 0.2").click()
    assert rates(page).tolist() == [0.1, 0.2]
    assert page.locator("#column-question button").count() == 0


def test_steps_under_another_heading_are_taken_and_said(visit):
    page = visit()
    assert "2 rows" in use(page, "Schritt\tLernrate\n0\t0,1\n4\t0,02")
    assert rates(page) == pytest.approx([0.1, 0.08, 0.06, 0.04, 0.02])
    notes = page.locator("#column-notes").inner_text()
    assert "The steps are taken from “Schritt”" in notes


def test_a_heading_that_says_percent_is_believed_and_said(visit):
    page = visit()
    assert "0.1, 0.09." in use(page, "step;lr (%)\n0;10,0\n1;9,0")
    assert rates(page).tolist() == [0.1, 0.09]
    notes = page.locator("#column-notes").inner_text()
    assert "“lr (%)” says percent: 10 is the rate 0.1." in notes


def test_a_text_without_an_answer_hides_what_was_found_in_the_last_one(visit):
    page = visit()
    found = page.locator("#detective")
    taken = "\n".join(str(0.1 - step / 1000) for step in range(50))
    for other in ("0.1\nabc", "0,1\n0,2", "0\n0"):
        use(page, taken)
        assert found.is_visible()
        use(page, other)
        assert found.is_hidden()
    use(page, taken)
    assert found.is_visible()
