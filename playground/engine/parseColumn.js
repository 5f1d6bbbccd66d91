/** A column of rates out of a text that somebody pasted. */
import { MOST_STEPS } from "./columns.js";
import { Refused } from "./refused.js";

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const NOT_FINITE = /^[+-]?(inf(inity)?|nan)$/i;
const DECIMAL_COMMA = /^\s*\d+,\d+\s*;?\s*$/;

/**
 * Return the rates in a text, shape (steps,).
 *
 * They stand on lines of their own, or are parted by blanks, commas or semicolons; what
 * Python or NumPy prints around a list is left out. Refused, with its line, is all that
 * is no finite number from 0, and a text of more than MOST_STEPS rates.
 */
export function parseColumn(text) {
  const lines = text.replace(/\b(np\.)?array\(|[[\]()\ufeff]/g, " ").split(/\r\n?|\n/);
  const filled = lines.filter((line) => line.trim() !== "");
  // Two numbers on each line, or one with a comma for its point? Nobody can tell.
  if (filled.length > 1 && filled.every((line) => DECIMAL_COMMA.test(line))) {
    const line = lines.indexOf(filled[0]) + 1;
    throw new Refused("pastedCommas", { line, text: filled[0].trim() });
  }
  const rates = [];
  lines.forEach((content, i) => {
    for (const word of content.split(/[\s,;]+/)) {
      if (word === "") continue;
      if (rates.length === MOST_STEPS) {
        throw new Refused("pastedTooLong", { line: i + 1, atMost: MOST_STEPS });
      }
      rates.push(parseRate(word, i + 1));
    }
  });
  if (rates.length === 0) throw new Refused("pastedEmpty");
  return Float64Array.from(rates);
}

function parseRate(word, line) {
  const text = word.replace("\u2212", "-"); // the minus sign of a typeset table
  const rate = NUMBER.test(text) ? Number(text) : NaN;
  const shown = word.length > 40 ? `${word.slice(0, 40)}…` : word;
  if (NOT_FINITE.test(text) || Math.abs(rate) === Infinity) {
    throw new Refused("pastedNotFinite", { line, text: shown });
  }
  if (Number.isNaN(rate)) throw new Refused("pastedText", { line, text: shown });
  if (rate < 0) throw new Refused("pastedNegative", { line, text: shown });
  return Math.abs(rate); // of -0
}
