/**
 * A detective for columns: which schedule was it, and what was wrong with it?
 *
 * The modules are those of `helpers/schedules/recognition`, and so are the answers.
 */
import { general } from "../words.js";
import { problemsOf } from "./findings.js";
import { Log, rowsWhere } from "./logs.js";
import { remarksOn } from "./remarks.js";
import { search } from "./search.js";

/**
 * @typedef {object} Recognized
 * @property {boolean} fits whether the schedule is what the rates show
 * @property {string} call of the schedule that fits or is nearest, or "" where too few
 *   rows hold a rate
 * @property {{name: string, args: any, inner: {name: string, args: any} | null,
 *   steps: number | null} | null} schedule the same, as data
 * @property {number} distance the largest difference, as a share of the largest rate
 * @property {string} off the same in percent, as a text
 * @property {number} first step of the log that is the schedule's step 0
 * @property {number} each how many of the log's steps are one of the schedule
 * @property {number[]} again steps of the log at which the schedule begins again
 * @property {{rule: string, key: string, values: any}[]} problems
 * @property {{key: string, values: any}[]} notes
 */

/**
 * Name the schedule of the family, and its arguments, behind a column of rates.
 *
 * Rates that are negative or not finite are a finding, no error.
 *
 * @param {ArrayLike<number>} column shape (rows,)
 * @param {ArrayLike<number> | null} at steps that increase, or null for 0, 1, 2, …
 * @returns {Recognized}
 */
export function recognize(column, at = null) {
  const { rates, steps } = noted(Float64Array.from(column), at);
  const kept = rowsWhere(rates, (rate) => rate >= 0 && rate < Infinity);
  const enough = kept.length > 1;
  const log = enough
    ? new Log(
        kept.map((row) => steps[row]),
        kept.map((row) => rates[row]),
      )
    : null;
  const found = log ? search(log) : null;
  const known = { steps, rates, log, found };
  const distance = found?.distance ?? Infinity;
  return {
    fits: found?.fits ?? false,
    call: found?.schedule.text ?? "",
    schedule: found ? asData(found.schedule) : null,
    distance,
    off: general(100 * distance, 2),
    first: found?.clock.first ?? 0,
    each: found?.clock.each ?? 1,
    again: found?.clock.again ?? [],
    problems: problemsOf(known),
    notes: [...remarksOn(known)],
  };
}

/** Leave out the rows in which a log that goes on has noted no rate. */
function noted(column, at) {
  const isRate = (rate) => rate >= 0 && rate < Infinity;
  const held = rowsWhere(column, isRate);
  const last = held.length > 1 ? held.at(-1) : 0;
  const rows = rowsWhere(column, (rate, row) => !Number.isNaN(rate) || row >= last);
  return {
    rates: Float64Array.from(rows, (row) => column[row]),
    steps: rows.map((row) => at?.[row] ?? row),
  };
}

function asData({ name, args, steps, inner }) {
  return { name, args, steps, inner: inner && { name: inner.name, args: inner.args } };
}
