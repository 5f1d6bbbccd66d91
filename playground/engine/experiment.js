/**
 * A schedule against a constant rate, by the protocol of the collection.
 *
 * The experiment is repeated, tuning and test, with other seeds each time. In a repeat
 * one seed walks over all peaks, in both arms; the bottom of an arm's valley is its peak.
 * There each arm trains with fresh seeds, in pairs that share the initial weights and the
 * order of the examples. The means of the repeats' paired differences of the test error
 * are put into words: so their interval contains the luck of choosing a peak. How many
 * there will be is fixed beforehand.
 */
import { checkColumn, checkCount, checkPositive } from "./checks.js";
import { resampled, shapeOf } from "./columns.js";
import { mnist1d } from "./data.js";
import { Networks } from "./networks.js";
import { bottoms, valley, WORST } from "./valleys.js";
import { detectable, interval, word } from "./verdicts.js";

// Chosen by what a tuned cosine gains over a tuned constant rate, in points of error,
// with the half-width for 16 pairs: MNIST-1D with 32 hidden units 3.2 ± 1.4 after 300
// updates, 4.1 ± 1.1 after 600, 3.6 ± 1.0 after 1 000; with 16 units and 600 1.7 ± 1.5.
// On scikit-learn's digits it is 0.1 ± 0.4 (32 units, 600 updates): nothing to be seen.
// All that is below takes about 3.5 s of one processor, the first valley 0.2 s.
/** Updates of each training: a longer or shorter column is read as `resampled` does. */
export const UPDATES = 1000;
/** Each peak is √2 times the one before, from hardly learning to falling apart. */
export const PEAKS = Array.from({ length: 18 }, (_, i) => 2 ** ((i - 15) / 2));
/** Repeats of the experiment, each with a seed for its valleys, and pairs of each. */
export const REPEATS = 8;
export const PAIRS = 8;
export const MOST_SEED = 999_999;

const ARMS = ["schedule", "constant"];
const PIECE = 10; // updates of each network between two messages
const GROUP = 2; // repeats whose pairs train side by side

/**
 * Give the messages of an experiment one by one; `worker.js` lists them.
 *
 * `column` is a column of rates, of which only the shape counts, and `seed` a whole
 * number up to MOST_SEED, from which all others follow. Between two messages lie some
 * milliseconds of work, so a listener can pause after any of them.
 */
export function* experiment({ column, seed, steps = UPDATES, peaks = PEAKS }) {
  checkCount("seed", seed, 0, MOST_SEED);
  checkColumn("peaks", peaks);
  peaks.forEach((peak) => checkPositive("peaks", peak));
  const work = {
    peaks,
    shapes: {
      schedule: shapeOf(resampled(column, steps)),
      constant: new Float64Array(steps).fill(1),
    },
    networks: new Networks(mnist1d(), 2 * Math.max(peaks.length, GROUP * PAIRS)),
    finished: 0,
    all: 2 * REPEATS * (peaks.length + PAIRS),
  };
  const best = yield* tuning(work, 1000 * seed);
  yield* testing(work, 1000 * seed + REPEATS, best);
}

/** Show the valleys of both arms, pass by pass; return the peaks of each repeat. */
function* tuning(work, firstSeed) {
  const { peaks } = work;
  const grid = (some, seed) =>
    ARMS.flatMap((arm) => some.map((peak) => ({ arm, peak, seed })));
  const seeds = Array.from({ length: REPEATS }, (_, i) => firstSeed + i);
  // With the first seed every other peak comes first: a quick look at the valley.
  const [even, odd] = [0, 1].map((rest) => peaks.filter((_, i) => i % 2 === rest));
  const passes = [grid(odd, seeds[0]), grid(even, seeds[0])];
  for (const seed of seeds.slice(1)) passes.push(grid(peaks, seed));
  const runs = [];
  for (const pass of passes) yield* tuned(work, runs, pass);
  const [schedule, constant] = ARMS.map((arm) => bottoms(arm, runs, seeds));
  yield { type: "tuned", schedule, constant };
  return { schedule: schedule.peaks, constant: constant.peaks };
}

/** Train a pass, put it to the other runs, and show the valleys. */
function* tuned(work, runs, pass) {
  yield* trained(work, pass, "validation");
  runs.push(...pass);
  const done = work.finished / work.all;
  for (const arm of ARMS) yield { ...valley(arm, runs), done };
}

/** Show the paired differences, a row for each repeat, as they come, then the verdict. */
function* testing(work, firstSeed, best) {
  const differences = [];
  const diverged = { schedule: 0, constant: 0 };
  while (differences.length < REPEATS) {
    const first = differences.length * PAIRS;
    const pairs = Array.from({ length: GROUP * PAIRS }, (_, i) => first + i);
    const runs = pairs.flatMap((pair) => {
      const repeat = Math.floor(pair / PAIRS);
      return ARMS.map((arm) => ({
        arm,
        peak: best[arm][repeat],
        seed: firstSeed + pair,
      }));
    });
    yield* trained(work, runs, "test");
    for (const run of runs) diverged[run.arm] += run.diverged;
    for (let i = 0; i < runs.length; i += 2 * PAIRS) {
      const row = Array.from({ length: PAIRS }, (_, pair) => i + 2 * pair);
      differences.push(row.map((own) => runs[own].error - runs[own + 1].error));
    }
    yield { type: "pairs", differences: [...differences] };
  }
  const [mean, halfWidth] = interval(differences);
  yield {
    type: "verdict",
    mean,
    halfWidth,
    word: word(mean, halfWidth),
    detectable: detectable(differences),
    diverged,
  };
}

/** Train a network for each run and write down its error on a part of the data. */
function* trained(work, runs, part) {
  const { networks, shapes, all } = work;
  const columns = runs.map(({ arm, peak }) => shapes[arm].map((rate) => rate * peak));
  networks.start(
    columns,
    runs.map(({ seed }) => seed),
  );
  const steps = shapes.schedule.length;
  while (networks.done < steps) {
    networks.advance(PIECE);
    const share = (runs.length * networks.done) / steps;
    yield { type: "progress", done: (work.finished + share) / all };
  }
  work.finished += runs.length;
  for (const [i, run] of runs.entries()) {
    const error = networks.error(i, part);
    run.diverged = Number.isNaN(error);
    run.error = run.diverged ? WORST : error;
    yield { type: "progress", done: work.finished / all };
  }
}
