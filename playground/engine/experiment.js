/**
 * A schedule against another, by the protocol of the collection.
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

export const ARMS = ["schedule", "rival"];

/**
 * @typedef {object} Experiment
 * @property {Float64Array} column of rates, of which only the shape counts
 * @property {Float64Array} [rival] the other column; a constant rate where there is none
 * @property {number} seed a whole number up to MOST_SEED, from which all others follow
 * @property {string} [task] one of TASKS in `data.js`
 * @property {number} [steps] updates of each network
 * @property {number[]} [peaks] the grid
 * @property {number | null} [peak] one more peak that the schedule, in each repeat, is
 *   trained at and not chosen from; null: none
 */

/**
 * Run an experiment on a crew, and tell what comes of it. In this order:
 * - `{type: "valley", arm, peaks, errors, diverged, seeds}`: mean validation errors (%)
 *   of the arm "schedule" or "rival" at the peaks tried so far, each with at least
 *   `seeds` seeds; `diverged` counts the networks at each peak that diverged. Among
 *   them `{type: "own", peak, error, networks, diverged, after}`: the same at the one
 *   peak more, and after which updates those that diverged had no error any more.
 * - `{type: "tuned", schedule, rival}`, each `{peaks, errors, atEdge}`: the bottom of
 *   each repeat's valley and the validation error (%) there, and how many of them are the
 *   first or last peak of all.
 * - `{type: "pairs", differences, errors}`: points of test error, schedule − rival, a row
 *   of pairs for each repeat; and each arm's own test errors (%), likewise.
 * - `{type: "verdict", mean, halfWidth, word, detectable, means, diverged}`, the last
 *   one; `means` has each arm's mean test error.
 *
 * @param {Experiment} options
 * @param {import("./crew.js").Crew} crew
 * @param {(message: any) => void} tell
 */
export async function experiment(options, crew, tell) {
  const work = { ...checked(options), crew, tell };
  const best = await tuning(work);
  await breath();
  await testing(work, best);
}

/** Return how many updates an experiment makes, of all its networks together. */
export function updatesOf({ steps = UPDATES, peaks = PEAKS, peak = null }) {
  const own = peak === null || peaks.includes(peak) ? 0 : 1;
  return steps * REPEATS * (own + 2 * (peaks.length + PAIRS));
}

function checked(options) {
  const { column, rival = null, seed, steps = UPDATES } = options;
  const { peaks = PEAKS, peak = null } = options;
  checkCount("seed", seed, 0, MOST_SEED);
  checkColumn("peaks", peaks);
  peaks.forEach((one) => checkPositive("peaks", one));
  if (peak !== null) checkPositive("peak", peak);
  const shapes = {
    schedule: shapeOf(resampled(column, steps)),
    rival: rival ? shapeOf(resampled(rival, steps)) : new Float64Array(steps).fill(1),
  };
  return { shapes, peaks, peak, first: 1000 * seed, task: options.task };
}

/** Tell of the valleys of both arms, pass by pass; return the peaks of each repeat. */
async function tuning({ shapes, peaks, peak, first, task, crew, tell }) {
  const grid = (some, seed) =>
    ARMS.flatMap((shape) => some.map((one) => ({ shape, peak: one, seed })));
  const seeds = Array.from({ length: REPEATS }, (_, i) => first + i);
  // With the first seed every other peak comes first: a quick look at the valley.
  const [even, odd] = [0, 1].map((rest) => peaks.filter((_, i) => i % 2 === rest));
  const passes = [grid(odd, seeds[0]), grid(even, seeds[0])];
  for (const seed of seeds.slice(1)) passes.push(grid(peaks, seed));
  const isOwn = (run) => run.shape === "schedule" && run.peak === peak;
  if (peak !== null && !peaks.includes(peak)) {
    const own = (seed) => ({ shape: "schedule", peak, seed });
    passes.forEach((pass, i) => i && pass.push(own(seeds[i - 1])));
  }
  for (const run of passes.flat()) if (isOwn(run)) run.asksWhen = true;
  const trained = [];
  for (const runs of passes) {
    trained.push(awaited(crew.train({ runs, shapes, task, part: "validation" })));
    await breath();
  }
  const all = [];
  for (const [i, pass] of passes.entries()) {
    all.push(...joined(pass, await trained[i]));
    const onGrid = all.filter((run) => peaks.includes(run.peak));
    for (const arm of ARMS) tell(valley(arm, onGrid));
    const own = all.filter(isOwn);
    if (own.length) tell(ownPeak(peak, own));
  }
  const onGrid = all.filter((run) => peaks.includes(run.peak));
  const [schedule, rival] = ARMS.map((arm) => bottoms(arm, onGrid, seeds));
  tell({ type: "tuned", schedule, rival });
  return { schedule: schedule.peaks, rival: rival.peaks };
}

/** Tell of the paired differences, a row for each repeat, as they come, and judge. */
async function testing({ shapes, first, task, crew, tell }, best) {
  const repeats = Array.from({ length: REPEATS }, (_, repeat) => {
    const pairs = Array.from({ length: PAIRS }, (_, i) => repeat * PAIRS + i);
    return pairs.flatMap((pair) =>
      ARMS.map((shape) => ({
        shape,
        peak: best[shape][repeat],
        seed: first + REPEATS + pair,
      })),
    );
  });
  const trained = repeats.map((runs) =>
    awaited(crew.train({ runs, shapes, task, part: "test" }, ARMS.length)),
  );
  const errors = { schedule: [], rival: [] };
  const diverged = { schedule: 0, rival: 0 };
  let differences = [];
  for (const [i, runs] of repeats.entries()) {
    const all = joined(runs, await trained[i]);
    for (const arm of ARMS) {
      const own = all.filter((run) => run.shape === arm);
      errors[arm].push(own.map((run) => run.error));
      diverged[arm] += own.filter((run) => run.diverged).length;
    }
    const { schedule, rival } = errors;
    differences = schedule.map((row, r) => row.map((error, j) => error - rival[r][j]));
    tell({
      type: "pairs",
      differences,
      errors: { schedule: [...schedule], rival: [...rival] },
    });
  }
  const [mean, halfWidth] = interval(differences);
  const average = (rows) => rows.flat().reduce((a, b) => a + b) / rows.flat().length;
  tell({
    type: "verdict",
    mean,
    halfWidth,
    word: word(mean, halfWidth),
    detectable: detectable(differences),
    means: { schedule: average(errors.schedule), rival: average(errors.rival) },
    diverged,
  });
}

/** Let the page do something else between two pieces of work. */
function breath() {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Return a promise that may fail before anybody awaits it. */
function awaited(promise) {
  promise.catch(() => {});
  return promise;
}

/** Return the message about the one peak more. */
function ownPeak(peak, runs) {
  const lost = runs.filter((run) => run.diverged);
  return {
    type: "own",
    peak,
    error: runs.reduce((sum, run) => sum + run.error, 0) / runs.length,
    networks: runs.length,
    diverged: lost.length,
    after: lost.map((run) => run.after).sort((a, b) => a - b),
  };
}

/** Return runs with what came of them: one that diverged has the worst error. */
function joined(runs, trained) {
  return runs.map((run, i) => {
    const diverged = Number.isNaN(trained[i].error);
    const error = diverged ? WORST : trained[i].error;
    return { ...run, ...trained[i], diverged, error };
  });
}
