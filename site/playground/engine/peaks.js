/** Which peak to try between those of a grid, as in `helpers/compare/peaks.py`. */

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
