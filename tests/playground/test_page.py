"""The playground as a visitor uses it: mouse, finger, keyboard and links.

It is opened from a folder, in a real browser. Skipped where there is no Playwright or
no Chromium.
"""

import ast
import re
import sys

import numpy as np
import pytest

from helpers import bounds, schedules
from helpers.lesson import playground
from playground import bundle

pytestmark = pytest.mark.slow

SHORT = "updates=20"  # of each network: a whole training in a second
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SHAPES = {
    "constant": 1,
    "step_decay": 3,
    "linear": 3,
    "cosine": 3,
    "cosine_restarts": 6,
    "warmup_cosine": 5,
    "warmup_stable_decay": 6,
    "one_cycle": 5,
    "freehand": 1,
}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The page as one file, and its address."""
    target = tmp_path_factory.mktemp("a folder") / "playground.html"
    return bundle.write(target).as_uri()


@pytest.fixture
def visit(browser, address):
    """Open the page; at the end nothing went wrong on it and nothing was asked for."""
    wrong, contexts = [], []

    def opened(state="", **options):
        context = browser.new_context(**({"viewport": DESKTOP} | options))
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text))
        page.on("request", lambda request: wrong.append(request.url))
        page.goto(f"{address}#{state}")
        return page

    yield opened
    for context in contexts:
        context.close()
    own = (address, "blob:", "data:,")  # a worker is started from memory
    assert [what for what in wrong if not what.startswith(own)] == []


def choose(page, name, value):
    """Choose one of the radio buttons that look like cards."""
    page.locator(f"label:has(#{name}-{value})").click()


def code(page, library):
    if not page.locator(f"#library-{library}").is_checked():
        choose(page, "library", library)
    return page.locator("#code").inner_text()


def rates(page):
    """Return the column of the page, as the list that it offers."""
    listed = re.search(r"rates = (\[.*\])", code(page, "list"))
    return np.array(ast.literal_eval(listed[1]))


def run(text):
    """Run what the page gives a reader, and return the column."""
    names = {}
    exec(text, names)
    return names["rates"]


def trained(page):
    """Train to the verdict, and return it."""
    page.locator("#start").click()
    page.locator("#verdict strong").wait_for()
    return page.locator("#verdict").inner_text()


@pytest.mark.parametrize("shape", SHAPES)
def test_every_argument_has_a_slider_and_its_code_gives_its_column(visit, shape):
    page = visit("steps=100")
    choose(page, "shape", shape)
    arguments = page.locator("#arguments")
    controls = arguments.locator(".control")
    assert controls.count() == SHAPES[shape]
    for slider in arguments.locator("input[type=range]").all():
        before = rates(page)
        assert slider.get_attribute("aria-label")
        slider.press("ArrowLeft")
        slider.press("ArrowLeft")
        at_the_left_end = np.array_equal(rates(page), before)
        slider.press("ArrowRight")
        slider.press("ArrowRight")
        slider.press("ArrowRight")
        assert not (at_the_left_end and np.array_equal(rates(page), before))
    np.testing.assert_allclose(run(code(page, "helpers")), rates(page), rtol=1e-12)
    page.get_by_label("One rate per epoch").check()
    stairs = run(code(page, "helpers"))
    np.testing.assert_allclose(stairs, rates(page), rtol=1e-12)
    assert np.array_equal(stairs[::10], stairs[9::10])


def test_the_facts_are_those_of_the_column(visit):
    page = visit("shape=linear&steps=200&peak=0.3")
    column = schedules.table(schedules.linear(0.3, 200), 200)
    facts = page.locator("#facts dd").all_inner_texts()
    assert facts[0] == "200"
    assert facts[2].startswith(f"{column.mean():.3g}")
    assert facts[3] == f"{100 * np.mean(column < 0.03):.1f} %"


def test_a_curve_is_drawn_with_the_mouse(visit):
    page = visit("shape=freehand&steps=40")
    box = page.locator(".surface").bounding_box()
    left, bottom = box["x"], box["y"] + box["height"]
    page.mouse.move(left, bottom)
    page.mouse.down()
    page.mouse.move(left + box["width"] / 2, box["y"], steps=4)
    page.mouse.move(left + box["width"], bottom, steps=4)
    page.mouse.up()
    drawn = rates(page)
    assert (np.diff(drawn[:18]) > 0).all()
    assert drawn[0] < 0.002
    assert drawn.argmax() in range(18, 22)
    assert (np.diff(drawn[22:]) < 0).all()
    page.get_by_role("button", name="Undo").click()
    assert rates(page)[0] == 0.1


def test_a_curve_is_drawn_with_a_finger_and_the_page_stays_where_it_is(visit):
    page = visit("shape=freehand&steps=40", viewport=PHONE, has_touch=True)
    surface = page.locator(".surface")
    surface.scroll_into_view_if_needed()
    box, scrolled = surface.bounding_box(), page.evaluate("scrollY")
    touch = page.context.new_cdp_session(page)
    for share in (0.1, 0.3, 0.5, 0.7, 0.9):
        # Upwards: a finger that scrolled would move the page down.
        x, y = box["x"] + share * box["width"], box["y"] + (1 - share) * box["height"]
        kind = "touchStart" if share == 0.1 else "touchMove"
        points = [{"x": x, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert page.evaluate("scrollY") == scrolled
    drawn = rates(page)
    assert drawn[12] == pytest.approx(0.1 * 1.05 * 0.3, rel=0.05)
    assert (np.diff(drawn[5:35]) > 0).all()


def test_a_curve_is_drawn_with_the_arrow_keys(visit):
    page = visit("shape=freehand&steps=40&heights=0.5,0.5,0.5")
    points = page.get_by_role("slider", name="of the budget")
    assert points.count() == 3
    points.first.focus()
    for key in ("ArrowRight", "End", "ArrowDown", "ArrowRight", "Home"):
        page.keyboard.press(key)
    texts = [point.get_attribute("aria-valuetext") for point in points.all()]
    assert texts == ["50.0 % of the peak", "98.0 % of the peak", "0.0 % of the peak"]
    assert points.nth(2).evaluate("it => it === document.activeElement")
    assert rates(page).argmax() == 20
    points.nth(1).press("Home")
    points.nth(0).press("Home")
    assert "above 0" in page.locator("#shape-problem").inner_text()


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


def test_a_bad_number_in_a_field_is_named_and_nothing_is_lost(visit):
    page = visit("shape=warmup_stable_decay&steps=40")
    before = rates(page)
    warmup = page.get_by_role("textbox", name="Warm-up (steps)")
    for entered, said in [("many", "“many” is not a number"), ("39", "from 0 to 32")]:
        warmup.fill(entered)
        warmup.press("Enter")
        assert said in page.locator("#argument-warmup-problem").inner_text()
        assert warmup.get_attribute("aria-invalid") == "true"
        assert np.array_equal(rates(page), before)
    warmup.fill("30")
    warmup.press("Enter")
    assert page.locator("#argument-warmup-problem").is_hidden()
    assert rates(page).argmax() == 30


STATES = [
    "shape=cosine_restarts&steps=60&peak=0.3&cycles=3&cycle_multiplier=2&stairs=5",
    "shape=step_decay&steps=50&boundaries=10,30&factor=0.5&seed=7&again=true",
    "shape=freehand&steps=30&heights=0.1,1,0.25&landscape=wideLocal&roll=0.6&noise=0.5",
    "shape=one_cycle&steps=40&warmup=7&start=0.01&floor=0.001&endpoint=true",
    "shape=pasted&column=0.1,0.30000000000000004,1e-7",
    "shape=constant&steps=20&peak=0.25&updates=300",
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
    # Another link, opened on top of what was set: nothing of that is lost.
    page.evaluate("location.hash = 'shape=cosine_restarts&steps=40&cycles=99'")
    assert "Cycles: 99 is not from 1 to 40" in said.inner_text()
    assert page.locator("#shape-cosine").is_checked()
    assert len(rates(page)) == 40


def test_a_training_is_watched_stopped_continued_and_judged(visit):
    page = visit("shape=constant&updates=100")
    page.evaluate(
        """() => {
            window.said = [];
            const region = document.getElementById("announcements");
            new MutationObserver(() => said.push(region.textContent))
                .observe(region, { childList: true });
        }"""
    )
    start = page.locator("#start")
    start.click()
    page.locator("#valley .dot").first.wait_for()
    start.click()
    page.locator("#start", has_text="Continue").wait_for()
    page.wait_for_timeout(300)  # what was under way has arrived
    done = page.locator("#progress").evaluate("it => it.value")
    page.wait_for_timeout(300)
    assert page.locator("#progress").evaluate("it => it.value") == done < 1
    start.click()
    page.locator("#verdict strong").wait_for()
    # A constant rate against itself: every pair is equal.
    assert page.locator("#verdict strong").inner_text() == "No difference detected."
    assert page.locator("#pairs .dot").count() == 64 + 1
    page.locator("#numbers summary").click()
    # The peaks of the grid, and one that both arms try between them.
    assert page.locator("#table tbody tr").count() == 18 + 1
    page.wait_for_timeout(600)
    said = page.evaluate("said")
    # Of what comes at once only the last is said, so a fast machine says less.
    events = (
        "The training begins.",
        "Stopped.",
        "The training goes on.",
        "The best peaks are found.",
        "No difference detected.",
    )
    heard = [
        next(i for i, it in enumerate(events) if line.startswith(it)) for line in said
    ]
    assert heard == sorted(set(heard)), said  # each once, in their order
    assert {1, 4} <= set(heard), said


def test_the_verdict_is_in_words_and_the_peak_can_be_taken(visit):
    page = visit(f"shape=warmup_stable_decay&steps=40&warmup=39&decay=1&{SHORT}")
    verdict = trained(page)
    # Nearly all of the run is a warm-up: that can only be worse.
    found = re.search(
        r"^Worse\. .* (\d\.\d) percentage points more errors .*"
        r"from \+(\d\.\d) to \+(\d\.\d), from 64 pairs",
        verdict,
    )
    assert found, verdict
    mean, low, high = map(float, found.groups())
    assert low < mean < high
    take = page.locator("#take-peak")
    peak = float(re.search(r"peak, ([\d.]+),", take.inner_text())[1])
    take.click()
    assert rates(page).max() == pytest.approx(peak, rel=1e-3)
    assert page.locator("#stale").is_hidden()
    choose(page, "shape", "linear")
    assert page.locator("#stale").is_visible()
    page.get_by_text("What trains").click()
    page.get_by_label("Train again whenever").check()
    page.locator("#valley .before").wait_for()  # the valley moves from where it was
    page.locator("#verdict strong").wait_for()
    assert page.locator("#valley .line.of-linear").count() == 1


def test_the_best_peak_is_predicted_before_and_measured_after(visit):
    page = visit(f"shape=linear&steps=1000&{SHORT}")
    level, linear = np.ones(20), schedules.table(schedules.linear(1.0, 1000), 1000)
    shape = linear.reshape(20, 50).mean(axis=1)
    shape /= shape.max()
    (ours, bound), (constant, other) = map(bounds.best_multiple, (shape, level))
    said = page.locator("#predicted-text")
    assert f"at {ours / constant:.3g} times" in said.inner_text()
    assert f"is {bound / other:.3g} times" in said.inner_text()
    assert page.locator("#predicted .dot").count() == 2
    trained(page)
    assert re.search(
        r"Measured: [\d.]+ times the best constant rate", said.inner_text()
    )
    assert page.locator("#predicted .dot").count() == 4
    assert page.locator("#valley .mark").count() == 1


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


def test_a_visitor_with_a_keyboard_alone_takes_the_code_away(visit, address):
    page = visit(SHORT)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
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
    tab_to(page, "copy-code")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('#copy-answer').innerText")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.replace("\r", "") == code(page, "helpers")
    column = schedules.table(schedules.cosine_restarts(0.1, 1000, 4), 1000)
    np.testing.assert_allclose(run(copied), column, rtol=1e-12, atol=1e-13)


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


@pytest.mark.parametrize("width", [320, 390, 640, 1280])
def test_nothing_is_cut_off_at_the_sides(visit, width):
    """640 is a desktop at 200 %; 320 is what reflow is asked for."""
    page = visit("shape=step_decay&steps=40", viewport={"width": width, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_the_curve_and_the_slider_that_moves_it_are_both_seen(visit):
    page = visit("shape=one_cycle&steps=40", viewport=PHONE, has_touch=True)
    for name in ("argument-warmup-slider", "stairs-on", "argument-peak-slider"):
        page.locator(f"#{name}").focus()
        page.wait_for_function("scrollY > 0")
        curve = page.locator("#curve").bounding_box()
        slider = page.locator(f"#{name}").bounding_box()
        assert curve["y"] >= 0
        assert curve["y"] + curve["height"] <= slider["y"]
        assert slider["y"] + slider["height"] <= PHONE["height"]


# As in a browser that is too old for it, in a worker too.
NO_VECTORS = """{
  const refused = `WebAssembly.Module = class {
    constructor() { throw new WebAssembly.CompileError("no vectors"); }
  };`;
  globalThis.Blob = class extends Blob {
    constructor(parts, options) { super([refused, ...parts], options); }
  };
}"""


def test_without_webassembly_a_sentence_says_so_and_all_else_works(visit):
    page = visit("shape=linear&steps=40")
    page.add_init_script(NO_VECTORS)
    page.reload()
    page.locator("#start").click()
    sentence = "This browser has no WebAssembly with vectors"
    page.locator("#verdict", has_text=sentence).wait_for()
    page.locator("#announcements", has_text=sentence).wait_for(state="attached")
    choose(page, "shape", "cosine")
    column = schedules.table(schedules.cosine(0.1, 40), 40)
    np.testing.assert_allclose(rates(page), column, rtol=1e-12, atol=1e-13)
    page.get_by_role("button", name="To the end").click()
    assert page.locator("#descend-text").inner_text().startswith("Step 600 of 600")


def test_dark_is_the_systems_or_the_visitors(visit):
    page = visit(color_scheme="dark")
    background = "getComputedStyle(document.documentElement).backgroundColor"
    dark = page.evaluate(background)
    button = page.locator("#theme")
    assert button.inner_text() == "Light colours"
    button.click()
    light = page.evaluate(background)
    assert light != dark
    assert button.inner_text() == "Dark colours"
    page.emulate_media(color_scheme="dark")
    page.reload()
    assert page.evaluate(background) == light
    assert button.inner_text() == "Dark colours"


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit, axe, scheme, viewport):
    state = f"shape=step_decay&steps=40&peak=abc&{SHORT}"
    page = visit(state, color_scheme=scheme, viewport=viewport)
    assert axe(page) == []
    trained(page)
    page.evaluate(
        "document.querySelectorAll('details').forEach((it) => it.open = true)"
    )
    page.get_by_role("button", name="Use this column").click()
    choose(page, "shape", "freehand")
    assert axe(page) == []


def test_no_widget_is_made_where_none_are_stored_and_no_page_without_its_sources(
    monkeypatch, tmp_path, capsys
):
    shown = []
    monkeypatch.setattr(playground, "display", shown.append)
    playground.show_playground()  # as in all tests, NOTEBOOKS_WITHOUT_WIDGETS is set
    assert shown == []
    monkeypatch.delenv("NOTEBOOKS_WITHOUT_WIDGETS")
    playground.show_playground(height=700)
    assert "height: 700px" in shown[0].value
    assert 'sandbox="allow-scripts"' in shown[0].value
    monkeypatch.setitem(sys.modules, "playground.bundle", None)
    playground.show_playground()
    assert len(shown) == 1
    assert "which is not here" in capsys.readouterr().out


def written(folder, **files):
    """Write the sources of a small page."""
    head = f"<title>x</title>{bundle.STYLE}{bundle.SCRIPT}"
    files = {"index.html": head, "style.css": "", "strings/en.js": "", **files}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def test_joined_modules_keep_their_names_apart(browser, tmp_path):
    files = {
        "page/main.js": 'import { word as one, other } from "./one.js";\n'
        'import * as two from "./two.js";\nimport { word } from "../strings/en.js";\n'
        "document.title = [one, other(), two.word, word].join();\n",
        "page/one.js": "const hidden = 1;\nexport const word = `${hidden}</script>`;\n"
        "function inner() {\n  return hidden;\n}\nexport { inner as other };\n",
        "page/two.js": "const hidden = 2;\nexport const word = hidden;\n",
        "strings/en.js": 'export const word = "en";\n',
        "strings/ko.js": 'export const word = "ko";\n',
    }
    sources = written(tmp_path, **files)
    for language in ("en", "ko"):
        page = browser.new_page()
        page.set_content(bundle.single_page(sources, language))
        assert page.title() == f"1</script>,1,2,{language}"
        page.close()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('import { a } from "./missing.js";', "main.js imports './missing.js'"),
        ('import { a } from "react";', "main.js imports 'react'"),
        ('import { a } from "./main.js";', "main.js → page/main.js"),
        ("export default 1;", "main.js: not understood: export default 1;"),
        ('import "./x.js";', "main.js: not understood: import"),
        ("const here = import.meta.url;", "main.js: not understood: const here"),
    ],
)
def test_what_cannot_be_joined_is_named(tmp_path, text, problem):
    sources = written(tmp_path, **{"page/main.js": text + "\n"})
    with pytest.raises((ValueError, FileNotFoundError), match=re.escape(problem)):
        bundle.single_page(sources)


def test_the_page_weighs_little(address, tmp_path):
    _, compressed = bundle.sizes(bundle.write(tmp_path / "page.html"))
    assert compressed < 500_000
