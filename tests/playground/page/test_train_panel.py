"""Networks train on the page, and a verdict is given in words."""

import re

import numpy as np
import pytest

from helpers import schedules
from tests.playground.page.visiting import SHORT, choose, rates, trained

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
    assert page.locator("#table tbody tr").count() == 18  # the peaks of the grid
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
        r"from \+(\d\.\d) to \+(\d\.\d), from 8 repeats of 8 pairs\)",
        verdict,
    )
    assert found, verdict
    mean, low, high = map(float, found.groups())
    assert low < mean < high
    assert "tuned in this way, on these validation sequences" in verdict
    take = page.locator("#take-peak")
    peak = float(re.search(r"peaks, ([\d.]+),", take.inner_text())[1])
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
