/** How the steps of a log become those of a schedule: counted, or miscounted. */
import { largestOf, Log, rowsWhere } from "./logs.js";
import { roundEven } from "../words.js";
import { roundest } from "./rounding.js";
import { median, runs } from "./stairs.js";

const EPOCHS = 3; // of which a staircase has more
const MOST = 20; // steps between two rows that are tried
const OUTSTANDING = 1.1; // times the next change: a jump
const SEEN = 6; // rows behind a jump, at least, if it is between two rows
const AGAIN = 2; // rows in which a column is as it was at first

/**
 * What a step of a log is to the schedule, whose step 0 is the log's step `first`. It
 * moves on by one in `each` steps, and begins again at the steps in `again`.
 */
export class Clock {
  constructor(first = 0, each = 1, again = []) {
    Object.assign(this, { first, each, again });
    this.first = first;
    this.each = each;
    this.again = again;
  }

  /** Return the schedule's step at a step of the log. */
  at(step) {
    const begin = this.again.findLast((one) => one <= step) ?? this.first;
    return Math.floor((step - begin) / this.each);
  }

  /** Return a log of the schedule's own steps, each once, in their order. */
  read({ steps, rates }) {
    const own = new Map();
    steps.forEach((step, row) => {
      const at = this.at(step);
      if (!own.has(at)) own.set(at, rates[row]);
    });
    const sorted = [...own.keys()].sort((a, b) => a - b);
    return new Log(
      sorted,
      sorted.map((step) => own.get(step)),
    );
  }
}

/** Return what a log's clock may be, the usual ones first. */
export function* clocks(log) {
  const begin = log.steps[0];
  const usual = [...new Set(begin === 1 ? [1, 0] : [0, begin])];
  // An early row: it matters whether 0 or 1 comes first.
  if (1 < begin && begin <= log.gap) usual.splice(1, 0, 1);
  for (const first of usual) yield new Clock(first);
  for (const first of usual) {
    const each = stepsOfARate(log, first);
    if (each > 1) yield new Clock(first, each);
  }
  const exact = againIn(log);
  for (const again of exact.length ? [exact] : betweenRows(log)) {
    for (const first of usual) yield new Clock(first, 1, again);
  }
}

/** Return the steps for which a rate stays, if it is the same number each time. */
function stepsOfARate(log, first) {
  const rows = runs(log).slice(1);
  if (rows.length < EPOCHS || rows.length > log.steps.length / 2) return 1;
  const low = rows.map((row) => log.steps[row - 1] - first);
  const high = rows.map((row) => log.steps[row] - first);
  // Where the rate hardly changes, two runs may look like one.
  const middle = low.map((one, i) => (one + high[i]) / 2);
  let usual = median(middle.slice(1).map((one, i) => one - middle[i]));
  const counts = middle.map((at) => {
    const count = Math.max(roundEven(at / usual), 1);
    usual = at / count;
    return count;
  });
  const least = Math.trunc(largestOf(low, (one, i) => one / counts[i]));
  const most = Math.trunc(-largestOf(high, (one, i) => -one / counts[i]));
  return most > least ? roundest(least, most) : 1;
}

/** Return the steps at which a column begins again with its first rates. */
function againIn({ steps, rates, tolerance }) {
  // The first rates may be equal: then a part begins at the first one of them.
  const begins = rowsWhere(rates, (rate, row) => {
    const isBack = Math.abs(rate - rates[0]) <= 2 * tolerance[0];
    return (
      row >= AGAIN && isBack && Math.abs(rate - rates[row - 1]) > 2 * tolerance[row]
    );
  });
  if (!begins.length) return [];
  const edges = [0, ...begins, rates.length];
  const parts = edges
    .slice(1)
    .map((end, i) => ({ begin: edges[i], rows: end - edges[i] }));
  const longest = parts.reduce((best, part) => (part.rows > best.rows ? part : best));
  const isSame = ({ begin, rows }) => {
    for (let i = 0; i < rows; i++) {
      const [row, other] = [begin + i, longest.begin + i];
      const moves = steps[row] - steps[begin] === steps[other] - steps[longest.begin];
      const off = Math.abs(rates[row] - rates[other]);
      if (!moves || off > 2 * tolerance[row]) return false;
    }
    return true;
  };
  return parts.every(isSame) ? begins.map((row) => steps[row]) : [];
}

/** Return the steps at which a column may begin again between two rows. */
function* betweenRows({ steps, rates, tolerance }) {
  const changes = Array.from(rates.subarray(1), (rate, i) => Math.abs(rate - rates[i]));
  const row = changes.indexOf(largestOf(changes, Number)) + 1;
  const next = largestOf(changes, (one, i) => (i === row - 1 ? 0 : one));
  const same = Math.min(row - 1, rates.length - row);
  if (same < SEEN || changes[row - 1] < OUTSTANDING * next) return;
  // Each rate from there on is between one of the first and the one after it; or there
  // is a top between these two, as high as the slopes beside it reach.
  for (let i = 0; i < same; i++) {
    const slope = Math.max(changes[i], changes[i + 1] ?? 0, changes[i - 1] ?? 0);
    const blur = 2 * tolerance[i + 1] + slope;
    const [low, high] = [rates[i], rates[i + 1]].sort((a, b) => a - b);
    if (rates[row + i] < low - blur || rates[row + i] > high + blur) return;
  }
  const tried = Math.min(steps[row] - steps[row - 1], MOST);
  for (let i = 0; i < tried; i++) yield [steps[row] - i];
}
