/** What a library writes itself: lines of code, their imports, and how far they hold. */
import { comment } from "./layout.js";

/**
 * @typedef {object} Own
 * @property {string[]} lines that make `scheduler` or `schedule`
 * @property {string[]} imports
 * @property {number | null} exact how many steps have the rates of the schedule; null:
 *   all have
 * @property {string} after what comes then, as a sentence
 */

/** @returns {Own} */
export function own(lines, imports = [], exact = null, after = "") {
  return { lines, imports, exact, after };
}

/**
 * Return a library's own lines, where all steps of a run have the rates of the schedule,
 * with a comment on what comes past their end; else what is written `otherwise`.
 *
 * @param {import("./run.js").Run} run
 * @param {(parts: import("./parts.js").Parts, run: import("./run.js").Run) => Own | null} ownOf
 * @param {(run: import("./run.js").Run) => Own} otherwise
 * @returns {Own}
 */
export function ownOr(run, ownOf, otherwise) {
  if (run.constant) return own([]);
  const made = run.parts && ownOf(run.parts, run);
  if (!made || (made.exact !== null && run.steps > made.exact)) return otherwise(run);
  if (!made.after) return made;
  const unit = run.stepsPerEpoch ? "epoch" : "update";
  const words = comment(
    `From ${unit} ${made.exact} on, counted from 0, ${made.after}.`,
  );
  return { ...made, lines: [...made.lines.slice(0, -1), words, made.lines.at(-1)] };
}

/** Return lines as blocks of code. */
export function blocksOf({ lines }) {
  return lines.join("\n").split("\n\n\n");
}
