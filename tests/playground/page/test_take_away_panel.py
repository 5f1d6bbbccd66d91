"""The code is taken away: with a keyboard alone, in every form, by link or copied."""

import ast
import csv
import importlib.util
import io
import json
import subprocess
import sys

import numpy as np
import pytest

from helpers import schedules
from tests.playground.page.visiting import PHONE, SHORT, choose, code, rates, run

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-page")]

FORMS = ["PyTorch", "Keras", "optax", "timm", "transformers", "PaddlePaddle", "MLX"]
FORMS += ["fastai", "DeepSpeed", "MMEngine", "list", "csv", "helpers"]

WSD = "shape=warmup_stable_decay&steps=40&peak=0.3&warmup=5&decay=10&floor=0.01"
STATES = {
    "a WSD with a floor": WSD,
    "a cosine with a warm-up": "shape=warmup_cosine&steps=40&peak=0.2&warmup=8",
    "one-cycle": "shape=one_cycle&steps=40&peak=0.05",
    "steps": "shape=step_decay&steps=30&peak=0.4&boundaries=10,20",
    "growing restarts": "shape=cosine_restarts&steps=35&cycles=3&cycle_multiplier=2",
    "a staircase": "shape=cosine&steps=40&peak=0.1&stairs=5",
    "a curve": "shape=freehand&steps=30&heights=0.1,1,0.25",
    "a pasted column": "shape=pasted&column=0.1,0.30000000000000004,1e-7",
}


def test_a_visitor_with_a_keyboard_alone_takes_the_code_away(visit):
    page = visit(SHORT, permissions=["clipboard-read", "clipboard-write"])
    tab_to(page, "shape-cosine")
    page.keyboard.press("ArrowRight")
    assert page.locator("#shape-cosine_restarts").is_checked()
    tab_to(page, "argument-cycles-slider")
    page.keyboard.press("ArrowLeft")
    tab_to(page, "start")
    page.keyboard.press("Enter")
    page.locator("#verdict strong").wait_for()
    tab_to(page, "take-code")
    page.keyboard.press("Enter")
    tab_to(page, "library-PyTorch")
    page.keyboard.press("ArrowLeft")
    assert page.locator("#library-helpers").is_checked()
    tab_to(page, "copy-code")
    page.keyboard.press("Enter")
    column = schedules.table(schedules.cosine_restarts(0.1, 1000, 4), 1000)
    np.testing.assert_allclose(run(copied(page)), column, rtol=1e-12, atol=1e-13)


def copied(page):
    """Return what was copied, as soon as the page says so."""
    page.wait_for_function("document.querySelector('#copy-answer').innerText")
    return page.evaluate("navigator.clipboard.readText()").replace("\r", "")


def tab_to(page, name):
    """Press Tab until an element has the focus, and see that the focus is shown."""
    for _ in range(60):
        if page.evaluate("document.activeElement.id") == name:
            break
        page.keyboard.press("Tab")
    shown = page.evaluate(
        """() => [document.activeElement, document.activeElement.parentElement]
            .some((it) => getComputedStyle(it).outlineStyle !== "none")"""
    )
    assert page.evaluate("document.activeElement.id") == name
    assert shown


def test_each_shape_has_all_forms_and_pytorch_comes_first(visit):
    page = visit()
    offered = page.locator("#libraries input").evaluate_all(
        "(inputs) => inputs.map((input) => input.value)"
    )
    assert offered == FORMS
    assert page.locator("#library-PyTorch").is_checked()
    for shape in page.locator("#family input").evaluate_all(
        "(inputs) => inputs.map((input) => input.value)"
    ):
        if shape != "pasted":
            choose(page, "shape", shape)
        assert page.locator("#libraries label:visible").count() == len(FORMS)
        ast.parse(code(page, "PyTorch").replace(" … ", ""))


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_numbers_are_the_column_in_every_form(visit, state):
    page = visit(state)
    column = rates(page)
    table = list(csv.reader(io.StringIO(code(page, "csv"))))
    assert table[0] == ["step", "rate"]
    assert [int(step) for step, _ in table[1:]] == list(range(len(column)))
    assert [float(rate) for _, rate in table[1:]] == column.tolist()
    np.testing.assert_allclose(run(code(page, "helpers")), column, rtol=1e-12)


# Runs a copied program as a stranger does, alone in a folder; notes PyTorch's rates.
TORCH = """
import json, sys
{before}
from torch.optim.optimizer import register_optimizer_step_pre_hook
rates = []
register_optimizer_step_pre_hook(
    lambda optimizer, *_: rates.append(optimizer.param_groups[0]["lr"]))
exec(compile(open("copied.py").read(), "copied.py", "exec"), {{}})
json.dump(rates, open("rates.json", "w"))
"""
KERAS = """
import json
import keras
rates, apply = [], keras.optimizers.SGD.apply
def noting(self, *args, **named):
    rates.append(float(self.learning_rate))
    return apply(self, *args, **named)
keras.optimizers.SGD.apply = noting
keras.config.disable_traceback_filtering()
compile_model = keras.Model.compile
keras.Model.compile = lambda *args, **named: compile_model(
    *args, **named, run_eagerly=True)
exec(compile(open("copied.py").read(), "copied.py", "exec"), {})
json.dump(rates, open("rates.json", "w"))
"""
# The rest of timm needs torchvision; its schedulers need none.
TIMM = """
import importlib.util, types
found = importlib.util.find_spec("timm").submodule_search_locations
sys.modules["timm"] = types.ModuleType("timm")
sys.modules["timm"].__path__ = list(found)
"""


PACKAGES = {"PyTorch": "torch", "Keras": "keras", "timm": "timm"}
COPIES = [("PyTorch", name) for name in STATES]
COPIES += [("Keras", name) for name in ("a WSD with a floor", "steps", "a staircase")]
COPIES += [("timm", name) for name in ("a cosine with a warm-up", "growing restarts")]


@pytest.mark.parametrize(("library", "name"), COPIES)
def test_a_copy_in_an_empty_file_trains_at_the_rates_of_the_column(
    visit, library, name, tmp_path
):
    if importlib.util.find_spec(PACKAGES[library]) is None:
        pytest.skip(f"needs {library}")
    page = visit(STATES[name], permissions=["clipboard-read", "clipboard-write"])
    choose(page, "library", library)
    page.locator("#copy-code").click()
    (tmp_path / "copied.py").write_text(copied(page))
    before = TIMM if library == "timm" else ""
    noting = KERAS if library == "Keras" else TORCH.format(before=before)
    (tmp_path / "noting.py").write_text(noting)
    ended = subprocess.run(
        [sys.executable, "-I", "noting.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr
    found = json.loads((tmp_path / "rates.json").read_text())
    column = rates(page)
    tolerance = 1e-6 if library == "Keras" else 1e-12
    np.testing.assert_allclose(found, column, rtol=0, atol=tolerance * column.max())


def test_the_code_has_the_peak_that_is_set(visit):
    page = visit("shape=cosine&steps=200&floor=0.02")
    assert "lr=0.1)  # the peak" in code(page, "PyTorch")
    peak = page.get_by_role("textbox", name="Peak", exact=True)
    peak.fill("0.0884")
    peak.press("Enter")
    for library in ("PyTorch", "transformers", "timm"):
        assert "lr=0.0884)  # the peak" in code(page, library)


def test_timm_is_told_each_update(visit):
    text = code(visit("shape=warmup_cosine&steps=200&peak=0.1"), "timm")
    assert "t_in_epochs=False" in text
    assert "scheduler.step_update(update + 1)" in text


def test_the_link_holds_the_chosen_form(visit):
    page = visit(WSD)
    choose(page, "library", "optax")
    page.wait_for_function("location.hash.includes('code=optax')")
    again = visit(page.evaluate("location.hash.slice(1)"))
    assert again.locator("#library-optax").is_checked()
    assert again.locator("#code").inner_text() == page.locator("#code").inner_text()
    broken = visit("shape=cosine&code=Fortran")
    assert "“Fortran” is unknown" in broken.locator("#link-problems").inner_text()


def test_a_sentence_says_what_to_do_with_it_and_where_this_collection_is(visit):
    page = visit()
    said = {form: use(page, form) for form in FORMS}
    assert said["PyTorch"] == said["MMEngine"]
    assert "empty file" in said["PyTorch"]
    assert len({said["PyTorch"], said["list"], said["csv"], said["helpers"]}) == 4
    link = page.get_by_role("link", name="How to get it")
    assert link.get_attribute("href") == "get.html"


def use(page, form):
    choose(page, "library", form)
    return page.locator("#code-use").inner_text()


def test_a_long_column_is_shortened_and_copied_whole(visit):
    state = "shape=freehand&steps=100000&heights=0.1,1,0.25,0.5"
    page = visit(state, permissions=["clipboard-read", "clipboard-write"])
    choose(page, "library", "list")
    page.locator("#code-cut").wait_for()
    assert len(page.locator("#code").inner_text()) < 7000
    page.locator("#copy-code").click()
    assert len(ast.literal_eval(copied(page))) == 100_000


def test_on_a_phone_all_forms_can_be_chosen_and_nothing_scrolls_sideways(visit):
    page = visit(WSD, viewport=PHONE, has_touch=True, is_mobile=True)
    for form in FORMS:
        pill = page.locator(f"label:has(#library-{form})")
        pill.tap()
        assert page.locator(f"#library-{form}").is_checked()
        assert pill.bounding_box()["height"] >= 24
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
