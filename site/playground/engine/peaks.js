/** Which peak an arm gets: the lowest point of its valley, as in `helpers/compare`. */

/** Return the place, in a rising list of peaks, of the one with the lowest error. */
export function lowestPlace(errors) {
  return errors.reduce((best, error, i) => (error < errors[best] ? i : best), 0);
}

/**
 * Return where a parabola through the best peak and its neighbours is lowest.
 *
 * Its axis is the logarithm of the peak. Three digits are kept. A best peak at an edge,
 * or beside one where a network diverged (an infinite error), stays as it is.
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
  return Number(lowest.toPrecision(3));
}
