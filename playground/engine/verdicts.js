/** Differences of repeats in words that an interval chooses: `helpers/verdicts.py`. */
import { checkCount } from "./checks.js";
import { normal, quantile, logGamma } from "./distributions.js";
import { Refused } from "./refused.js";

/**
 * Return the mean of differences and the half-width of its interval.
 *
 * `differences` has a value for each repeat of an experiment, n at least 2, or a row of
 * paired differences for each, whose mean is taken first: pairs at one chosen peak share
 * the luck of that choice. The interval is Student's, of 95 %. With several
 * `comparisons` it is wider, so that the chance that even one of their intervals is
 * wrong is at most 5 % (Bonferroni).
 *
 * @param {number[] | number[][]} differences
 */
export function interval(differences, comparisons = 1) {
  const { mean, error, freedom } = spread(differences);
  return [mean, quantile(tail(comparisons), freedom) * error];
}

/**
 * Return the smallest true mean that would have been detected with a chance of 80 %.
 *
 * Detected: the interval of as many repeats does not contain 0, and is on the right side
 * of it. Their scatter is taken from `differences`; the noncentral t distribution gives
 * the chance.
 *
 * @param {number[] | number[][]} differences
 */
export function detectable(differences, comparisons = 1, power = 0.8) {
  const { error, freedom } = spread(differences);
  const limit = quantile(tail(comparisons), freedom);
  let [low, high] = [0, 1e3];
  while (high - low > 1e-13 * high) {
    const middle = (low + high) / 2;
    if (detected(limit, freedom, middle) < power) low = middle;
    else high = middle;
  }
  return error * high;
}

/** Return "better", "worse" or, where the interval holds 0, "none"; less is better. */
export function word(mean, halfWidth) {
  if (!(Math.abs(mean) > halfWidth)) return "none";
  return mean < 0 ? "better" : "worse";
}

/** Return the value of each repeat: the means of rows, and single values as they are. */
export function means(differences) {
  const size = differences[0]?.length;
  if (size === 0 || differences.some((row) => row.length !== size))
    throw new Refused("rowsUneven");
  if (size === undefined) return [...differences];
  return differences.map((row) => row.reduce((a, b) => a + b) / size);
}

function spread(differences) {
  const count = differences.length;
  if (count < 2) throw new Refused("tooFewDifferences", { count });
  const repeats = means(differences);
  const mean = repeats.reduce((a, b) => a + b) / count;
  const squares = repeats.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (count - 1) / count), freedom: count - 1 };
}

/** Return the chance that one interval of several misses the mean on one side. */
function tail(comparisons) {
  return 0.05 / checkCount("comparisons", comparisons) / 2;
}

/**
 * Return the chance that a noncentral t is above `limit`.
 *
 * It is (mean + a normal number)/s, with s² chi-squared over the degrees of freedom:
 * the chance for each s, times the density of s, summed over log s. That integrand dies
 * off on both sides, where a plain sum is as exact as any.
 */
function detected(limit, freedom, mean) {
  const half = freedom / 2;
  const constant = Math.log(2) + half * Math.log(half) - logGamma(half);
  const wide = 7 / Math.sqrt(freedom);
  const step = Math.min(wide / 70, 0.4 / (mean + 1));
  let chance = 0;
  for (let log = -wide - 42 / freedom; log < wide; log += step) {
    const s = Math.exp(log);
    const density = Math.exp(constant + freedom * log - half * s * s);
    chance += density * normal(mean - limit * s);
  }
  return chance * step;
}
