/** The schedules of the family with the calls that make them. Bad numbers are Refused. */
import { call } from "../pythonCode.js";
import * as family from "../schedules.js";

/**
 * @typedef {object} Named
 * @property {string} name of the function
 * @property {any} args by name; those of one_cycle may be left out
 * @property {number | null} steps its length, or null where it has no end
 * @property {Named | null} inner the schedule that a warm-up comes before
 * @property {(step: number) => number} at the rate of a step
 * @property {string} text of its call in Python
 */

/** @returns {Named} */
export function named(name, args) {
  const steps = args.steps ?? null;
  const inner = null;
  return { name, args, steps, inner, at: family[name](args), text: call(name, args) };
}

/** @returns {Named} */
export function warmed(inner, warmup, start) {
  // Where the schedule behind has no end, a warm-up may be as long as it likes.
  const at = family.with_warmup(inner.at, {
    warmup,
    steps: inner.steps ?? Infinity,
    start,
  });
  const steps = inner.steps === null ? null : warmup + inner.steps;
  const args = { schedule: inner.text, warmup, start };
  return {
    name: "with_warmup",
    args,
    steps,
    inner,
    at,
    text: call("with_warmup", args),
  };
}
