/** What a pasted column changes of a state. */
import { betweenRows } from "../engine/pasting/logged.js";
import { PASTED } from "./state.js";

/**
 * Return the change that takes rates over, of rows at `steps`, or of each step.
 *
 * @param {Float64Array} rates
 * @param {number[] | null} steps
 */
export function withPasted(rates, steps) {
  const log = steps && { steps, rates };
  const column = log ? betweenRows(rates, steps) : rates;
  return { shape: PASTED, column, log, steps: column.length, stairs: 0 };
}
