/**
 * Losses of one weight, to be drawn: a shallow bowl with two wells, as in notebook 06.
 *
 *     f(x) = 0.01 x² − Σ depth · exp(−(x − centre)² / (2 width²))
 */
import { checkColumn, checkRate } from "./checks.js";
import { normals } from "./random.js";

/** @typedef {{depth: number, centre: number, width: number}} Well */
/**
 * @typedef {object} Landscape
 * @property {Well[]} wells from left to right
 * @property {number} [best] the place of the best well in that list
 * @property {number} [peak] of a schedule to try
 */

/** @returns {Well} */
const well = (depth, centre, width) => ({ depth, centre, width });

/**
 * The notebook's three.
 *
 * @type {{[name: string]: Landscape}}
 */
export const LANDSCAPES = {
  sharpLocal: { wells: [well(0.5, -3, 0.2), well(1.5, 2, 1.5)], best: 1, peak: 1 },
  wideLocal: { wells: [well(1.0, -3, 1.5), well(1.5, 2, 0.3)], best: 1, peak: 0.6 },
  equal: { wells: [well(0.8, -2.5, 0.8), well(1.2, 1.5, 0.8)], best: 1, peak: 1 },
};

const EDGE = 8; // no ball gets farther from 0
const NOISE = 0; // the purpose of a stream of random numbers

/** Return the loss at x. */
export function loss(landscape, x) {
  return landscape.wells.reduce((sum, own) => sum - inside(own, x), 0.01 * x * x);
}

/** Return the slope of the loss at x. */
export function slope(landscape, x) {
  return landscape.wells.reduce(
    (sum, own) => sum + ((x - own.centre) / own.width ** 2) * inside(own, x),
    0.02 * x,
  );
}

/**
 * Return the curvature of a well at its centre.
 *
 * Without noise a ball stays there as long as the rate is below 2/sharpness.
 */
export function sharpness({ depth, width }) {
  return depth / width ** 2;
}

/**
 * Return the paths of balls that begin at `starts` and descend at a column's rates.
 *
 * The result has a row for the start and one after each step, each a Float64Array of
 * shape (balls,). Each ball's slope has normal noise of that standard deviation, which
 * `seed` determines, whatever the column is.
 */
export function descend(landscape, column, starts, { noise = 0, seed = 0 } = {}) {
  checkColumn("rates", column);
  checkRate("noise", noise);
  const next = normals(seed, NOISE);
  const path = [Float64Array.from(starts)];
  for (const rate of column) {
    const before = path.at(-1);
    path.push(
      before.map((x) => stepped(x, rate * (slope(landscape, x) + noise * next()))),
    );
  }
  return path;
}

function inside({ depth, centre, width }, x) {
  return depth * Math.exp(-(((x - centre) / width) ** 2) / 2);
}

/** Return where a step leads, rounded so that all processors agree. */
function stepped(x, step) {
  const next = Math.min(Math.max(x - step, -EDGE), EDGE);
  return Math.round(next * 1e6) / 1e6;
}
