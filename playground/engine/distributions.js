/** The distributions that a verdict needs: normal, and Student's t. */

/** Return the chance that a standard normal number is below x (Marsaglia 2004). */
export function normal(x) {
  if (Math.abs(x) > 8) return x < 0 ? 0 : 1;
  let [sum, term] = [x, x];
  for (let i = 3; Math.abs(term) > 1e-17 * Math.abs(sum); i += 2) {
    term *= (x * x) / i;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** Return the value that Student's t is above with the chance `share`. */
export function quantile(share, freedom) {
  let [low, high] = [0, 1];
  while (above(high, freedom) > share) high *= 2;
  while (high - low > 1e-15 * high) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (above(middle, freedom) > share) low = middle;
    else high = middle;
  }
  return high;
}

/** Return the chance that Student's t is above t, which is at least 0. */
function above(t, freedom) {
  const square = t * t;
  return (
    incompleteBeta(
      freedom / (freedom + square),
      square / (freedom + square),
      freedom / 2,
    ) / 2
  );
}

/** Return the regularized incomplete beta function of x, a and 1/2; rest = 1 − x. */
function incompleteBeta(x, rest, a) {
  const b = 0.5;
  const log =
    a * Math.log(x) + b * Math.log(rest) + logGamma(a + b) - logGamma(a) - logGamma(b);
  if (rest === 0) return 1;
  const front = Math.exp(log);
  if (x < (a + 1) / (a + b + 2)) return (front * fraction(x, a, b)) / a;
  return 1 - (front * fraction(rest, b, a)) / b;
}

/** Return the continued fraction of the incomplete beta function, from the front. */
function fraction(x, a, b) {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < 1000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    value *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return value;
}

/** Return the logarithm of the gamma function of x > 0, by Stirling's series. */
export function logGamma(x) {
  let [shift, z] = [0, x];
  for (; z < 15; z += 1) shift += Math.log(z);
  const r = 1 / (z * z);
  const series =
    (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r / 1188)))) / z;
  return (z - 0.5) * Math.log(z) - z + Math.log(2 * Math.PI) / 2 + series - shift;
}
