/** The parts of an address: how each value is written there, and read. */
import { FAMILY, MOST_STEPS } from "../engine/columns.js";
import { TASKS } from "../engine/data.js";
import { LANDSCAPES } from "../engine/landscapes.js";
import { numeral } from "../engine/pasting/numerals.js";
import { Refused } from "../engine/refused.js";
import { unpacked } from "./packedColumn.js";
import { CODES, SHAPES } from "./state.js";

const ARGUMENTS = Object.values(FAMILY).flatMap((member) => member.arguments);
const SHOWN = 5; // places of numbers that are broken
const KINDS = {
  shape: "shape",
  landscape: "landscape",
  code: "code",
  task: "task",
  ...Object.fromEntries(ARGUMENTS.map(({ name, kind }) => [name, kind])),
  steps: "steps",
  stairs: "steps",
  updates: "steps",
  seed: "steps",
  roll: "rate",
  noise: "rate",
  heights: "heights",
  column: "column",
  packed: "packed",
  at: "at",
  again: "flag",
  follow: "flag",
  guess: "flag",
};

/**
 * Return the value that a part of an address says. Throws Refused, with its name.
 *
 * Of many numbers one that is broken is lost alone: what is used there comes from the
 * numbers beside it, and `note(problem)` hears of it.
 */
export function parsed(name, text, note) {
  if (!Object.hasOwn(KINDS, name)) throw new Refused("linkUnknown", { value: name });
  switch (KINDS[name]) {
    case "shape":
      return oneOf(text, SHAPES);
    case "landscape":
      return oneOf(text, Object.keys(LANDSCAPES));
    case "code":
      return oneOf(text, CODES);
    case "task":
      return oneOf(text, TASKS);
    case "flag":
      return oneOf(text, ["false", "true"]) === "true";
    case "list":
      return text === "" ? [] : text.split(",").map((step) => aNumber(name, step));
    case "heights":
      return heights(text, note);
    case "column":
      return column(text, note);
    case "packed":
      return unpacked(text) ?? refuse("linkEscape", { value: shortened(text) });
    case "at":
      return at(text);
    default:
      return aNumber(name, text);
  }
}

/** Return a value as the address has it. */
export function spelled(value) {
  return Array.isArray(value) ? value.join(",") : String(value);
}

/** Return the steps of a log: the first and the distance, if it is always the same. */
export function spelledSteps(steps) {
  const gap = steps[1] - steps[0];
  const even = steps.every((step, row) => step === steps[0] + row * gap);
  return even ? `${steps[0]}+${gap}` : spelled(steps);
}

/** Return the steps of so many rows, for what an address says of them. */
export function stepsOf({ steps = null, first = 0, gap = 1 }, rows) {
  return steps ?? Array.from({ length: rows }, (_, row) => first + row * gap);
}

function at(text) {
  const numbers = text.split(/[+,]/).map((step) => aNumber("at", step));
  const rises = numbers.every((step, i) => {
    return Number.isInteger(step) && step >= 0 && !(step <= numbers[i - 1]);
  });
  const [first, gap] = numbers;
  if (text.includes("+") && numbers.length === 2 && Number.isInteger(gap) && gap > 0) {
    return { first, gap };
  }
  if (!rises) refuse("notIncreasing", { name: "at", value: shortened(text) });
  return { steps: numbers };
}

function column(text, note) {
  const words = text.split(",");
  if (words.length > MOST_STEPS)
    refuse("pastedTooLong", { line: 1, atMost: MOST_STEPS });
  return Float64Array.from(mended("column", words, note));
}

function heights(text, note) {
  const list = mended("heights", text.split(","), note);
  if (list.length < 2 || list.length > 101) {
    refuse("outOfRange", {
      name: "heights",
      value: list.length,
      atLeast: 2,
      atMost: 101,
    });
  }
  return list;
}

/** Return the numbers of some words, a straight line where words are none from 0. */
function mended(name, words, note) {
  const numbers = words.map((word) => numeral(word));
  const right = numbers.flatMap((one, i) => (one >= 0 && one < Infinity ? [i] : []));
  if (right.length === 0) refuse("notANumber", { name, value: shortened(words[0]) });
  if (right.length < numbers.length) note(broken(name, words, right));
  let next = 0; // of those that are right: the first that is not before the word
  return numbers.map((number, i) => {
    if (right[next] < i) next += 1;
    const [before, after] = [
      right[next - 1] ?? right[next],
      right[next] ?? right.at(-1),
    ];
    if (after === i) return Math.abs(number); // of -0
    const share = after > before ? (i - before) / (after - before) : 0;
    return numbers[before] + share * (numbers[after] - numbers[before]);
  });
}

function broken(name, words, right) {
  const read = new Set(right);
  const places = words.flatMap((_, i) => (read.has(i) ? [] : [i + 1]));
  const shown = places.slice(0, SHOWN).join(", ");
  return new Refused("linkNumbers", {
    name,
    value: shortened(words[places[0] - 1]),
    places: places.length > SHOWN ? `${shown}, …` : shown,
  });
}

function aNumber(name, text) {
  const value = numeral(text);
  if (Number.isNaN(value)) refuse("notANumber", { name, value: shortened(text) });
  return value;
}

function oneOf(text, allowed) {
  if (allowed.includes(text)) return text;
  throw new Refused("unknownName", {
    value: shortened(text),
    allowed: allowed.join(", "),
  });
}

/** @returns {never} */
function refuse(key, values) {
  throw new Refused(key, values);
}

function shortened(text) {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
