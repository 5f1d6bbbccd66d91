/** Where a valley is lowest, and which peak to try: `helpers/compare/peaks.py`. */

/** Return the place of the lowest of all errors, the first if there are several. */
export function lowestPlace(errors) {
  return errors.reduce((best, error, i) => (error < errors[best] ? i : best), 0);
}

/**
 * Return where a parabola through the best peak and its neighbours is lowest.
 *
 * `peaks` rise, and each has its mean error, infinite where a network diverged. The
 * parabola's axis is the logarithm of the peak, and three digits are kept. A best peak
 * at an edge, beside one that diverged, or as good as there, stays. A valley with a
 * steep wall is no parabola: try the peak before you trust it.
 */
export function lowestPoint(peaks, errors) {
  const place = lowestPlace(errors);
  const values = errors.slice(Math.max(place - 1, 0), place + 2);
  const flat = values.every((value) => value === values[0]);
  if (values.length < 3 || flat || !values.every(Number.isFinite)) return peaks[place];
  const [low, middle, high] = [-1, 0, 1].map((aside) => Math.log(peaks[place + aside]));
  const falling = (values[0] - values[1]) / (middle - low);
  const rising = (values[2] - values[1]) / (high - middle);
  const share = falling / (falling + rising);
  const lowest = Math.exp((low + middle) / 2 + (share * (high - low)) / 2);
  const found = Number(lowest.toPrecision(3));
  const near = 0.02 * Math.max(found, peaks[place]);
  return Math.abs(found - peaks[place]) <= near ? peaks[place] : found;
}

/**
 * Return where a valley is lowest, `{peak, error}`, by a parabola through its lowest
 * seven points, in the logarithms of both: less noisy than its best peak alone.
 *
 * Notebook 11 does so with five points, of more careful means. Fewer than three points,
 * or no parabola that opens upwards, give the lowest point; the peak is none beyond
 * those seven.
 */
export function bottom(peaks, errors) {
  const order = errors.map((_, i) => i).sort((a, b) => errors[a] - errors[b]);
  const lowest = order.slice(0, 7).filter((i) => errors[i] > 0 && errors[i] < Infinity);
  const best = { peak: peaks[order[0]], error: errors[order[0]] };
  const x = lowest.map((i) => Math.log(peaks[i]));
  const y = lowest.map((i) => Math.log(errors[i]));
  const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
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
  if (x.length < 3 || !(a > 0)) return best;
  const inside = (t) => Math.min(Math.max(t, Math.min(...slope)), Math.max(...slope));
  const t = inside((lean - b / a) / 2);
  const error = Math.exp(height + b * t + a * (t * t - width - lean * t));
  return { peak: Math.exp(middle + t), error };
}

/** @typedef {{peaks: number[], errors: number[]}} Valley */

/**
 * Return how the bottom of a schedule's valley lies to that of a constant rate's, as
 * ratios: `{peak, error}`.
 *
 * @param {{schedule?: Valley, constant?: Valley}} valleys both must be there
 */
export function measuredRatios({ schedule, constant }) {
  const [own, other] = [schedule, constant].map((arm) => bottom(arm.peaks, arm.errors));
  return { peak: own.peak / other.peak, error: own.error / other.error };
}
