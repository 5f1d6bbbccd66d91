"""A column is pasted, or refused."""

import numpy as np
import pytest

from tests.playground.page.visiting import rates

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
    before, hash_before = rates(page), page.evaluate("location.hash")
    page.locator("#paste summary").click()
    field = page.get_by_label("Rates, one for each step")
    if len(text) > 1000:
        paste(field, text)
    else:
        field.fill(text)
        page.get_by_role("button", name="Use this column").click()
        assert field.input_value() == text
    assert sentence in page.locator("#column-answer").inner_text()
    assert np.array_equal(rates(page), before)
    assert page.evaluate("location.hash") == hash_before


def paste(field, text):
    """Paste as the browser does: it hands over the text before it is in the field."""
    field.evaluate(
        """(field, text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            field.dispatchEvent(new ClipboardEvent(
                "paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def test_a_pasted_column_is_used_to_the_last_digit(visit):
    column = np.random.default_rng(0).uniform(0, 1, 30)
    page = visit()
    page.locator("#paste summary").click()
    field = page.get_by_label("Rates, one for each step")
    field.fill(repr(column.tolist()))
    page.get_by_role("button", name="Use this column").click()
    assert "30 rows" in page.locator("#column-answer").inner_text()
    assert np.array_equal(rates(page), column)
    assert page.locator("#shape-pasted").is_checked()
