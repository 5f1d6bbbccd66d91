/** What follows from a state: the column of rates, and what the page says of it. */
import { checkCount, checkPositive, checkRate } from "../engine/checks.js";
import {
  allArguments,
  FAMILY,
  shapeOf,
  staircase,
  summary,
} from "../engine/columns.js";
import { keyInState, LIMITS, PASTED } from "./state.js";

const MOST_ROLL = 100;

/**
 * @typedef {object} Derived
 * @property {Float64Array} column the rates that a training uses
 * @property {Float64Array} smooth those before the staircase
 * @property {{name: string, args: any}} shape a member of the family, all arguments
 * @property {number} peak of the column
 * @property {number} mean of the column
 * @property {number} belowTenth the share of its steps below a tenth of the peak
 */

/**
 * Return what follows from a state, a Derived. Throws Refused if anything in it is bad.
 *
 * @param {import("./state.js").State} state
 * @returns {Derived}
 */
export function derive(state) {
  const args = argumentsOf(state);
  const { shape, steps, stairs } = state;
  checkCount("steps", steps, ...LIMITS.steps);
  checkCount("stairs", stairs, 0, steps);
  const smooth = shape === PASTED ? state.column : FAMILY[shape].column(args, steps);
  const column = stairs ? staircase(smooth, stairs) : smooth;
  shapeOf(column); // refuses a column that never moves
  const facts = summary(column);
  checkRate("peak", facts.peak, ...LIMITS.peak);
  checkSettings(state);
  return { column, smooth, shape: { name: shape, args }, ...facts };
}

/** Return the arguments of a state's schedule, those that nobody has set included. */
export function argumentsOf({ shape, steps, args, heights }) {
  if (shape === PASTED) return {};
  const points = heights.map((height, i) => [i / (heights.length - 1), height]);
  return allArguments(shape, steps, {
    ...args,
    rate: args[keyInState("rate")],
    points,
  });
}

/** Check what doesn't belong to the schedule. */
export function checkSettings({ updates, seed, roll, noise }) {
  checkCount("updates", updates, ...LIMITS.updates);
  checkCount("seed", seed, ...LIMITS.seed);
  checkPositive("roll", roll, MOST_ROLL);
  checkRate("noise", noise, ...LIMITS.noise);
}
