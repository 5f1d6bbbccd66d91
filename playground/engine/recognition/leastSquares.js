/**
 * Nonlinear least squares by Levenberg and Marquardt: the algorithm of MINPACK's lmder,
 * with differences for derivatives, as SciPy's least_squares(method="lm") has it.
 *
 * J. J. Moré, *The Levenberg-Marquardt algorithm: implementation and theory* (1978).
 */
import { factorize, norm } from "./orthogonal.js";
import { dampedStep } from "./damping.js";

const EPSILON = 2 ** -52;
const GRADIENT = 1e-8;
const FIRST_RADIUS = 100;

/** Return the numbers near `begin` at which the squares of `errors` add up to least. */
export function leastSquares(errors, begin, accuracy, mostCalls) {
  let x = Float64Array.from(begin);
  let left = errors(x);
  let size = norm(left);
  let calls = 1;
  let [radius, damping, scale, length] = [0, 0, null, 0];
  let isFirst = true;
  for (;;) {
    const columns = derivatives(errors, x, left);
    const { order, diagonal, norms } = factorize(columns);
    if (!scale) {
      scale = norms.map((one) => one || 1);
      length = norm(x.map((one, i) => scale[i] * one));
      radius = FIRST_RADIUS * length || FIRST_RADIUS;
    }
    const turned = turnedBy(columns, left, diagonal);
    const slope = steepest(columns, order, norms, turned, size);
    if (slope <= GRADIENT) return x;
    scale = scale.map((one, i) => Math.max(one, norms[i]));
    for (let ratio = 0; ratio < 1e-4;) {
      let step;
      ({ step, damping } = dampedStep(columns, order, scale, turned, radius, damping));
      const next = x.map((one, i) => one - step[i]);
      const moved = norm(step.map((one, i) => scale[i] * one));
      if (isFirst) radius = Math.min(radius, moved);
      const errorsThere = errors(next);
      calls += 1;
      const sizeThere = norm(errorsThere);
      const gain = 0.1 * sizeThere < size ? 1 - (sizeThere / size) ** 2 : -1;
      const linear = norm(imageOf(columns, order, step)) / size;
      const damped = (Math.sqrt(damping) * moved) / size;
      const expected = linear ** 2 + damped ** 2 / 0.5;
      const direction = -(linear ** 2 + damped ** 2);
      ratio = expected ? gain / expected : 0;
      if (ratio <= 0.25) {
        let factor = gain >= 0 ? 0.5 : (0.5 * direction) / (direction + 0.5 * gain);
        if (0.1 * sizeThere >= size || factor < 0.1) factor = 0.1;
        radius = factor * Math.min(radius, moved / 0.1);
        damping /= factor;
      } else if (damping === 0 || ratio >= 0.75) {
        radius = moved / 0.5;
        damping *= 0.5;
      }
      if (ratio >= 1e-4) {
        [x, left, size, isFirst] = [next, errorsThere, sizeThere, false];
        length = norm(x.map((one, i) => scale[i] * one));
      }
      const small = (limit) =>
        Math.abs(gain) <= limit && expected <= limit && 0.5 * ratio <= 1;
      if (small(accuracy) || radius <= accuracy * length) return x;
      if (calls >= mostCalls || small(EPSILON)) return x;
      if (radius <= EPSILON * length || slope <= EPSILON) return x;
      if (Number.isNaN(ratio)) return x;
    }
  }
}

/** Return the columns of derivatives, by forward differences. */
function derivatives(errors, x, left) {
  return Array.from(x, (one, i) => {
    const step = Math.sqrt(EPSILON) * (one >= 0 ? 1 : -1) * Math.max(1, Math.abs(one));
    const there = x.with(i, one + step);
    const width = there[i] - one;
    return errors(there).map((error, row) => (error - left[row]) / width);
  });
}

/** Return the first entries of the errors, turned as the columns were. */
function turnedBy(columns, left, diagonal) {
  const turned = Float64Array.from(left);
  columns.forEach((column, j) => {
    if (column[j] !== 0) {
      let sum = 0;
      for (let i = j; i < turned.length; i++) sum += column[i] * turned[i];
      const share = -sum / column[j];
      for (let i = j; i < turned.length; i++) turned[i] += column[i] * share;
    }
    column[j] = diagonal[j];
  });
  return turned.slice(0, columns.length);
}

/** Return the largest cosine of the angles between the errors and the columns. */
function steepest(columns, order, norms, turned, size) {
  let largest = 0;
  if (size === 0) return largest;
  columns.forEach((column, j) => {
    if (norms[order[j]] === 0) return;
    let sum = 0;
    for (let i = 0; i <= j; i++) sum += column[i] * (turned[i] / size);
    largest = Math.max(largest, Math.abs(sum / norms[order[j]]));
  });
  return largest;
}

/** Return the change of the errors that a step brings, were they linear. */
function imageOf(columns, order, step) {
  const image = new Float64Array(columns.length);
  columns.forEach((column, j) => {
    for (let i = 0; i <= j; i++) image[i] -= column[i] * step[order[j]];
  });
  return image;
}
