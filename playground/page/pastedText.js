/** What the page says of a column that it has taken out of a text. */
import { joinsRows } from "../engine/pasting/logged.js";
import { MOST_STEPS } from "../engine/columns.js";
import { number } from "./numbers.js";
import { say } from "./text.js";

const SHOWN = 3; // numbers at each end, and lines that were skipped
const DIGITS = 12;

/** Return the sentence that says which numbers were understood. */
export function taken(rates) {
  const rows = number(rates.length);
  const listed = (part) => Array.from(part, asTaken).join(", ");
  const numbers =
    rates.length > 2 * SHOWN
      ? `${listed(rates.slice(0, SHOWN))}, …, ${listed(rates.slice(-SHOWN))}`
      : listed(rates);
  return say(rates.length === 1 ? "paste.takenOne" : "paste.taken", { rows, numbers });
}

/**
 * Return sentences on how the text was read: what was skipped, and what its steps are.
 *
 * @param {import("../engine/pasting/pasted.js").Pasted} found
 */
export function notesOn(found) {
  const { rates, steps, name, named, percent, skipped, empty, counted, cut } = found;
  const notes = [];
  if (name) notes.push(say("paste.named", { name }));
  if (percent) {
    const rate = asTaken(rates[0]);
    notes.push(say("paste.percent", { name, rate, percent: asTaken(100 * rates[0]) }));
  }
  if (named) notes.push(say("paste.steps", { name: named }));
  if (counted) notes.push(say("paste.counted"));
  if (steps) notes.push(...onSteps(steps));
  if (skipped.length) {
    const lines = skipped
      .slice(0, SHOWN)
      .map(({ line, text }) =>
        say("paste.line", { line: String(line), text: short(text) }),
      )
      .join(", ");
    const more = skipped.length - SHOWN;
    notes.push(
      more > 0
        ? say("paste.skippedMore", { lines, more })
        : say("paste.skipped", { lines }),
    );
  }
  if (empty)
    notes.push(say(empty === 1 ? "paste.emptyOne" : "paste.empty", { rows: empty }));
  if (cut) notes.push(say("paste.cut", { last: asTaken(rates.at(-1)) }));
  return notes;
}

function onSteps(steps) {
  const [first, last] = [steps[0], steps.at(-1)].map((step) => number(step, DIGITS));
  const notes = [];
  if (steps[0] > 0) notes.push(say("paste.begins", { first }));
  if (joinsRows(steps)) notes.push(say("paste.between", { first, last }));
  else if (steps.at(-1) - steps[0] + 1 > steps.length) {
    notes.push(say("paste.rows", { first, last, atMost: MOST_STEPS }));
  }
  return notes;
}

/** Return a rate as it was understood, in the spelling of its text's kind. */
const asTaken = (rate) => String(Number(rate.toPrecision(DIGITS)));

const short = (text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
