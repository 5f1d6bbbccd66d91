/** A log of rates: which rate was used at which step. */
import { halvesOfADigit } from "./rounding.js";

export class Log {
  /**
   * @param {ArrayLike<number>} steps that increase, shape (rows,)
   * @param {ArrayLike<number>} rates finite, from 0
   */
  constructor(steps, rates) {
    this.steps = Float64Array.from(steps);
    this.rates = Float64Array.from(rates);
    this.tolerance = halvesOfADigit(this.rates);
    this.largest = this.rates.reduce((a, b) => Math.max(a, b));
    this.last = this.steps.at(-1);
    this.gap = this.last - this.steps.at(-2);
  }

  /** Return the largest difference from `rates`, in halves of a last digit. */
  off(rates) {
    return largestOf(
      this.rates,
      (rate, i) => Math.abs(rates[i] - rate) / this.tolerance[i],
    );
  }

  /** Return the largest difference from `rates`, as a share of the largest. */
  shareOff(rates) {
    const off = largestOf(this.rates, (rate, i) => Math.abs(rates[i] - rate));
    return off / (this.largest || 1);
  }
}

/** Return the largest of what a function makes of each item; NaN wins. */
export function largestOf(list, value) {
  let largest = -Infinity;
  for (let i = 0; i < list.length; i++) {
    const one = value(list[i], i);
    if (Number.isNaN(one)) return NaN;
    if (one > largest) largest = one;
  }
  return largest;
}

/** Return the rows for which a function says yes. */
export function rowsWhere(list, says) {
  const rows = [];
  for (let i = 0; i < list.length; i++) if (says(list[i], i)) rows.push(i);
  return rows;
}

export const clip = (value, low, high) => Math.min(Math.max(value, low), high);
