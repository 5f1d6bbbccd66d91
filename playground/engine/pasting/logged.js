/** The column between the rows of a log that does not name every step. */
import { MOST_STEPS } from "../columns.js";

/**
 * Return the column of a log's rows: straight lines between them, from the first to the
 * last. Where that would be more than MOST_STEPS steps, its rows are the column.
 *
 * @param {ArrayLike<number>} rates shape (rows,)
 * @param {number[] | null} steps that increase, or null where rows are steps
 */
export function betweenRows(rates, steps) {
  if (!joinsRows(steps)) return Float64Array.from(rates);
  const first = steps[0];
  const column = new Float64Array(steps.at(-1) - first + 1);
  let row = 0;
  for (let i = 0; i < column.length; i++) {
    while (row + 1 < steps.length && steps[row + 1] <= first + i) row += 1;
    const way = (first + i - steps[row]) / (steps[row + 1] - steps[row]);
    column[i] = way ? rates[row] + (rates[row + 1] - rates[row]) * way : rates[row];
  }
  return column;
}

/** Return whether the column has steps between the rows of a log. */
export function joinsRows(steps) {
  if (steps === null) return false;
  const length = steps.at(-1) - steps[0] + 1;
  return length > steps.length && length <= MOST_STEPS;
}
