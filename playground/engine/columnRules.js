/**
 * What is wrong with rates, by the column alone, as in `helpers/schedules/column_rules.py`.
 *
 * Here too there are no sentences: `strings/` has Python's, under `recognition`.
 */
import { general } from "./words.js";

const JUMP = 2; // a restart at least doubles the rate
const SAME = 1 + 1e-6; // rates whose quotient is less differ by rounding
const FALLEN = 0.5; // of its rate, which some rate before it had: so it is no warm-up
const AT_THE_PEAK = 0.9;
const LEFT = 0.2; // of a cycle's top, above which there is much of its fall to come
const MATTERS = 0.05; // of the largest rate
/** The share of a plan: a training that ends before it mixes up epochs and steps. */
export const HALF = 0.5;
/** The share of a plan from which on the rest is a matter of rounding. */
export const NEARLY = 0.95;

/** Return `{begin, key}` of the last cycle, if it has only begun at the end. */
export function endsOnARestart(rates) {
  const begin = lastCycle(rates);
  if (begin === null) return null;
  const top = rates.slice(begin).reduce((a, b) => Math.max(a, b));
  const last = rates.at(-1);
  if (last < LEFT * top) return null;
  return { begin, key: last > AT_THE_PEAK * top ? "onARestart" : "withinACycle" };
}

/** Return where the last restart comes: up to a top in one step, after a fall. */
function lastCycle(rates) {
  let fallen = false;
  let highest = rates[0];
  let begin = null;
  for (let row = 1; row < rates.length; row++) {
    const [before, rate] = [rates[row - 1], rates[row]];
    const rises = rate > SAME * before;
    if (SAME * rate < before) fallen = true;
    else if (rises && fallen && rate <= JUMP * before) return null;
    const isTop = rate > JUMP * before && rate >= (rates[row + 1] ?? 0);
    if (isTop && highest > FALLEN * rate) begin = row;
    highest = Math.max(highest, rate);
  }
  return begin;
}

/** Return what is said of first updates, two or more, with a rate of 0. */
export function* beginsAtZero(rates, updatesIn, inAll) {
  const first = rates.findIndex((rate) => rate > 0);
  if (first >= 2) yield finding("zeroFirst", { updates: updatesIn(first) });
  else if (first < 0 && rates.length) yield finding("zeroAll", { updates: inAll });
}

/** Return what is said of the first rate that is negative, infinite, or not a number. */
export function* isNoRate(rates, update) {
  const row = rates.findIndex((rate) => !(rate >= 0 && rate < Infinity));
  if (row < 0) return;
  yield finding("noRate", { update: update(row), rate: general(rates[row], 6) });
}

/** Tell whether much of the fall is still to come when training ends. */
export function restMatters(last, floor, peak) {
  return Math.abs(last - floor) > MATTERS * Math.max(peak, floor);
}

/** Return `{key, values}`: a sentence, and what is put into it; counts in full. */
export function finding(key, values = {}) {
  const texts = Object.entries(values).map(([name, value]) => [name, String(value)]);
  return { key, values: Object.fromEntries(texts) };
}
