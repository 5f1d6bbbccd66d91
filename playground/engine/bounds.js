/**
 * What a column promises before any training: the bound of `helpers/bounds.py`.
 *
 * For convex functions with subgradients of norm at most G and a start at the distance
 * D of a minimum, the loss after all updates is at most A·D² + B·G² above the least; A
 * and B follow from the column alone. To it an extra row v is appended, for the point
 * that is judged: the v that makes A·B least. Theorem 1 of Schaipp et al. (2025).
 */
import { checkColumn } from "./checks.js";
import { Refused } from "./refused.js";

const NEGLIGIBLE = 1e-100; // of the peak: the square of less is no number

/** Return A and B of the bound on the loss after all updates. */
export function coefficients(column) {
  const moving = movingPart(column);
  const peak = moving.reduce((a, b) => Math.max(a, b));
  const shape = moving.map((rate) => rate / peak);
  const [a, b] = withLast(shape, lastWeight(shape));
  return [a / peak, b * peak];
}

/** Return the multiple of a shape that makes the bound least, and it, for D = G = 1. */
export function bestMultiple(shape) {
  const [a, b] = coefficients(shape);
  return [Math.sqrt(a / b), 2 * Math.sqrt(a * b)];
}

/**
 * Return what the bound predicts for a shape (a column with the peak 1), relative to a
 * constant rate over as many steps: `peak`, where its best peak lies, and `bound`, how
 * large the loss may be. `measuredRatios` in `peaks.js` has the same of a training.
 */
export function predictedRatios(shape) {
  const [peak, bound] = bestMultiple(shape);
  const constant = new Float64Array(shape.length).fill(1);
  const [constantPeak, constantBound] = bestMultiple(constant);
  return { peak: peak / constantPeak, bound: bound / constantBound };
}

/** Return a column from its first to its last rate that moves anything. */
function movingPart(column) {
  checkColumn("rates", column);
  const least = NEGLIGIBLE * column.reduce((a, b) => Math.max(a, b));
  const first = column.findIndex((rate) => rate > least);
  if (first < 0) throw new Refused("columnStill");
  return Float64Array.from(
    column.slice(first, column.findLastIndex((rate) => rate > least) + 1),
  );
}

/** Return the v that makes A·B least, found on a grid that closes in on it. */
function lastWeight(shape) {
  const product = (v) => withLast(shape, v).reduce((a, b) => a * b);
  let low = shape.at(-1) / 4;
  let high = 8 * shape.reduce((a, b) => Math.max(a, b));
  let best = 0;
  for (const points of [33, 17, 17]) {
    const ratio = Math.log(high / low) / (points - 1);
    const grid = Array.from({ length: points }, (_, i) => low * Math.exp(i * ratio));
    const products = grid.map(product);
    const least = products.indexOf(Math.min(...products));
    best = grid[least];
    [low, high] = [grid[Math.max(least - 1, 0)], grid[Math.min(least + 1, points - 1)]];
  }
  return best;
}

/** Return A and B of a column to which v is appended. */
function withLast(shape, v) {
  let [rate, square, jumps] = [v, v * v, 0];
  for (let step = shape.length - 1; step >= 0; step--) {
    const later = rate;
    rate += shape[step];
    square += shape[step] ** 2;
    jumps += ((shape[step] / later) * square) / rate;
  }
  return [0.5 / rate, 0.5 * (square / rate + jumps)];
}
