"""Networks train on the page, and a verdict is given in words."""

import re

import numpy as np
import pytest

from helpers import schedules
from tests.playground.page.visiting import SHORT, choose, rates, settled, trained

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-page")]


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
    # Of each of eight repeats its pairs and their mean, and the mean of all.
    assert page.locator("#pairs .dot.pale").count() == 64
    assert page.locator("#pairs .dot").count() == 64 + 8 + 1
    assert page.locator("#valley .ring").count() == 2 * 8
    page.locator("#numbers summary").click()
    assert page.locator("#table tbody tr").count() == 18 + 1  # the grid, and 0.1
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
        r"^Worse\. .* (\d\.\d) percentage points more test errors .*: "
        r"(\d\d\.\d) % instead of (\d\d\.\d) %\. The 95 % interval goes "
        r"from (\d\.\d) to (\d\.\d) points more, over 8 repeats of 8 pairs\.",
        verdict,
    )
    assert found, verdict
    mean, own, other, low, high = map(float, found.groups())
    assert low < mean < high
    assert own - other == pytest.approx(mean, abs=0.11)  # of rounded numbers
    assert "tuned in this way on these validation sequences" in verdict
    assert "one test set" in verdict
    take = page.locator("#take-peak")
    peak = float(re.search(r"peaks, ([\d.]+),", take.inner_text())[1])
    take.click()
    assert rates(page).max() == pytest.approx(peak, rel=1e-3)
    stale = page.locator("#stale")
    stale.get_by_text("You have changed the peak").wait_for()
    choose(page, "shape", "linear")
    stale.get_by_text("You have changed the schedule").wait_for()
    assert take.is_hidden()  # it was the other schedule's
    page.get_by_label("Train again whenever").check()
    page.locator("#valley .before").wait_for()  # the valley moves from where it was
    page.locator("#verdict strong").wait_for()
    assert page.locator("#valley .line.of-linear").count() == 1


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
    page = visit("shape=linear&steps=40", alone=True)
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


def test_the_peak_that_is_set_is_trained_marked_and_named(visit):
    page = visit(f"shape=one_cycle&peak=50&{SHORT}")
    ticks = page.locator("#valley .axes text").all_text_contents()
    assert "10" in ticks  # the grid ends at 2
    verdict = trained(page)
    found = re.search(
        r"At your peak, 50, all 8 networks diverged, NaN after updates? ([\d to]+)\.",
        verdict,
    )
    assert found, verdict
    assert all(1 < int(update) <= 20 for update in found[1].split(" to "))
    assert page.locator("#valley .own").count() == 1
    assert page.locator("#valley rect.dot").count() == 1
    shaded = page.locator("#valley .diverged.of-one_cycle")
    line = float(page.locator("#valley .own").get_attribute("x1"))
    last = shaded.last
    ends = [float(last.get_attribute(name)) for name in ("x", "width")]
    assert ends[0] < line <= sum(ends)
    # Another peak is another experiment: its line moves, the verdict is of the other.
    page.locator("#argument-peak").fill("0.25")
    page.locator("#argument-peak").press("Enter")
    page.locator("#stale", has_text="You have changed the peak").wait_for()
    page.locator("#valley text", has_text="your peak, 0.25").wait_for()
    assert "At your peak, 50," in page.locator("#verdict").inner_text()
    page.locator("#start", has_text="Train with this schedule").click()
    said = "At your peak, 0.25, the validation error is"
    page.locator("#verdict:has(strong)", has_text=said).wait_for()
    # Of the grid, so in its column of the table too.
    error = re.search(rf"{said} ([\d.]+) %", page.locator("#verdict").inner_text())[1]
    row = page.locator("#table tr", has=page.locator("th", has_text="0.25"))
    assert row.locator("td").first.text_content() == error
    assert page.locator("#stale").is_hidden()


def test_schedules_on_the_same_pairs_are_counted_and_fresh_seeds_offered(visit):
    page = visit(f"shape=linear&steps=40&{SHORT}", alone=True)
    assert "on these pairs" not in trained(page)
    first = page.locator("#pairs").inner_html()
    choose(page, "shape", "cosine")
    said = "You have made 2 comparisons on these pairs."
    page.locator("#fresh").wait_for()
    page.locator("#start").click()
    page.locator("#verdict:has(strong)", has_text=said).wait_for()
    choose(page, "shape", "linear")  # again: no third one
    page.locator("#start", has_text="Train with this schedule").click()
    page.wait_for_function(
        "(html) => document.getElementById('pairs').innerHTML === html", arg=first
    )
    page.locator("#verdict:has(strong)", has_text=said).wait_for()
    page.locator("#start", has_text="Train with fresh seeds").click()
    page.locator("#valley-key", has_not_text="best peak").wait_for()
    page.locator("#verdict strong").wait_for()
    assert "on these pairs" not in page.locator("#verdict").inner_text()
    page.wait_for_function("location.hash.includes('seed=2')")
    assert page.locator("#pairs").inner_html() != first
    # A reload undoes no comparison.
    page.evaluate("location.hash = location.hash.replace('seed=2', 'seed=1')")
    page.reload()
    assert said in trained(page)


def test_focus_stays_on_the_page_where_a_button_hides_itself(visit):
    page = visit("shape=linear&steps=40&updates=200&peak=abc")
    focused = "document.activeElement.id || document.activeElement.tagName"
    page.get_by_role("button", name="Close this note").press("Enter")
    assert page.evaluate(focused) == "H1"
    page.locator("#start").click()
    page.locator("#valley .dot").first.wait_for()
    page.locator("#start").click()
    page.locator("#restart").press("Enter")
    page.locator("#restart").wait_for(state="hidden")
    assert page.evaluate(focused) == "start"


COUNT = """() => {
  window.drawn = {};
  const count = (node) => {
    const name = node.closest("[id]").id;
    drawn[name] = (drawn[name] ?? 0) + 1;
  };
  const { replaceChildren, setAttribute } = Element.prototype;
  Element.prototype.replaceChildren = function (...nodes) {
    count(this);
    return replaceChildren.apply(this, nodes);
  };
  // A chart keeps its axes, and says each time what is drawn.
  Element.prototype.setAttribute = function (name, value) {
    if (name === "aria-label" && this.matches("svg.chart")) count(this);
    return setAttribute.call(this, name, value);
  };
  window.moved = 0;
  const { prototype } = HTMLProgressElement;
  const { set } = Object.getOwnPropertyDescriptor(prototype, "value");
  Object.defineProperty(document.getElementById("progress"), "value", {
    set(value) { moved += 1; set.call(this, value); },
  });
}"""


def test_a_word_of_progress_moves_the_bar_alone(visit):
    page = visit("shape=linear&steps=40&updates=1000", alone=True)
    page.evaluate(COUNT)
    trained(page)
    drawn, moved = page.evaluate("[drawn, moved]")
    valleys, rows = 9, 8
    assert moved > 2 * (valleys + rows)
    # The beginning and the bottoms too; messages of one frame are drawn once.
    assert drawn["valley"] <= valleys + 4
    assert drawn["table"] <= valleys + 4
    assert drawn["pairs"] <= rows + 4
    assert drawn["verdict"] <= valleys + 6
    for other in ("curve", "against", "predicted", "landscape", "rolling", "facts"):
        assert drawn.get(other, 0) <= 4, other


def test_a_change_redraws_each_chart_once_a_frame(visit):
    page = visit("shape=linear&steps=40&follow=false", alone=True)
    settled(page)
    page.evaluate(COUNT)
    page.evaluate(
        """() => {
            const slider = document.getElementById("argument-peak-slider");
            for (let i = 0; i < 10; i++) {
                slider.value = String(i);
                slider.dispatchEvent(new Event("input"));
            }
        }"""
    )
    settled(page)
    drawn = page.evaluate("drawn")
    for chart in ("curve", "valley", "pairs", "predicted", "landscape", "rolling"):
        assert drawn.get(chart, 0) == 1, chart


MACHINE = """
Object.defineProperty(navigator, "hardwareConcurrency", { value: %d });
window.addresses = new Set();
const { createObjectURL, revokeObjectURL } = URL;
URL.createObjectURL = (blob) => {
  const address = createObjectURL.call(URL, blob);
  addresses.add(address);
  return address;
};
URL.revokeObjectURL = (address) => {
  addresses.delete(address);
  revokeObjectURL.call(URL, address);
};
"""


def test_all_cores_train_and_all_workers_are_released(visit):
    said = {}
    for cores, workers in ((1, 1), (3, 3), (64, 8)):
        page = visit(f"shape=linear&steps=40&follow=false&{SHORT}", alone=True)
        page.add_init_script(MACHINE % cores)
        page.reload()
        started = []  # a short training may be over before anybody counts
        page.on("worker", lambda worker, all_=started: all_.append(worker))
        page.locator("#start").click()
        page.locator("#verdict strong").wait_for()
        said[workers] = page.locator("#verdict").inner_text()
        said[workers] += page.locator("#pairs").inner_html()
        assert len(started) == workers
        page.wait_for_timeout(300)
        assert page.workers == []
        assert page.evaluate("addresses.size") == 0
    assert len(set(said.values())) == 1


def test_values_are_read_with_the_pointer_and_with_the_keyboard(visit):
    page = visit(f"shape=linear&steps=40&{SHORT}")
    curve, valley = page.locator("#curve"), page.locator("#valley")
    box = curve.locator(".base").bounding_box()
    curve.hover(position={"x": 62 + box["width"] * 20.5 / 40, "y": 100})
    assert curve.locator(".reading").inner_text() == "step 20: 0.05"
    trained(page)
    assert curve.locator(".reading").is_hidden()
    page.get_by_label("Read the valley").focus()
    page.keyboard.press("ArrowRight")
    said = page.get_by_label("Read the valley").get_attribute("aria-valuetext")
    rows = page.locator("#table tbody tr").nth(1)
    cells = [text.strip() for text in rows.locator("th, td").all_text_contents()]
    assert said == "peak {} · yours {} % · constant {} %".format(*cells)
    assert valley.locator(".reading").inner_text() == said
    page.keyboard.press("Tab")
    assert valley.locator(".reading").is_hidden()


def test_repeats_and_ratios_are_read_with_the_pointer_and_with_the_keyboard(visit):
    page = visit(f"shape=linear&steps=40&follow=false&{SHORT}")
    slider = page.get_by_label("Read the pairs")
    assert slider.is_hidden()  # there is nothing to read yet
    verdict = trained(page)
    said = []
    slider.focus()
    for _ in range(9):
        said.append(slider.get_attribute("aria-valuetext"))
        page.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == said[-1]
    number = r"([+−]?\d+\.\d)"
    row = rf"repeat (\d): mean {number} · pairs {number} to {number}"
    repeats = [re.fullmatch(row, text).groups() for text in said[:8]]
    assert [int(own[0]) for own in repeats] == list(range(1, 9))
    values = [[float(one.replace("−", "-")) for one in own[1:]] for own in repeats]
    assert all(low <= mean <= high for mean, low, high in values)
    whole = rf"all repeats: mean {number} · interval {number} to {number}"
    found = re.fullmatch(whole, said[8]).groups()
    mean, low, high = (float(one.replace("−", "-")) for one in found)
    assert mean == pytest.approx(np.mean([own[0] for own in values]), abs=0.11)
    assert low < mean < high
    assert str(abs(mean)) in verdict
    # The line under the pointer is that of the repeat whose dots lie there.
    pairs, reading = page.locator("#pairs"), page.locator("#pairs .reading")
    dots = page.locator("#pairs .dot:not(.pale)")
    top = pairs.bounding_box()["y"]
    for i in (0, 4, 8):
        box = dots.nth(i).bounding_box()
        down = box["y"] + box["height"] / 2 - top
        pairs.hover(position={"x": 30, "y": down})
        assert reading.inner_text() == said[i]
        line = page.locator("#pairs .reading-line").bounding_box()["x"]
        assert line == pytest.approx(box["x"] + box["width"] / 2, abs=1.5)
    # Predict: what is written below its chart.
    text = page.locator("#predicted-text").inner_text()
    names = {"predicted": "bound", "measured": "error"}
    ratios = page.get_by_label("Read what is predicted")
    ratios.focus()
    for i, (name, other) in enumerate(names.items()):
        own = ratios.get_attribute("aria-valuetext")
        found = re.fullmatch(rf"{name}: best peak ([\d.]+)× · {other} ([\d.]+)×", own)
        assert all(f" {ratio} times" in text for ratio in found.groups()), own
        dot = page.locator("#predicted .dot.of-linear").nth(i).bounding_box()
        page.locator("#predicted").hover(
            position={
                "x": 90,
                "y": dot["y"] + 8 - page.locator("#predicted").bounding_box()["y"],
            }
        )
        assert page.locator("#predicted .reading").inner_text() == own
        page.keyboard.press("ArrowRight")


def test_a_click_trains_what_was_chosen_a_moment_before(visit):
    """However late the page shows it: the pairs stay, since it is another schedule."""
    page = visit(f"shape=linear&steps=40&follow=false&{SHORT}", alone=True)
    trained(page)
    page.evaluate(
        """() => {
            document.getElementById("shape-cosine").click();
            document.getElementById("start").click();
        }"""
    )
    page.wait_for_function("location.hash.includes('shape=cosine')")
    page.locator("#start", has_text="Train with fresh seeds").wait_for()
    assert "seed=" not in page.evaluate("location.hash")
