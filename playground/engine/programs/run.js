/** What a program is to do: so many steps at the rates of a schedule or a column. */
import { FAMILY } from "../columns.js";
import { callOf } from "../pythonCode.js";
import { partsOf } from "./parts.js";

/**
 * @typedef {object} Run
 * @property {string} title
 * @property {import("./parts.js").Parts | null} parts null where only the column is known
 * @property {ArrayLike<number>} column
 * @property {number} steps the rows of the column
 * @property {number} stepsPerEpoch 0, or how many updates a step takes, an epoch then
 * @property {number} updates
 * @property {number} peak the rate that an optimizer is made with
 * @property {boolean} constant whether the rate is the same at all steps
 */

/**
 * Return what a program is to do for the column of a shape, with or without a staircase.
 *
 * A staircase is a schedule of epochs, where all that the shape counts in steps is a
 * whole number of them, else a column.
 *
 * @param {{name: string, args: any}} shape a member of the family, or any other name
 * @param {Float64Array} column the rates of all updates
 * @param {number} stairs how many updates have one rate; 0: each has its own
 * @returns {Run}
 */
export function runOf(shape, column, stairs = 0) {
  const updates = column.length;
  if (!stairs) return ofShape(shape, column, 0);
  if (updates % stairs) return ofColumn(column, 0);
  const epochs = column.filter((_, step) => step % stairs === 0);
  const inEpochs = FAMILY[shape.name] && divided(shape, updates, stairs);
  return inEpochs ? ofShape(inEpochs, epochs, stairs) : ofColumn(epochs, stairs);
}

/** Return the updates of an epoch, where none are given: one of ten equal parts or so. */
export function epochOf({ steps, stepsPerEpoch }) {
  let parts = 10;
  while (steps % parts) parts -= 1;
  return stepsPerEpoch || steps / parts;
}

/** Return a shape that counts in epochs, or null where something would be cut. */
function divided(shape, steps, stairs) {
  const args = { ...shape.args };
  for (const key of ["warmup", "decay"]) {
    if (key in args) args[key] /= stairs;
  }
  if (args.boundaries) args.boundaries = args.boundaries.map((edge) => edge / stairs);
  const whole = [args.warmup, args.decay, ...(args.boundaries ?? [])].every(
    (count) => count === undefined || Number.isInteger(count),
  );
  if (!whole || args.endpoint) return null;
  const { lengths } = partsOf(shape, steps)?.body ?? {};
  return lengths?.some((length) => length % stairs) ? null : { ...shape, args };
}

function ofShape(shape, column, stepsPerEpoch) {
  const parts = partsOf(shape, column.length);
  if (!parts) return ofColumn(column, stepsPerEpoch);
  return run(callOf(shape, column.length), parts, column, stepsPerEpoch);
}

function ofColumn(column, stepsPerEpoch) {
  const title = `A column of ${column.length} rates`;
  const [peak] = column;
  const constant = column.every((rate) => rate === peak);
  /** @type {import("./parts.js").Parts} */
  const level = { peak, rise: null, body: { kind: "hold" } };
  return run(title, constant ? level : null, column, stepsPerEpoch);
}

function run(title, parts, column, stepsPerEpoch) {
  const steps = column.length;
  return {
    title,
    parts,
    column,
    steps,
    stepsPerEpoch,
    updates: steps * (stepsPerEpoch || 1),
    peak: parts?.peak ?? column.reduce((a, b) => Math.max(a, b)),
    constant: parts?.body.kind === "hold" && !parts.rise,
  };
}
