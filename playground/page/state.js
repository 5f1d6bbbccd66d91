/** All that a visitor can choose, what it is at first, and within which limits. */
import { FAMILY, MOST_STEPS } from "../engine/columns.js";
import { TASKS } from "../engine/data.js";
import { MOST_SEED, UPDATES } from "../engine/experiment.js";
import { LIBRARIES } from "../engine/programs/index.js";

/**
 * All choices.
 *
 * @typedef {object} State
 * @property {string} shape one of SHAPES
 * @property {number} steps the length of the schedule
 * @property {any} args the arguments that somebody has set, by name; others are as
 *   the family has them at first
 * @property {number} stairs how many updates have one rate; 0: each has its own
 * @property {number[]} heights shares of the peak, which a freehand curve joins
 * @property {Float64Array} column the rates that were pasted
 * @property {{steps: number[], rates: Float64Array} | null} log the rows that were
 *   pasted, where they are not steps 0, 1, 2, …
 * @property {number} updates of each network in a training
 * @property {number} seed of a training
 * @property {string} against with what it is compared: CONSTANT, or a schedule as an
 *   address has it
 * @property {string} task that the networks learn, one of TASKS
 * @property {boolean} again whether each change starts a training
 * @property {boolean} follow whether a quick look follows each change
 * @property {boolean} guess whether nothing of a training is seen before a guess of it
 * @property {string} landscape a name in LANDSCAPES
 * @property {number} roll the peak of the rates on the landscape
 * @property {number} noise the standard deviation of the slopes there
 * @property {string} code in which form the schedule is taken away, one of CODES
 */

export const PASTED = "pasted";
export const CONSTANT = "constant";
export const SHAPES = [...Object.keys(FAMILY), PASTED];
/** The forms in which a schedule is taken away: the best known libraries come first. */
export const CODES = [
  ...new Set(["PyTorch", "Keras", ...LIBRARIES]),
  "list",
  "csv",
  "helpers",
];
/** Points of a freehand curve: one for each 2.5 % of the budget. */
export const POINTS = 41;

/**
 * The least and the largest value; those of the arguments are in the engine.
 *
 * @type {{[name: string]: [number, number]}}
 */
export const LIMITS = {
  steps: [1, MOST_STEPS],
  peak: [1e-100, 1e100],
  updates: [20, 5000],
  seed: [0, MOST_SEED],
  noise: [0, 2],
};

/** @type {State} */
export const INITIAL_STATE = {
  shape: "cosine",
  steps: 1000,
  args: {},
  stairs: 0,
  heights: Array.from({ length: POINTS }, (_, i) => 1 - i / (POINTS - 1)),
  column: Float64Array.of(1),
  log: null,
  updates: UPDATES,
  seed: 1,
  against: CONSTANT,
  task: TASKS[0],
  again: false,
  follow: true,
  guess: false,
  landscape: "sharpLocal",
  roll: 1,
  noise: 0,
  code: CODES[0],
};

/** Return whether a quick look follows: it would tell what is to be guessed. */
export function isFollowed({ follow, guess }) {
  return follow && !guess;
}

/** Return the name of an argument in `args`: a constant's rate is its peak. */
export function keyInState(name) {
  return name === "rate" ? "peak" : name;
}
