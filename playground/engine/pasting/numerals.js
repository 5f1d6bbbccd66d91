/**
 * Numbers as tools and people write them.
 *
 * A comma between two digits may part two numbers, stand for the decimal point, or
 * group thousands: a style is one of these three readings of a whole text.
 */

const POINT = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const COMMA = /^[+-]?(\d+|[1-9]\d{0,2}(\.\d{3})+)(,\d*)?(e[+-]?\d+)?$/i;
const GROUPED = /^[+-]?([1-9]\d{0,2}(,\d{3})+|\d+)(\.\d*)?(e[+-]?\d+)?$/i;
const THOUSANDS = /^[1-9]\d{0,2}(,\d{3})+$/;
const UNUSUAL = /^[+-]?(0\d|0+e)/i; // the rest of a number that was cut at its comma

export const STYLES = ["parted", "decimal", "grouped"];
const INFINITE = /^[+-]?inf(inity)?$/i;
const MISSING = /^(|nan|n\/a|<na>|none|null|-|–|na)$/i;

/** Return whether a cell says that it holds no number. */
export function isMissing(text) {
  return MISSING.test(text.trim());
}

/** Return the number that a text is, Infinity and percent included, or NaN. */
export function numeral(text, style = "") {
  const plain = text
    .trim()
    .replace(/^(["'])(.*)\1$/, "$2")
    .replaceAll("\u2212", "-") // the minus sign of a typeset table
    .replace(/(?<=\d)[\u00a0\u202f\u2009'](?=\d{3}(\D|$))/g, "");
  const [, written, percent] = plain.match(/^(.*?)\s*(%?)$/s);
  const value = valueOf(written, style);
  return percent ? Number((value / 100).toPrecision(15)) : value;
}

/** Return the number that a step is: its comma groups thousands where it may. */
export function stepNumeral(text, style) {
  const plain = numeral(text, style);
  if (!Number.isNaN(plain) || style === "decimal") return plain;
  return THOUSANDS.test(text) ? numeral(text, "grouped") : NaN;
}

function valueOf(text, style) {
  if (INFINITE.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  if (style === "decimal") {
    if (!COMMA.test(text)) return POINT.test(text) && !text.includes(".") ? +text : NaN;
    return Number(text.replaceAll(".", "").replace(",", "."));
  }
  if (style === "grouped") {
    return GROUPED.test(text) ? Number(text.replaceAll(",", "")) : NaN;
  }
  if (style === "parted" && UNUSUAL.test(text)) return NaN;
  return POINT.test(text) ? Number(text) : NaN;
}
