/** Cosines with restarts: their form, fitted to a log. */
import { roundEven } from "../words.js";
import { Fit, simplified } from "./fitting.js";
import { clip, rowsWhere } from "./logs.js";
import { named, warmed } from "./named.js";
import { unexplained } from "./orthogonal.js";
import { digitsOf } from "./rounding.js";

const MOST_MULTIPLIER = 10;
const ROWS = 3; // of a cycle, on average
const BESIDE = 5; // steps beside the best length that are tried
const LOOKS = 300; // rows by which a length is judged
const REFITTED = 2; // of the tried ones, the closest
const TINY = 2 ** -1022;

/**
 * A form: cycles that begin in the rows `restarts`, each `multiplier` times as long as
 * the last.
 *
 * `steps` is the length of all cycles, `warmup` comes before them, and each cycle's top
 * is `decline` times as far above `floor` as the one before.
 */
function cyclesOf(restarts, multiplier, endpoint = false) {
  const lengths = Array.from(
    { length: restarts.length + 1 },
    (_, i) => multiplier ** i,
  );
  let whole = 0;
  const begins = lengths.map((length) => (whole += length) - length);
  const shortest = whole * (1 + Number(endpoint));
  return { restarts, multiplier, endpoint, lengths, whole, begins, shortest };
}

/** Return the function from rows to their cycles. */
function cycleOf({ restarts }, rows) {
  const cycles = new Uint32Array(rows);
  for (const row of restarts) for (let i = row; i < rows; i++) cycles[i] += 1;
  return cycles;
}

/** Return the function from steps and rows to rates, for values that need not be whole. */
function curveOf(form, cycles, values) {
  const { start, peak, floor, warmup, decline } = values;
  const first = values.steps / form.whole;
  return (step, row) => {
    if (step < warmup) return start + ((peak - start) * step) / Math.max(warmup, 1e-9);
    const cycle = cycles[row];
    const after = step - warmup - first * form.begins[cycle];
    const fall = first * form.lengths[cycle] - Number(form.endpoint);
    const way = clip(after / fall, 0, 1);
    const top = (peak - floor) * Math.abs(decline) ** cycle;
    return floor + (top * (1 + Math.cos(Math.PI * way))) / 2;
  };
}

/** Return the schedule with these values, brought into their range. */
function build(form, values) {
  const peak = Math.max(values.peak, TINY);
  const after = named("cosine_restarts", {
    peak,
    steps: roundEven(values.steps),
    cycles: form.restarts.length + 1,
    floor: clip(values.floor, 0, peak),
    cycle_multiplier: form.multiplier,
    peak_multiplier: clip(values.decline, 1e-9, 1),
    endpoint: form.endpoint,
  });
  const warmup = roundEven(values.warmup);
  return warmup ? warmed(after, warmup, clip(values.start, 0, peak)) : after;
}

/** Fit cosines with restarts to a log, whose rates jump up; else there is none. */
export function* cycles(log) {
  const { rates, tolerance } = log;
  const changes = (sign) =>
    rowsWhere(
      rates,
      (rate, i) => i > 0 && sign * (rate - rates[i - 1]) > 2 * tolerance[i],
    );
  const [fall] = changes(-1);
  if (fall === undefined) return;
  const top = rates.subarray(0, fall).reduce((a, b) => Math.max(a, b));
  const begin = rates.findIndex((rate, i) => rate >= top - 2 * tolerance[i]);
  const restarts = changes(1).filter((row) => row > begin);
  if (!restarts.length || restarts.length > (rates.length - begin) / ROWS) return;
  const fits = [];
  for (let multiplier = 1; multiplier <= MOST_MULTIPLIER; multiplier++) {
    fits.push(...smooth(log, cyclesOf(restarts, multiplier), begin));
  }
  if (!fits.length) return;
  const errors = fits.map(errorOf);
  const { form } = fits[errors.indexOf(Math.min(...errors))];
  const other = smooth(log, cyclesOf(restarts, form.multiplier, true), begin);
  const near = [...fits.filter((one) => one.form === form), ...other];
  const whole = near.flatMap((one) => wholeOf(one.fit, one.form));
  if (whole.length) yield simplestOf(whole);
}

/** Fit the form, with lengths that need not be whole, if the restarts allow it. */
function smooth(log, form, begin) {
  const { steps, rates } = log;
  const [warmup, slack] = begin ? [steps[begin], log.gap] : [0, 0];
  let [low, high] = [1, Infinity];
  form.restarts.forEach((row, i) => {
    const cycles = form.begins[i + 1];
    low = Math.max(low, (steps[row - 1] - warmup + 1 - slack) / cycles);
    high = Math.min(high, (steps[row] - warmup + 1 + slack) / cycles);
  });
  const first = (low + high) / 2;
  if (isOver(low, high, form, log, warmup, slack)) return [];
  if (!(first >= 1 && first < 2 ** 50 / form.whole)) return [];
  const values = {
    start: begin ? rates[0] : 0,
    warmup,
    peak: log.largest,
    steps: first * form.whole,
    decline: 1,
    floor: begin ? 0 : rates.reduce((a, b) => Math.min(a, b)),
  };
  const at = cycleOf(form, rates.length);
  const curve = (values) => curveOf(form, at, values);
  const fixed = begin ? [] : ["start", "warmup"];
  const shape = { curve, build: (values) => build(form, values) };
  return [{ fit: new Fit(log, shape, values, fixed).fitted(), form }];
}

/** Tell whether no length of the first cycle puts all restarts between their rows. */
function isOver(low, high, { restarts, begins }, { steps }, warmup, slack) {
  const least = restarts.map((row, i) => {
    return (steps[row - 1] - warmup + 1 - slack) / begins[i + 1];
  });
  return Math.max(...least) > high;
}

function errorOf({ fit }) {
  const { log, rates } = fit;
  const square = (rate, i) => ((rate - log.rates[i]) / log.largest) ** 2;
  return rates.reduce((sum, rate, i) => sum + square(rate, i), 0);
}

/** Look for whole lengths near those of a fit: its restarts are at whole steps. */
function wholeOf(fit, form) {
  const { log, values } = fit;
  if (!(values.warmup >= 0 && values.warmup < log.steps[form.restarts[0] - 1]))
    return [];
  const [nearest, warmup] = [roundEven(values.steps), roundEven(values.warmup)];
  const warmups = warmup ? [warmup - 1, warmup, warmup + 1] : [0];
  const tried = [];
  for (let steps = Math.max(nearest - BESIDE, 1); steps <= nearest + BESIDE; steps++) {
    for (const before of warmups) {
      if (steps < form.shortest || before > 10 * steps) continue;
      const left = leftBy(log, form, steps, before);
      tried.push({ left, values: { ...values, steps, warmup: before } });
    }
  }
  const shape = {
    curve: (values) => build(form, values).at,
    build: (values) => build(form, values),
  };
  const fixed = [...new Set([...fit.fixed, "steps", "warmup"])];
  return tried
    .sort((a, b) => a.left - b.left)
    .slice(0, REFITTED)
    .map((one) => new Fit(log, shape, one.values, fixed).fitted());
}

/** Return what no start, floor and tops explain, if the parts have these lengths. */
function leftBy(log, form, steps, warmup) {
  const every = Math.ceil(log.steps.length / LOOKS);
  const rows = log.steps.map((_, i) => i).filter((i) => i % every === 0);
  const unit = { start: 0, warmup: 0, peak: 1, decline: 1, floor: 0 };
  const wave = build(form, { ...unit, steps }).at;
  const at = cycleOf(form, log.steps.length);
  const columns = Array.from(
    { length: at[rows.at(-1)] + 3 },
    () => new Float64Array(rows.length),
  );
  rows.forEach((row, i) => {
    const step = log.steps[row];
    const risen = Math.min((step + Number(!warmup)) / Math.max(warmup, 1), 1);
    columns[0][i] = 1 - risen;
    columns[1][i] = risen;
    columns[2 + at[row]][i] = wave(Math.max(step - warmup, 0)) * risen;
  });
  return unexplained(
    columns,
    rows.map((row) => log.rates[row] / log.largest),
  );
}

/** Return the fit with the roundest length of those that fit, else the nearest. */
function simplestOf(fits) {
  const least = (list, value) =>
    list.reduce((best, one) => (value(one) < value(best) ? one : best));
  const fitting = fits.filter((fit) => fit.fits);
  if (!fitting.length) return least(fits, (fit) => fit.log.off(fit.rates)).shortened();
  let fit = least(fitting, ({ values }) => digitsOf(values.steps));
  for (const [name, simple] of Object.entries({ decline: 1, floor: 0, start: 0 })) {
    if (fit.fixed.includes(name)) continue;
    const tried = fit.having({ [name]: simple });
    if (tried.fits) fit = tried;
  }
  return simplified(fit);
}
