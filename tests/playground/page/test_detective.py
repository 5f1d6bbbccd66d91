"""A pasted log is named, its faults are told, and its schedule can be used."""

import numpy as np
import pytest

from helpers.schedules import (
    cosine,
    cosine_restarts,
    linear,
    one_cycle,
    step_decay,
    table,
    warmup_stable_decay,
    with_warmup,
)
from tests.playground.page.visiting import ALLOWED, copied, paste

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground-page")]

SCHEDULES = [
    with_warmup(cosine(3e-4, 900, 3e-5), 100),
    warmup_stable_decay(0.1, 1000, 100, 200),
    with_warmup(linear(0.1, 800), 200, 0.01),
    one_cycle(0.5, 1000, 300),
    cosine_restarts(0.1, 1000, 4, 0.01),
    step_decay(0.1, [300, 600], 0.2),
    cosine(0.1, 1000, 0.02),
]


def take(page, column, steps):
    lines = [f"{step},{rate:.4g}" for step, rate in zip(steps, column, strict=True)]
    page.evaluate("document.getElementById('paste').open = true")
    page.locator("#column").fill("step,lr\n" + "\n".join(lines))
    page.get_by_role("button", name="Use this column").click()


@pytest.mark.parametrize("made", SCHEDULES, ids=lambda made: str(made.call)[:30])
def test_a_log_is_named_and_its_schedule_taken(visit, made):
    page = visit("steps=100", **ALLOWED)
    column, steps = table(made, 1000), np.arange(0, 1000, 10)
    take(page, column[steps], steps)
    button = page.get_by_role("button", name="Use this schedule")
    button.wait_for()
    assert page.locator("#detected-call").inner_text() == str(made.call)
    assert page.locator("#detected").inner_text().startswith("These rates are those")
    button.click()
    seen = copied(page)  # a schedule without an end is as long as its log
    assert len(seen) == (1000 if made.steps else 991)
    top = column.max()
    np.testing.assert_allclose(seen, column[: len(seen)], rtol=1e-9, atol=1e-9 * top)
    assert page.locator("#detective").is_hidden()
    page.locator("#shape .undo").first.click()
    assert page.locator("#shape-pasted").is_checked()
    assert page.locator("#detective").is_visible()


def test_faults_are_told_and_what_is_no_schedule_is_called_so(visit):
    page = visit()
    climbing = 0.05 * (1 + np.cos(np.pi * np.arange(600) / 400))
    take(page, climbing, np.arange(600))
    faults = page.locator("#detected-faults li")
    faults.filter(has_text="climbs again after its end, from update 400 on").wait_for()
    take(page, np.exp(-np.arange(600) / 90), np.arange(600))
    page.locator("#detected").filter(has_text="No schedule of the family").wait_for()
    assert page.get_by_role("button", name="Use the nearest schedule").is_visible()
    made = with_warmup(step_decay(0.1, [200, 500], 0.5), 100)
    take(page, table(made, 800)[::10], np.arange(0, 800, 10))
    page.locator("#detected-call").filter(has_text="step_decay").wait_for()
    faults.filter(has_text="no sliders for it").wait_for()
    assert page.locator("#use-schedule").is_hidden()


def test_the_page_stays_free_while_a_long_column_is_looked_at(visit):
    """From its beginning to its answer the detective leaves no gap between frames."""
    page = visit(alone=True)
    column = np.abs(np.cumsum(np.random.default_rng(2).normal(size=30_000))) + 0.1
    page.evaluate("document.getElementById('paste').open = true")
    paste(page.locator("#column"), "\n".join(f"{rate:.6g}" for rate in column))
    page.evaluate(
        """() => new Promise((done) => {
          let last = null;
          window.gaps = [];
          const tick = (now) => {
            if (last !== null) window.gaps.push(now - last);
            last = now;
            const said = document.querySelector("#detected").textContent;
            const next = () => tick(performance.now());
            said.startsWith("Looking") ? setTimeout(next) : done();
          };
          tick(performance.now());
        })"""
    )
    page.locator("#detected").filter(has_text="No schedule").wait_for()
    gaps = page.evaluate("window.gaps")
    assert sum(gaps) > 100
    assert np.median(gaps) < 20
