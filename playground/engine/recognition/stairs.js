/** Schedules that stay, or fall in steps: their form, read off a log. */
import { roundEven } from "../words.js";
import { Fit, simplified } from "./fitting.js";
import { clip, rowsWhere } from "./logs.js";
import { named, warmed } from "./named.js";
import { roundest } from "./rounding.js";

const ROWS = 3; // of a stair
const TINY = 1e-280; // a rate above 0
const SEEN = 20; // halves of a last digit that a stair is high

/** Return the rows with which a run of equal rates begins, 0 among them. */
export function runs({ rates, tolerance }) {
  const changes = rowsWhere(rates, (rate, i) => {
    return i > 0 && Math.abs(rate - rates[i - 1]) > 2 * tolerance[i];
  });
  return [0, ...changes];
}

/** Fit a constant rate or one that falls in steps, behind a warm-up if it rises. */
export function* stairs(log) {
  const { steps, rates, largest } = log;
  const top = rates.findIndex((rate, i) => rate >= largest - 2 * log.tolerance[i]);
  const begins = runs(log).filter((row) => row > top && rates[row] < rates[row - 1]);
  const lengths = begins.map((row, i) => (begins[i + 1] ?? rates.length) - row);
  if (begins.length && (median(lengths) < ROWS || !falls(log, begins))) {
    yield flat(log);
    return;
  }
  const edges = begins.map((row) => edgeBetween(steps[row - 1], steps[row]));
  const values = { start: 0, warmup: 0, peak: largest, factor: 0 };
  if (edges.length) {
    values.factor = (rates[begins.at(-1)] / largest) ** (1 / edges.length);
  }
  if (top) Object.assign(values, line(log, top));

  function build(values) {
    const warmup = roundEven(values.warmup);
    const peak = Math.max(values.peak, 0);
    const after = edges.length
      ? named("step_decay", {
          peak: Math.max(peak, TINY),
          boundaries: edges.map((edge) => edge - warmup),
          factor: clip(values.factor, TINY, 1),
        })
      : named("constant", { rate: peak });
    return warmup ? warmed(after, warmup, clip(values.start, 0, peak)) : after;
  }

  const fixed = [
    "warmup",
    ...(top ? [] : ["start"]),
    ...(edges.length ? [] : ["factor"]),
  ];
  const curve = (values) => build(values).at;
  const fit = new Fit(log, { curve, build }, values, fixed).fitted();
  yield fit.fits ? simplified(fit) : fit.shortened();
}

/** Return the one number above `low` that is rounder than the rows are, or the middle. */
function edgeBetween(low, high) {
  const found = roundest(low, high);
  return found % (10 * (high - low)) === 0 ? found : Math.floor((low + high + 1) / 2);
}

/** Tell whether a rate falls at each row in `begins`, and clearly. */
function falls({ rates, tolerance }, begins) {
  return begins.every((row) => {
    return rates[row - 1] - rates[row] > SEEN * tolerance[row] && rates[row] > 0;
  });
}

/** Return the constant rate that is nearest. */
function flat(log) {
  const least = log.rates.reduce((a, b) => Math.min(a, b));
  const build = ({ peak }) => named("constant", { rate: Math.max(peak, 0) });
  const curve =
    ({ peak }) =>
    () =>
      peak;
  const peak = (least + log.largest) / 2;
  return new Fit(log, { curve, build }, { peak }, ["peak"]).shortened();
}

/** Return the start and the length of a warm-up, from 0 if that fits. */
function line({ steps, rates, tolerance, largest }, top) {
  const [low, high] = [steps[top - 1], steps[rates.indexOf(largest)]];
  if (top === 1) return { start: rates[0], warmup: roundest(low, high) };
  const rows = Array.from({ length: top }, (_, i) => i);
  const sum = (value) => rows.reduce((all, i) => all + value(i), 0);
  let slope = sum((i) => steps[i] * rates[i]) / sum((i) => steps[i] ** 2);
  let start = 0;
  if (rows.some((i) => Math.abs(slope * steps[i] - rates[i]) > 2 * tolerance[i])) {
    const [x, y] = [sum((i) => steps[i]) / top, sum((i) => rates[i]) / top];
    slope =
      sum((i) => (steps[i] - x) * (rates[i] - y)) / sum((i) => (steps[i] - x) ** 2);
    start = y - slope * x;
  }
  const warmup = slope > 0 ? (largest - start) / slope : high;
  return { start, warmup: roundEven(clip(warmup, low + 1, high)) };
}

/** Return the middle of some numbers, or the mean of the two there. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
