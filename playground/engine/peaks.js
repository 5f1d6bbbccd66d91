/** Where the errors over the peaks of a grid are lowest: `helpers/valley.py`. */
import { checkPositive } from "./checks.js";
import { Refused } from "./refused.js";

const WALL = 10; // an error so many times the lowest belongs to what has all but diverged

/**
 * Return the peak at the bottom of a valley, found by a local parabola.
 *
 * Each of `peaks` has its own error, infinite or NaN where a network diverged. The
 * parabola is fitted, by least squares, to the logarithms of both, through the lowest
 * point, its neighbours, and what lies side by side with them: peaks within the factor
 * `reach` of the best one, whose error is at most `within` times the lowest. So it is less
 * noisy than the best peak of the grid, and does not see the walls; a neighbour ten times as
 * high as the lowest point is one.
 *
 * The peak has three digits and lies between those that are fitted. Where fewer than
 * three are left, or the parabola does not open upwards, it is the best of the grid.
 * Errors that are not all above 0 have no logarithm: then the parabola goes through the
 * lowest and its neighbours as they are.
 *
 * @param {number[]} peaks
 * @param {number[]} errors
 * @param {{within?: number, reach?: number}} options
 */
export function bottom(peaks, errors, options = {}) {
  return lowestPoint(peaks, errors, options).peak;
}

/** Return that bottom, and how deep the parabola is there: `{peak, error}`. */
export function lowestPoint(peaks, errors, { within = 2, reach = 3 } = {}) {
  checkPositive("within", within);
  if (reach !== Infinity) checkPositive("reach", reach);
  const points = rising(peaks, errors);
  const least = points.reduce((best, point) => (point.y < best.y ? point : best));
  const areAbove0 = points.every(({ y }) => y > 0);
  const isPart = ({ y }) => Number.isFinite(y) && !(areAbove0 && y > WALL * least.y);
  const isNear = ({ x, y }) =>
    areAbove0 &&
    y <= within * least.y &&
    Math.abs(Math.log(x / least.x)) <= Math.log(reach);
  const near = beside(points, points.indexOf(least), isPart, isNear);
  const flat = { peak: threeDigits(least.x), error: least.y };
  if (near.length < 3) return flat;
  const x = near.map((point) => Math.log(point.x));
  const y = near.map((point) => (areAbove0 ? Math.log(point.y) : point.y));
  const found = vertex(x, y);
  if (found === null) return flat;
  const error = areAbove0 ? Math.exp(found.y) : found.y;
  return { peak: threeDigits(Math.exp(found.x)), error };
}

/** Return the mean of several peaks, that of their logarithms. */
export function meanPeak(peaks) {
  return threeDigits(Math.exp(mean(peaks.map(Math.log))));
}

/** @typedef {{peaks: number[], errors: number[]}} Bottoms of an arm's repeats */

/**
 * Return how the bottoms of a schedule's valleys lie to those of its rival's, as
 * ratios, each the mean over the repeats: `{peak, error}`.
 *
 * @param {{schedule: Bottoms, rival: Bottoms}} arms
 */
export function measuredRatios({ schedule, rival }) {
  const ratio = (own, other) =>
    Math.exp(mean(own.map(Math.log)) - mean(other.map(Math.log)));
  return {
    peak: ratio(schedule.peaks, rival.peaks),
    error: ratio(schedule.errors, rival.errors),
  };
}

/** Return the points of a valley, `{x, y}`, by rising peak. */
function rising(peaks, errors) {
  peaks.forEach((peak) => checkPositive("peaks", peak));
  const areDifferent = new Set(peaks).size === peaks.length;
  if (!areDifferent || errors.length !== peaks.length || !errors.some(Number.isFinite))
    throw new Refused("noValley");
  return peaks
    .map((x, i) => ({ x, y: Number.isNaN(errors[i]) ? Infinity : errors[i] }))
    .sort((a, b) => a.x - b.x);
}

/** Return the parts of a valley side by side with a point: neighbours, and what is near. */
function beside(points, place, isPart, isNear) {
  const belongs = (i) =>
    i in points && isPart(points[i]) && (Math.abs(i - place) <= 1 || isNear(points[i]));
  let [first, last] = [place, place];
  while (belongs(first - 1)) first--;
  while (belongs(last + 1)) last++;
  return points.slice(first, last + 1);
}

/** Return the lowest point of a parabola between the first and the last x, or null. */
function vertex(x, y) {
  const [middle, height] = [mean(x), mean(y)];
  // Three shapes that do not disturb each other: level, a slope, and what bends.
  const slope = x.map((value) => value - middle);
  const width = mean(slope.map((t) => t ** 2));
  const lean = mean(slope.map((t) => t ** 3)) / width;
  const bend = slope.map((t) => t * t - width - lean * t);
  const share = (shape) => {
    const product = mean(shape.map((value, i) => value * y[i]));
    return product / mean(shape.map((value) => value ** 2));
  };
  const [b, a] = [share(slope), share(bend)];
  if (!(a > 1e-12)) return null;
  const t = Math.min(Math.max((lean - b / a) / 2, slope[0]), slope.at(-1));
  return { x: middle + t, y: height + b * t + a * (t * t - width - lean * t) };
}

function mean(values) {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** Return a number with three digits, as Python rounds: a tie goes to the even one. */
export function threeDigits(value) {
  const even = /^(\d\.\d[02468])50*(e.+)$/.exec(value.toExponential(60));
  return Number(even ? even[1] + even[2] : value.toPrecision(3));
}
