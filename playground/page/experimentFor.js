/** What is trained for a state, and what the bound predicts of it. */
import { predictedRatios } from "../engine/bounds.js";
import { resampled, shapeOf } from "../engine/columns.js";
import { PEAKS } from "../engine/experiment.js";
import { rivalOf } from "./rival.js";

/**
 * @typedef {object} Planned
 * @property {string} shape of the schedule, for its colour and name
 * @property {number} peak that the reader has set
 * @property {number[]} peaks the grid
 * @property {string} against with what it is compared, as the state has it
 * @property {import("./rival.js").Rival} rival that
 * @property {{peak: number, bound: number}} predicted of it, as multiples of the rival's
 * @property {import("../engine/experiment.js").Experiment} experiment
 */

/** @type {WeakMap<import("./state.js").State, Planned>} */
const known = new WeakMap();

/**
 * Return the experiment of the store's schedule, and what its charts show before it.
 *
 * @param {import("./store.js").Store} store
 */
export function experimentFor({ state, derived }) {
  if (!known.has(state)) known.set(state, planned(state, derived));
  return known.get(state);
}

/** @returns {Planned} */
function planned(state, derived) {
  // Fitted before it is divided: a narrow peak may be lower among fewer updates.
  const fitted = resampled(derived.column, state.updates);
  const column = shapeOf(fitted);
  const rival = rivalOf(state.against);
  const other = rival.column && shapeOf(resampled(rival.column, state.updates));
  return {
    shape: state.shape,
    peak: derived.peak,
    peaks: PEAKS,
    against: state.against,
    rival,
    predicted: other ? between(column, other) : predictedRatios(column),
    experiment: {
      column,
      rival: other,
      steps: state.updates,
      seed: state.seed,
      task: state.task,
      peak: onGrid(fitted.reduce((a, b) => Math.max(a, b))),
    },
  };
}

/** Return what the bound predicts of a shape, as multiples of another's. */
function between(shape, other) {
  const [own, rival] = [shape, other].map(predictedRatios);
  return { peak: own.peak / rival.peak, bound: own.bound / rival.bound };
}

/** Return a peak of the grid for one that is it, but for the last digits. */
function onGrid(peak) {
  return PEAKS.find((one) => Math.abs(one / peak - 1) < 1e-3) ?? peak;
}

/**
 * Return whether two are one experiment: the same shape, peak and seed.
 *
 * @param {Planned} one
 * @param {Planned} other
 */
export function isSameExperiment(one, other) {
  return (
    isSameShape(one, other) &&
    one.experiment.seed === other.experiment.seed &&
    Math.abs(one.peak / other.peak - 1) < 1e-9
  );
}

/**
 * Return whether two compare the same shapes, whatever their peaks and seeds are.
 *
 * @param {Planned} one
 * @param {Planned} other
 */
export function isSameShape(one, other) {
  if (one === other) return true;
  const [{ experiment: a }, { experiment: b }] = [one, other];
  if (one.against !== other.against || a.task !== b.task) return false;
  if (a.column.length !== b.column.length) return false;
  // Another peak gives the same shape, but for the last digits.
  return a.column.every((rate, step) => Math.abs(rate - b.column[step]) < 1e-9);
}
