/**
 * Schedules that rise once and fall once: their form, fitted to a log.
 *
 * A hump rises from `start` to `peak` in `warmup` steps, stays there for `stable` steps,
 * and falls to `floor` in `fall` steps. With 0 steps a part isn't there.
 */
import { Fit, simplified } from "./fitting.js";
import { COUNTS, withAnEnd } from "./lines.js";
import { clip, rowsWhere } from "./logs.js";
import { ONE_CYCLE_FALL, ONE_CYCLE_RISE, PARTS } from "./parts.js";

const straight = (way) => 1 - way;
const halfWave = (way) => (1 + Math.cos(Math.PI * way)) / 2;
const TRIED = 60; // lengths of a fall, from SHORTEST to LONGEST lengths of the log
const [SHORTEST, LONGEST] = [Math.log10(0.02), Math.log10(30)];
const LENGTHS = Array.from({ length: TRIED }, (_, i) => {
  return 10 ** (SHORTEST + ((LONGEST - SHORTEST) * i) / (TRIED - 1));
});
const TOO_DEEP = 2; // peaks that a fall takes
const FORMS = [
  { rise: straight, fall: straight, name: "linear" },
  { rise: straight, fall: halfWave, name: "cosine" },
  { rise: straight, fall: straight, name: "warmup_stable_decay", stays: true },
  { rise: halfWave, fall: halfWave, name: "one_cycle" },
];

/**
 * Fit each form to a log, the simplest first, with round numbers if it fits.
 *
 * With `climbs` a fall on a half wave goes up again after its end.
 */
export function* humps(log, climbs = false) {
  const rises = log.rates[0] < log.largest - 2 * log.tolerance[0];
  for (const form of FORMS) {
    if (climbs && form.fall === straight) continue;
    if (form.rise === halfWave && !rises) continue;
    const fixed = rises ? [] : ["start", "warmup"];
    if (!form.stays) fixed.push("stable");
    const values = guess(form, log, climbs);
    if (form.fall === straight && !ends(log)) {
      fixed.push("floor");
      Object.assign(values, { floor: 0, fall: toNothing(log, values) });
    }
    const build = (values) => PARTS[form.name](values, log);
    const curve = (values) => curveOf(form, values, climbs);
    const fit = new Fit(log, { curve, build }, values, fixed).fitted();
    yield fit.fits ? simplest(fit, form) : fit.shortened();
  }
}

/** Return the function from steps to rates, for values that need not be whole. */
function curveOf({ rise, fall }, values, climbs) {
  const { start, peak, floor, warmup } = values;
  const begin = warmup + values.stable;
  const length = Math.max(values.fall, 1e-9);
  return (step) => {
    if (step < warmup) {
      return (
        start + (peak - start) * (1 - rise(clip(step / Math.max(warmup, 1e-9), 0, 1)))
      );
    }
    const way = Math.max((step - begin) / length, 0);
    return floor + (peak - floor) * fall(climbs ? way : Math.min(way, 1));
  };
}

/** Return values to begin with, read off the log's rows. */
function guess(form, log, climbs) {
  const { steps, rates, tolerance, largest } = log;
  const top = rowsWhere(rates, (rate, i) => rate >= largest - 2 * tolerance[i]);
  const first = top[0];
  const last = top.find((row, i) => top[i + 1] !== row + 1);
  let begin = steps[first];
  const end = steps[last];
  if (first && form.rise === halfWave) begin = (begin + end) / 2;
  const warmup = first ? begin : 0;
  const stable = form.stays ? Math.max(end - warmup, 0) : 0;
  const [floor, fall] = guessOfFall(form, log, warmup + stable, climbs);
  return { start: first ? rates[0] : 0, warmup, peak: largest, stable, fall, floor };
}

/** Return the floor and the length with which a fall from the top is closest. */
function guessOfFall({ fall }, { steps, rates, largest, last }, begin, climbs) {
  const after = rowsWhere(steps, (step) => step >= begin);
  if (after.length < 2) return [0, last];
  if (climbs) {
    const lowest = after.reduce((best, row) => (rates[row] < rates[best] ? row : best));
    return [rates[lowest], steps[lowest] - begin];
  }
  let best = { error: Infinity, floor: 0, length: 0 };
  LENGTHS.forEach((share, tried) => {
    const length = share * (last - begin + 1);
    const gone = after.map(
      (row) => 1 - fall(Math.min((steps[row] - begin) / length, 1)),
    );
    let [product, square] = [0, 0];
    after.forEach((row, i) => {
      product += (1 - rates[row] / largest) * gone[i];
      square += gone[i] ** 2;
    });
    const drop = product / Math.max(square, 1e-300);
    const error = after.reduce(
      (sum, row, i) => sum + (1 - drop * gone[i] - rates[row] / largest) ** 2,
      0,
    );
    const isBetter = !(drop > TOO_DEEP) && error < best.error;
    if (isBetter || tried === 0) {
      const known = drop > TOO_DEEP ? Infinity : error;
      best = { error: known, floor: (1 - drop) * largest, length };
    }
  });
  return [best.floor, best.length];
}

/** Return a fit with as few numbers as the log needs. */
function simplest(fit, form) {
  if (form.fall === straight && fit.fixed.includes("floor")) fit = withAnEnd(fit);
  let found = simplified(without(fit), COUNTS);
  if (!found.fits) found = without(simplified(fit, COUNTS));
  return form.rise === halfWave ? asUsual(found) : found;
}

/** Return a fit whose floor and start are 0, as far as it is one then. */
function without(fit) {
  for (const name of ["floor", "start"]) {
    if (fit.fixed.includes(name)) continue;
    const tried = fit.having({ [name]: 0 });
    if (tried.fits) fit = tried;
  }
  return fit;
}

/** Return a cycle with the start and the floor that it has if none are given. */
function asUsual(fit) {
  const start = fit.values.peak / ONE_CYCLE_RISE;
  const tried = [{ start, floor: start / ONE_CYCLE_FALL }, { start }];
  return tried.map((usual) => fit.with(usual)).find((one) => one.fits) ?? fit;
}

/** Tell whether the last rows are at a floor. */
function ends({ rates, tolerance }) {
  return Math.abs(rates.at(-1) - rates.at(-2)) <= 2 * tolerance.at(-1);
}

/** Return how long the fall takes to come to 0. */
function toNothing({ rates, largest, last }, { warmup, stable }) {
  const gone = 1 - rates.at(-1) / largest;
  return (last - (warmup + stable)) / Math.max(gone, 1e-6) || 1;
}
