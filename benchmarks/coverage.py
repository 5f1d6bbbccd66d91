"""Does the playground's interval hold what it says, and did the one before?

Whole experiments of the engine, a cosine against a constant rate and a constant rate
that jitters by 2 % against one that doesn't, with seeds of their own. An interval of
95 % should hold the mean of all experiments in 95 % of them. Beside it, on the same
trainings, the way before: the best peak of all eight valleys' mean, 64 pairs there, and
the interval over the pairs.

Without the extra ``browser``, or without a Chromium, it is left out, with a sentence.
"""

import numpy as np
import pandas as pd

from benchmarks.coverage_pool import PEAKS, arms
from benchmarks.held import held
from benchmarks.measuring import Comparison
from benchmarks.playground import opened_page
from helpers.lesson.coverage import FILE
from helpers.verdicts import interval

KINDS = {"cosine": range(140), "jittered constant": range(140, 560)}  # their seeds

ARMS = {"schedule": "schedule", "rival": "constant"}  # what they are called here

RUN = """async ({ column, seed }) => {
  const { experiment, PAIRS, REPEATS, UPDATES } =
    await import("/engine/experiment.js");
  const { Crew } = await import("/engine/crew.js");
  const { Networks } = await import("/engine/networks.js");
  const { mnist1d } = await import("/engine/data.js");
  const valleys = {};
  let tuned, pairs;
  const given = { column: Float64Array.from(column), seed };
  const crew = new Crew();
  await experiment(given, crew, (message) => {
    if (message.type === "valley") valleys[message.arm] = message;
    if (message.type === "tuned") tuned = message;
    if (message.type === "pairs") pairs = message.differences;
  });
  crew.end();
  const best = Object.values(valleys).map(({ peaks, errors }) =>
    peaks[errors.indexOf(Math.min(...errors))],
  );
  const largest = Math.max(...column);
  const shapes = [column.map((rate) => rate / largest), column.map(() => 1)];
  const columns = shapes.map((shape, arm) =>
    Float64Array.from(shape, (rate) => rate * best[arm]),
  );
  const networks = new Networks(mnist1d(), 2);
  const error = (i) => {
    const found = networks.error(i, "test");
    return Number.isNaN(found) ? 90 : found; // as the engine counts what diverged
  };
  const before = Array.from({ length: REPEATS * PAIRS }, (_, pair) => {
    networks.start(columns, Array(2).fill(1000 * seed + REPEATS + pair));
    networks.advance(UPDATES);
    return error(0) - error(1);
  });
  return { valleys, tuned, pairs, best, before };
}"""


def compare(data, most=None, file=FILE):
    """Make all experiments, or the first of each kind; keep them, a line each.

    ``data`` are not used: the playground brings its own.
    """
    with opened_page() as page:
        if page is None:
            return []
        found, rows = [], []
        for kind, seeds in KINDS.items():
            outcomes = [outcome(page.evaluate, kind, seed) for seed in seeds[:most]]
            one_kind, valleys = zip(*outcomes, strict=True)
            table = pd.DataFrame(one_kind)
            found.append(row(kind, table, np.mean(valleys, axis=0)))
            rows.append(table)
    pd.concat(rows).to_csv(file, index=False, lineterminator="\n")
    return found


def outcome(evaluate, kind, seed):
    """Make an experiment; return its line, and the mean valley of each arm.

    ``evaluate`` calls a function of JavaScript on a page beside the engine.
    """
    heard = evaluate(RUN, {"column": arms()[kind].tolist(), "seed": seed})
    line = {"kind": kind, "seed": seed}
    line["mean"], line["half"] = interval(heard["pairs"])
    line["mean before"], line["half before"] = interval(heard["before"])
    valleys = []
    for (arm, name), before in zip(ARMS.items(), heard["best"], strict=True):
        line[f"{name} at"] = np.exp(np.log(heard["tuned"][arm]["peaks"]).mean())
        line[f"{name} at before"] = before
        valleys.append(heard["valleys"][arm]["errors"])
    numbers = {name: float(f"{line[name]:.4g}") for name in [*line][2:]}
    return line | numbers, valleys


def row(kind, table, valleys):
    """Return the row of a kind: how many intervals hold the mean of all, both ways."""
    count, notes = len(table), []
    for name, of in (("before", " before"), ("now", "")):
        means, halves = table[f"mean{of}"], table[f"half{of}"]
        at = [around(table[f"{arm} at{of}"]) for arm in ARMS.values()]
        notes.append(
            f"{name} {held(means, halves)}, means {means.mean():+.2f} ± "
            f"{1.96 * means.std():.2f}, said ± {halves.mean():.2f}, not 0 in "
            f"{100 * (means.abs() > halves).mean():.1f} %, peaks {' and '.join(at)}"
        )
    lowest = [f"{PEAKS[np.argmin(valley)]:.3g}" for valley in valleys]
    notes.append(f"the valleys' means are lowest at {' and '.join(lowest)}")
    before, now = (
        100 * held(table[f"mean{of}"], table[f"half{of}"]).share
        for of in (" before", "")
    )
    return Comparison(
        f"intervals that hold the mean of all, {kind} against constant",
        f"% of {count} experiments",
        (before,),
        (now,),
        better="more",
        goal=1,
        note="; ".join(notes),
    )


def around(peaks):
    """Return in words where peaks lie: their mean, and the factor of their scatter."""
    logs = np.log(peaks)
    return f"{np.exp(logs.mean()):.3g} (×/÷ {np.exp(logs.std()):.2f})"
