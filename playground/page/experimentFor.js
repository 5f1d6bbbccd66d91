/** What is trained for a state, and what the bound predicts of it. */
import { predictedRatios } from "../engine/bounds.js";
import { resampled, shapeOf } from "../engine/columns.js";
import { PEAKS } from "../engine/experiment.js";

/**
 * @typedef {object} Planned
 * @property {string} shape of the schedule, for its colour and name
 * @property {number[]} peaks the grid
 * @property {{peak: number, bound: number}} predicted as `predictedRatios` returns it
 * @property {object} experiment what `engine/worker.js` takes
 */

/**
 * Return the experiment of the store's schedule, and what its charts show before it.
 *
 * @param {import("./store.js").Store} store
 * @returns {Planned}
 */
export function experimentFor({ state, derived }) {
  // Fitted before it is divided: a narrow peak may be lower among fewer updates.
  const column = shapeOf(resampled(derived.column, state.updates));
  return {
    shape: state.shape,
    peaks: PEAKS,
    predicted: predictedRatios(column),
    experiment: { column, steps: state.updates, seed: state.seed },
  };
}

/** Return whether two are one experiment: the same shape of the column, and seed. */
export function isSameExperiment({ experiment: a }, { experiment: b }) {
  if (a.seed !== b.seed || a.column.length !== b.column.length) return false;
  // Another peak gives the same shape, but for the last digits.
  return a.column.every((rate, step) => Math.abs(rate - b.column[step]) < 1e-9);
}
