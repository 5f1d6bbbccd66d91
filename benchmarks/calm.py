"""How the playground's experiment grows with cores, and how calm its page stays.

A processor that is slowed four times stands for a phone: Chromium does that to the
page's own thread.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import Comparison, in_turn
from playground import bundle

TASK, EVENT = 100.0, 16.0  # milliseconds that a reader is promised
GAIN = 1 / 0.6  # how many times as fast on two cores as on one
SLOWED, EVENTS = 4, 40

EXPERIMENT = """async ([steps, workers]) => {
  const { Crew } = await import("/engine/crew.js");
  const { experiment } = await import("/engine/experiment.js");
  const began = performance.now();
  const passed = () => (performance.now() - began) / 1000;
  const crew = new Crew(undefined, workers ?? undefined);
  let first;
  const column = Float64Array.from({ length: steps }, (_, step) => 1 - step / steps);
  await experiment({ column, steps, seed: 1 }, crew, ({ type }) => {
    if (type === "valley") first ??= passed();
  });
  crew.end();
  return [first, passed()];
}"""
SLIDE = """async (count) => {
  const slider = document.getElementById("argument-peak-slider");
  const drawn = () => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    requestAnimationFrame(() => port2.postMessage(null));
  });
  const took = [];
  for (let i = 0; i < count; i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    slider.value = String(Math.round(slider.max * (0.3 + (0.4 * i) / count)));
    const began = performance.now();
    slider.dispatchEvent(new Event("input"));
    took.push(performance.now() - began);
    await drawn();
  }
  return took;
}"""
WATCH = """() => {
  window.tasks = [0];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  }).observe({ type: "longtask" });
}"""

# To ask again and again whether it is there would make frames, and tasks.
JUDGED = """() => new Promise((resolve) => {
  const verdict = document.getElementById("verdict");
  const look = () => verdict.querySelector("strong") && resolve();
  new MutationObserver(look).observe(verdict, { childList: true, subtree: true });
  look();
})"""


def cores(page, repetitions, steps):
    """Return the row of an experiment on two workers against one, with those on more.

    ``page`` stands at a server of the playground.
    """
    jobs = {
        workers: lambda workers=workers: page.evaluate(EXPERIMENT, [steps, workers])[1]
        for workers in (1, 2, 4, 8)
    }
    took = in_turn(jobs, repetitions)
    here = page.evaluate("navigator.hardwareConcurrency")
    seconds = ", ".join(f"{n}: {min(times):.2f} s" for n, times in took.items())
    half = min(page.evaluate(EXPERIMENT, [steps // 2 or 1, 2])[1] for _ in took[1])
    return Comparison(
        "an experiment of the playground on two workers, against one",
        "s",
        tuple(took[1]),
        tuple(took[2]),
        goal=GAIN,
        note=f"{here} cores; workers: {seconds}; half the updates on two: {half:.2f} s",
    )


def calm(browser, repetitions, updates=1000):
    """Return the rows of the longest task in a training, and of a slider's event.

    ``browser`` is Playwright's; the page is opened from a folder, as one file.
    """
    longest, events = [], []
    with TemporaryDirectory() as folder:
        address = bundle.write(Path(folder) / "playground.html").as_uri()
        for _ in range(repetitions):
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"{address}#shape=linear&steps=1000&updates={updates}")
            events += page.evaluate(SLIDE, EVENTS)
            session = context.new_cdp_session(page)
            rate = {"rate": SLOWED}
            session.send("Emulation.setCPUThrottlingRate", rate)
            page.wait_for_timeout(500)
            page.evaluate(WATCH)
            page.locator("#start").click()
            page.evaluate(JUDGED)
            longest.append(max(page.evaluate("tasks")))
            context.close()
    return [
        Comparison(
            "the longest task of a training, slowed four times, against the promise",
            "ms",
            (TASK,),
            tuple(longest),
            goal=1,
        ),
        Comparison(
            "a slider's event at 1 000 steps, against the promise",
            "ms",
            (EVENT,),
            tuple(events),
            goal=1,
        ),
    ]
