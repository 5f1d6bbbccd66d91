/** The step of a least-squares fit that is no longer than it is trusted. */
import { norm } from "./orthogonal.js";

const TINY = Number.MIN_VALUE * 2 ** 52; // the smallest normal number

/**
 * Return the `step` within a radius, and its `damping`; 0 is the whole Gauss-Newton step.
 *
 * `columns` hold a triangle, in whose `order` `turned` is given; `scale` and the step are
 * in the order of the numbers themselves.
 */
export function dampedStep(columns, order, scale, turned, radius, damping) {
  const count = columns.length;
  const r = (i, j) => columns[j][i];
  const diagonal = columns.map((_, j) => r(j, j));
  let rank = diagonal.indexOf(0);
  if (rank < 0) rank = count;

  const first = Array.from(turned, (one, j) => (j < rank ? one : 0));
  for (let j = rank - 1; j >= 0; j--) {
    first[j] /= r(j, j);
    for (let i = 0; i < j; i++) first[i] -= r(i, j) * first[j];
  }
  let step = new Float64Array(count);
  order.forEach((at, j) => (step[at] = first[j]));
  const scaled = () => step.map((one, i) => scale[i] * one);
  let length = norm(scaled());
  let over = length - radius;
  if (over <= 0.1 * radius) return { step, damping: 0 };

  let low = 0;
  if (rank === count) {
    const way = directions();
    for (let j = 0; j < count; j++) {
      for (let i = 0; i < j; i++) way[j] -= r(i, j) * way[i];
      way[j] /= r(j, j);
    }
    low = over / radius / norm(way) ** 2;
  }
  const slopes = order.map((at, j) => {
    let sum = 0;
    for (let i = 0; i <= j; i++) sum += r(i, j) * turned[i];
    return sum / scale[at];
  });
  const slope = norm(slopes);
  let high = slope / radius || TINY / Math.min(radius, 0.1);
  damping = Math.min(Math.max(damping, low), high) || slope / length;
  for (let round = 1; ; round++) {
    if (damping === 0) damping = Math.max(TINY, 0.001 * high);
    const root = Math.sqrt(damping);
    const solved = withDamping(columns, order, scale, turned, root);
    step = solved.step;
    length = norm(scaled());
    const before = over;
    over = length - radius;
    const isBelow = low === 0 && over <= before && before < 0;
    if (Math.abs(over) <= 0.1 * radius || isBelow || round === 10) break;
    const way = directions();
    for (let j = 0; j < count; j++) {
      way[j] /= solved.diagonal[j];
      for (let i = j + 1; i < count; i++) way[i] -= solved.lower[i][j] * way[j];
    }
    const correction = over / radius / norm(way) ** 2;
    if (over > 0) low = Math.max(low, damping);
    if (over < 0) high = Math.min(high, damping);
    damping = Math.max(low, damping + correction);
  }
  return { step, damping };

  function directions() {
    const there = scaled();
    return order.map((at) => scale[at] * (there[at] / length));
  }
}

/** Solve the triangle with a damped diagonal beside it, by Givens's rotations. */
function withDamping(columns, order, scale, turned, root) {
  const count = columns.length;
  const lower = Array.from({ length: count }, (_, i) =>
    Float64Array.from({ length: count }, (_, j) => (j <= i ? columns[i][j] : 0)),
  );
  const right = Float64Array.from(turned);
  const diagonal = new Float64Array(count);
  for (let j = 0; j < count; j++) {
    diagonal.fill(0, j);
    diagonal[j] = root * scale[order[j]];
    let beside = 0;
    for (let k = j; k < count; k++) {
      if (diagonal[k] === 0) continue;
      let [sine, cosine] = [0, 0];
      if (Math.abs(lower[k][k]) < Math.abs(diagonal[k])) {
        const ratio = lower[k][k] / diagonal[k];
        sine = 0.5 / Math.sqrt(0.25 + 0.25 * ratio ** 2);
        cosine = sine * ratio;
      } else {
        const ratio = diagonal[k] / lower[k][k];
        cosine = 0.5 / Math.sqrt(0.25 + 0.25 * ratio ** 2);
        sine = cosine * ratio;
      }
      lower[k][k] = cosine * lower[k][k] + sine * diagonal[k];
      [right[k], beside] = [
        cosine * right[k] + sine * beside,
        cosine * beside - sine * right[k],
      ];
      for (let i = k + 1; i < count; i++) {
        [lower[i][k], diagonal[i]] = [
          cosine * lower[i][k] + sine * diagonal[i],
          cosine * diagonal[i] - sine * lower[i][k],
        ];
      }
    }
    diagonal[j] = lower[j][j];
  }
  let rank = diagonal.indexOf(0);
  if (rank < 0) rank = count;
  right.fill(0, rank);
  for (let j = rank - 1; j >= 0; j--) {
    for (let i = j + 1; i < rank; i++) right[j] -= lower[i][j] * right[i];
    right[j] /= diagonal[j];
  }
  const step = new Float64Array(count);
  order.forEach((at, j) => (step[at] = right[j]));
  return { step, diagonal, lower };
}
