/**
 * A quick look at a schedule: shorter trainings than an experiment's, and no verdict.
 *
 * The seeds are those with which the experiment of the same seed tunes, so what was seen
 * in a look spoils no pair of it.
 */
import { resampled, shapeOf } from "./columns.js";
import { ARMS, PEAKS, REPEATS, UPDATES } from "./experiment.js";
import { bottomOf, valley, WORST } from "./valleys.js";

/** Updates of each network in a look, where an experiment has no fewer. */
export const LOOK_UPDATES = 300;
/** Readings of an error while a network learns. */
export const READINGS = 30;

/** @typedef {{peaks: number[], errors: number[], diverged: number[]}} Arm */

/**
 * @typedef {object} Learning how an arm's networks learn at one peak
 * @property {number} peak
 * @property {number[]} updates after which they were judged
 * @property {number[]} mean validation error (%) of those that have one; NaN if none has
 * @property {number[]} low the mean minus a standard deviation
 * @property {number[]} high and plus one
 * @property {number} networks how many there are
 * @property {number} lost how many of them diverged
 */

/** Return both shapes of an experiment, fitted to at most so many updates. */
export function shapesOf(experiment, most = LOOK_UPDATES) {
  const { column, rival = null, steps = UPDATES } = experiment;
  const updates = Math.min(steps, most);
  return {
    schedule: shapeOf(resampled(column, updates)),
    rival: rival
      ? shapeOf(resampled(rival, updates))
      : new Float64Array(updates).fill(1),
  };
}

/**
 * Return an arm's valley, an Arm of so many `seeds`.
 *
 * @param {import("./crew.js").Crew} crew
 */
export async function lookAtValley(crew, shapes, arm, { seed, task }, seeds = 1) {
  const all = Array.from({ length: seeds }, (_, i) => 1000 * seed + i);
  const runs = all.flatMap((own) =>
    PEAKS.map((peak) => ({ shape: arm, peak, seed: own })),
  );
  const trained = await crew.train({ runs, shapes, task, part: "validation" });
  const { peaks, errors, diverged } = valley(
    arm,
    runs.map((run, i) => ({ ...run, ...judged(trained[i].error) })),
  );
  return { peaks, errors, diverged };
}

function judged(error) {
  const diverged = Number.isNaN(error);
  return { diverged, error: diverged ? WORST : error };
}

/**
 * Return how an arm's networks learn at a peak, a Learning of so many `seeds`.
 *
 * @param {import("./crew.js").Crew} crew
 * @returns {Promise<Learning>}
 */
export async function lookAtLearning(
  crew,
  shapes,
  arm,
  peak,
  { seed, task },
  seeds = REPEATS,
) {
  const steps = shapes[arm].length;
  const count = Math.min(steps, READINGS);
  const updates = Array.from({ length: count }, (_, i) =>
    Math.round(((i + 1) * steps) / count),
  );
  const runs = Array.from({ length: seeds }, (_, i) => ({
    shape: arm,
    peak,
    seed: 1000 * seed + i,
  }));
  const trained = await crew.train({
    runs,
    shapes,
    task,
    part: "validation",
    readings: updates,
  });
  const spread = updates.map((_, i) => spreadOf(trained.map(({ curve }) => curve[i])));
  const column = (name) => spread.map((one) => one[name]);
  return {
    peak,
    updates,
    mean: column("mean"),
    low: column("low"),
    high: column("high"),
    networks: seeds,
    lost: trained.filter(({ error }) => Number.isNaN(error)).length,
  };
}

/** Return mean, and mean minus and plus a standard deviation, of the finite errors. */
function spreadOf(errors) {
  const known = errors.filter(Number.isFinite);
  if (known.length === 0) return { mean: NaN, low: NaN, high: NaN };
  const mean = known.reduce((a, b) => a + b) / known.length;
  const squares = known.reduce((sum, error) => sum + (error - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / known.length);
  return { mean, low: mean - deviation, high: mean + deviation };
}

/** Return the peaks at the bottoms of two valleys, by arm. */
export function bottomsOf(valleys) {
  return Object.fromEntries(ARMS.map((arm) => [arm, bottomOf(valleys[arm]).peak]));
}
