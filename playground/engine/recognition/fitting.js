/** Least squares: the numbers of a form with which it comes closest to a log. */
import { Refused } from "../refused.js";
import { roundEven } from "../words.js";
import { leastSquares } from "./leastSquares.js";
import { largestOf } from "./logs.js";
import { toDigits } from "./rounding.js";

/** The numbers of a form that are rates; all but these and FACTORS count steps. */
export const RATES = ["peak", "start", "floor"];
/** How many halves of a last digit a schedule that fits may be off. */
export const WITHIN = 1.5;

const FACTORS = ["decline", "factor"];
const EVENLY = 0.1; // of the largest tolerance: no row weighs more than one with this
const NEAR = 1e4; // tolerances: then all rows are weighed as they are
const CALLS = 60;
const ROWS = 4000; // that are fitted; all are looked at in the end
const FAR = 30; // tolerances: so far a count is not moved to be round
const DIGITS = 6; // of a number that was found
const FEW = 4; // digits, for one that is only near

/**
 * A form with its numbers, beside a log.
 *
 * `curve(values)` returns the function from steps to rates for any values, whole or not,
 * as `(step, row) => rate`. `build(values)` makes the schedule, or throws Refused.
 */
export class Fit {
  constructor(log, { curve, build }, values, fixed = []) {
    this.log = log;
    this.form = { curve, build };
    this.values = values;
    this.fixed = fixed;
  }

  get rates() {
    const curve = this.form.curve(this.values);
    return this.log.steps.map((step, row) => curve(step, row));
  }

  get fits() {
    return this.log.off(this.rates) <= WITHIN;
  }

  get schedule() {
    return this.form.build(this.values);
  }

  /** Return it with other values, or with others fixed. */
  with(values, fixed = this.fixed) {
    return new Fit(this.log, this.form, { ...this.values, ...values }, fixed);
  }

  /** Return it with those values, of all that are not fixed, that come closest. */
  fitted() {
    const { log, values } = this;
    const free = Object.keys(values).filter((name) => !this.fixed.includes(name));
    const every = Math.ceil(log.steps.length / ROWS);
    const rows = log.steps.map((_, i) => i).filter((i) => i % every === 0);
    if (!free.length || rows.length < free.length) return this;
    const units = free.map((name) => (RATES.includes(name) ? log.largest || 1 : 1));
    let weighed = rows.map((row) => log.tolerance[row]);

    const withFree = (numbers) => ({
      ...values,
      ...Object.fromEntries(free.map((name, i) => [name, numbers[i] * units[i]])),
    });
    const errors = (numbers) => {
      const curve = this.form.curve(withFree(numbers));
      return rows.map((row, i) => {
        return (curve(log.steps[row], row) - log.rates[row]) / weighed[i];
      });
    };
    const beyond = (numbers) =>
      errors(numbers).map((off) => Math.sign(off) * Math.max(Math.abs(off) - 1, 0));
    const worst = (numbers) => largestOf(errors(numbers), Math.abs);

    let found = Float64Array.from(free, (name, i) => values[name] / units[i]);
    if (worst(found) > NEAR) {
      // Small rates have small tolerances: far from a fit they say too much.
      const exact = weighed;
      const least = EVENLY * largestOf(exact, Number);
      weighed = exact.map((tolerance) => Math.max(tolerance, least));
      found = leastSquares(errors, found, 1e-8, CALLS);
      weighed = exact;
    }
    if (worst(found) < NEAR) found = leastSquares(errors, found, 1e-12, CALLS);
    // Equal rates are rounded the same way: their errors do not even out.
    const left = worst(found);
    if (left > 1 && left < NEAR) found = leastSquares(beyond, found, 1e-8, CALLS);
    return found.every(Number.isFinite) ? this.with(withFree(found)) : this;
  }

  /** Return it with rates of few digits, for one that does not fit anyway. */
  shortened() {
    const rates = RATES.filter((name) => name in this.values);
    const short = rates.map((name) => [name, toDigits(this.values[name], FEW)]);
    return this.with(Object.fromEntries(short));
  }

  /** Return it fitted once more, with some values fixed. */
  having(values) {
    return this.with(values, [...this.fixed, ...Object.keys(values)]).fitted();
  }
}

/** Return a fit with round numbers, as far as it stays within the log's rounding. */
export function simplified(fit, counts = null) {
  const names = Object.keys(fit.values);
  const isRate = (name) => [...RATES, ...FACTORS].includes(name);
  for (const name of counts ?? names.filter((one) => !isRate(one))) {
    if (!fit.fixed.includes(name)) fit = withRoundCount(fit, name);
  }
  for (const name of names.filter(isRate)) fit = withRoundNumber(fit, name);
  return fit;
}

function withRoundCount(fit, name) {
  const value = fit.values[name];
  const nearest = Math.max(roundEven(value), 0);
  for (const digits of [1, 2, 3]) {
    const rounder = toDigits(value, digits);
    if (!Number.isInteger(rounder) || rounder === nearest) continue;
    if (!(fit.log.off(fit.with({ [name]: rounder }).rates) < FAR)) continue;
    const tried = fit.having({ [name]: rounder });
    if (tried.fits) return tried;
  }
  return fit.having({ [name]: nearest });
}

function withRoundNumber(fit, name) {
  const rounded = Array.from({ length: DIGITS }, (_, i) =>
    toDigits(fit.values[name], i + 1),
  );
  for (const value of name === "peak" ? rounded : [0, ...rounded]) {
    const tried = fit.with({ [name]: value });
    if (tried.fits) return tried;
  }
  return fit;
}

/** Return what a function makes, or null where it is Refused. */
export function orNull(make) {
  try {
    return make();
  } catch (problem) {
    if (problem instanceof Refused) return null;
    throw problem;
  }
}
