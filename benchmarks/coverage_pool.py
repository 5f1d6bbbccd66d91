"""Trainings to draw experiments from: ``python -m benchmarks.coverage_pool``.

Networks of the playground on MNIST-1D, 1 000 updates each, at three columns of rates
times the playground's 18 peaks, each with the same 600 seeds. How many validation and
test examples each gets wrong is written to ``tests/helpers/coverage_pool.npz``; a test
trains some of them again. It takes about five minutes on one core, and needs the extra
``browser`` and a Chromium.
"""

import sys

import numpy as np

from helpers.schedules import cosine, table
from tools.places import ROOT

FILE = ROOT / "tests" / "helpers" / "coverage_pool.npz"
UPDATES, SEEDS, AT_ONCE = 1000, 600, 10
PEAKS = 2.0 ** ((np.arange(18) - 15) / 2)
EXAMPLES = {"validation": 992, "test": 1000}
DIVERGED = -1

TRAIN = """async ({ columns, seeds }) => {
  const { Networks } = await import("/engine/networks.js");
  const { mnist1d } = await import("/engine/data.js");
  const all = columns.map((column) => Float64Array.from(column));
  const networks = new Networks(mnist1d(), columns.length);
  return seeds.map((seed) => {
    networks.start(all, Array(all.length).fill(seed));
    networks.advance(all[0].length);
    return ["validation", "test"].map((part) =>
      all.map((_, i) => networks.error(i, part)),
    );
  });
}"""


def main():
    """Train the pool and write it; return an exit code, or what is missing."""
    from benchmarks.playground import opened_page  # here: tests need no TensorFlow

    with opened_page() as page:
        if page is None:
            return "Nothing was trained."
        parts = np.arange(SEEDS).reshape(-1, AT_ONCE).tolist()
        wrong = np.concatenate([trained(page.evaluate, part) for part in parts])
    arrays = dict(zip(EXAMPLES, np.moveaxis(wrong, 1, 0), strict=True))
    np.savez_compressed(FILE, arms=[*arms()], peaks=PEAKS, **arrays)
    return 0


def arms():
    """Return the columns by name, each with a mean or a peak of about 1.

    The second constant rate jitters by 2 %: another arm, and no other schedule.
    """
    jitter = np.random.default_rng(0).uniform(-0.02, 0.02, UPDATES)
    return {
        "cosine": table(cosine(1.0, UPDATES), UPDATES),
        "constant": np.ones(UPDATES),
        "jittered constant": 1 + jitter,
    }


def trained(evaluate, seeds, peaks=PEAKS):
    """Return how many examples networks get wrong, -1 where one diverged.

    The shape is (seeds, validation and test, arms, peaks); ``evaluate`` calls a
    function of JavaScript on a page beside the engine.
    """
    columns = [(peak * column).tolist() for column in arms().values() for peak in peaks]
    given = {"columns": columns, "seeds": seeds}
    shares = np.array(evaluate(TRAIN, given), float) / 100
    shares = shares.reshape(len(seeds), len(EXAMPLES), -1, len(peaks))
    wrong = shares * np.reshape([*EXAMPLES.values()], (-1, 1, 1))
    return np.where(np.isnan(wrong), DIVERGED, np.rint(wrong)).astype(np.int16)


if __name__ == "__main__":
    sys.exit(main())
