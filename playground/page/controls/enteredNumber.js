/** A number as a visitor types it: with a point or a comma, and thousands apart. */
import { numeral } from "../../engine/pasting/numerals.js";

const WHOLE = ["steps", "count", "budget"];
const IN_THREES = /^[1-9]\d{0,2}([.,])\d{3}(\1\d{3})*$/;

/**
 * Return `{value}`, or what is `refused`: no number, or one that may be two.
 *
 * @param {string} label of its field
 * @param {string} kind of the field, as in SLIDER_SCALES
 * @returns {{value?: number, refused?: {key: string, values: any}}}
 */
export function enteredNumber(label, kind, text) {
  const plain = text.trim().replace(/(?<=\d)\s(?=\d{3}(\D|$))/g, "");
  const readings = ["", "decimal", "grouped"]
    .map((style) => numeral(plain, style))
    .filter((value) => !Number.isNaN(value));
  const different = [...new Set(readings)];
  const [, sign] = plain.match(IN_THREES) ?? [];
  const whole = WHOLE.includes(kind);
  if (whole && sign === ",") return { value: Math.max(...different) };
  if (different.length === 1 || (sign === "." && !whole)) return { value: readings[0] };
  if (different.length === 0) {
    return { refused: { key: "notANumber", values: { name: label, value: text } } };
  }
  const [one, other] = different.sort((a, b) => a - b);
  return {
    refused: { key: "notClear", values: { name: label, value: text, one, other } },
  };
}
