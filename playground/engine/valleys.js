/** The valleys of an experiment, made of its trainings, and their bottoms. */
import { lowestPoint, threeDigits } from "./peaks.js";

/** What a network that diverged counts for: % wrong, as by guessing. */
export const WORST = 90;

/** Return the message about an arm's valley: mean errors of all peaks tried so far. */
export function valley(arm, runs) {
  const own = runs.filter((run) => run.shape === arm);
  const peaks = [...new Set(own.map((run) => run.peak))].sort((a, b) => a - b);
  const groups = peaks.map((peak) => own.filter((run) => run.peak === peak));
  const sum = (group, what) => group.reduce((all, run) => all + run[what], 0);
  return {
    type: "valley",
    arm,
    peaks,
    errors: groups.map((group) => sum(group, "error") / group.length),
    diverged: groups.map((group) => sum(group, "diverged")),
    seeds: Math.min(...groups.map((group) => group.length)),
  };
}

/**
 * Return the bottom of a valley, `{peak, error, isEdge}`: where a network diverged, the
 * error is infinite.
 *
 * @param {{peaks: number[], errors: number[], diverged: number[]}} valley
 */
export function bottomOf({ peaks, errors, diverged }) {
  const seen = errors.map((error, i) => (diverged[i] ? Infinity : error));
  // Where all of them diverged, the lowest peak has come nearest.
  if (!seen.some(Number.isFinite)) seen[0] = WORST;
  const { peak, error } = lowestPoint(peaks, seen);
  return {
    peak,
    error,
    isEdge: [peaks[0], peaks.at(-1)].map(threeDigits).includes(peak),
  };
}

/**
 * Return the bottoms of an arm's valleys, one for each of the seeds, and how many of them
 * are an end of the grid: `{peaks, errors, atEdge}`.
 */
export function bottoms(arm, runs, seeds) {
  const found = seeds.map((seed) => {
    const own = runs.filter((run) => run.seed === seed);
    return bottomOf(valley(arm, own));
  });
  return {
    peaks: found.map(({ peak }) => peak),
    errors: found.map(({ error }) => error),
    atEdge: found.filter(({ isEdge }) => isEdge).length,
  };
}
