/** The whole family beside a log: what fits, or what is nearest. */
import { roundEven } from "../words.js";
import { clocks } from "./clocks.js";
import { cycles } from "./cycles.js";
import { orNull, WITHIN } from "./fitting.js";
import { humps } from "./humps.js";
import { stairs } from "./stairs.js";

/**
 * @typedef {object} Found
 * @property {import("./named.js").Named} schedule
 * @property {import("./clocks.js").Clock} clock how it is read in the log
 * @property {number} distance the largest difference, as a share of the largest rate
 * @property {boolean} fits
 * @property {number | null} climbs the schedule's step from which the log goes up again
 */

/**
 * Return the simplest schedule that is what a log shows, else the nearest one.
 *
 * @returns {Found}
 */
export function search(log) {
  let nearest = null;
  for (const clock of clocks(log)) {
    for (const { fit, climbs } of family(clock.read(log))) {
      const found = beside(fit, climbs, log, clock);
      if (!found) continue;
      if (found.fits) return found;
      const isUsual = clock.each === 1 && !clock.again.length && !climbs;
      if (isUsual && !(found.distance >= nearest?.distance)) nearest = found;
    }
  }
  return nearest; // some constant always is
}

/** Fit the whole family to a log, and tell of each fit whether it climbs again. */
function* family(log) {
  const jumps = jumpsUp(log);
  const forms = [stairs, ...(jumps ? [cycles] : []), humps];
  for (const form of forms) for (const fit of form(log)) yield { fit, climbs: false };
  if (!jumps || !turns(log)) return;
  for (const fit of humps(log, true)) yield { fit, climbs: true };
}

/** Compare a fit with all rows of a log. */
function beside(fit, climbs, log, clock) {
  const schedule = orNull(() => fit.schedule);
  if (!schedule) return null; // as where a warm-up is too long for what follows
  const curve = climbs ? fit.form.curve(fit.values) : schedule.at;
  const rates = log.steps.map((step) => curve(clock.at(step)));
  const end = climbs ? roundEven(fit.values.warmup + fit.values.fall) : null;
  const numbers = Object.values(fit.values).filter((value) => value !== 0).length;
  const fits = fit.log.steps.length > numbers && log.off(rates) <= WITHIN;
  return { schedule, clock, distance: log.shareOff(rates), fits, climbs: end };
}

/** Tell whether the rate rises after it has fallen. */
function jumpsUp({ rates, tolerance }) {
  let lowest = Infinity; // since the first fall
  return rates.some((rate, i) => {
    const falls = i > 0 && rate - rates[i - 1] < -2 * tolerance[i];
    if (falls || lowest < Infinity) lowest = Math.min(lowest, rate);
    return rate > lowest + 2 * tolerance[i];
  });
}

/** Tell whether the rate falls, and rises again from one row to the next. */
function turns({ rates, tolerance }) {
  const lowest = rates.lastIndexOf(rates.reduce((a, b) => Math.min(a, b)));
  const after = rates.slice(lowest + 1);
  return (
    after.length > 0 &&
    after.every((rate, i) => rate - rates[lowest + i] >= -2 * tolerance[lowest + 1 + i])
  );
}
