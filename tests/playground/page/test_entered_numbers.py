"""Numbers as people type them."""

import pytest

from tests.playground.page.visiting import rates

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-page")]

TAKEN = {
    ("Peak", "0,3"): "0.3",
    ("Peak", "3e-4"): "0.0003",
    ("Peak", " 1e3 "): "1000",
    ("Peak", "10%"): "0.1",
    ("Peak", "2,5e-1"): "0.25",
    ("Peak", "1,234.5"): "1234.5",
    ("Budget", "1,000"): "1000",
    ("Budget", "1 000"): "1000",
    ("Budget", "10,000"): "10000",
    ("Budget", "1e3"): "1000",
    ("Budget", "1"): "1",
}
REFUSED = {
    ("Peak", "1,000"): "“1,000” is 1 or 1,000? Write it without a comma.",
    ("Budget", "1.000"): "“1.000” is 1 or 1,000?",
    ("Budget", "0x10"): "“0x10” is not a number",
    ("Peak", "0x10"): "“0x10” is not a number",
    ("Budget", "1,5"): "1.5 is not a whole number",
    ("Budget", "100001"): "100,001 is not from 1 to 100,000",
    ("Peak", ""): "“” is not a number",
    ("Peak", "1_000"): "“1_000” is not a number",
}


def enter(page, name, text):
    field = page.get_by_role("textbox", name=name, exact=False).first
    field.fill(text)
    field.press("Enter")
    return field


def test_a_number_is_taken_where_it_can_be_one_only(visit):
    page = visit("shape=constant&steps=50")
    for (name, text), shown in TAKEN.items():
        name = "Rate" if name == "Peak" else name
        field = enter(page, name, text)
        assert field.input_value() == shown, text
        assert not field.get_attribute("aria-invalid"), text
    for (name, text), said in REFUSED.items():
        name = "Rate" if name == "Peak" else name
        before = rates(page)
        field = enter(page, name, text)
        problem = page.locator(f"#{field.get_attribute('id')}-problem")
        assert said in problem.inner_text(), text
        assert rates(page).tolist() == before.tolist()


def test_the_budgets_slider_has_the_range_that_its_message_says(visit):
    page = visit("shape=linear&steps=12")
    slider = page.locator("#steps-slider")
    seen = []
    for key in ["ArrowLeft"] * 14 + ["Home", "ArrowRight", "ArrowRight", "End"]:
        slider.press(key)
        seen.append(int(page.get_by_role("textbox", name="Budget").input_value()))
    assert seen[:12] == [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]
    assert seen[-4:] == [1, 2, 3, 100_000]


def test_of_a_list_the_wrong_word_is_named_and_a_long_one_has_no_sliders(visit):
    page = visit("shape=step_decay&steps=1000")
    field = page.get_by_role("textbox", name="Boundaries")
    field.fill("500, abc")
    field.press("Enter")
    problem = page.locator("#argument-boundaries-problem").inner_text()
    assert problem == "Boundaries: “abc” is not a number."
    field.fill(", ".join(map(str, range(1, 901))))
    field.press("Enter")
    assert page.locator("#arguments input[type=range]").count() < 5
    page.wait_for_function("location.hash.includes('boundaries=1,2,3,4,5,6,7')")
