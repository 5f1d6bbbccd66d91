/** Which column of a grid holds the rates, and which one the steps. */
import { MOST_STEPS } from "../columns.js";
import { Refused } from "../refused.js";
import { shortened } from "./grids.js";
import { isMissing, numeral, stepNumeral } from "./numerals.js";

export const ALL = "all"; // every number of the grid, row by row

const RATE = /(^|[^a-z])(lr|learning[ _-]?rate|lernrate)([^a-z]|$)/i;
const PERCENT = /%|(^|[^a-z])(percent|prozent)([^a-z]|$)/i;
const STEPS = [
  /(^|[\W_])(global[ _]?)?step$/i,
  /^(iter(ation)?s?|update|(num_)?batch(es)?)$/i,
  /^epochs?$/i,
  /^(index|unnamed: 0|)$/i,
];
const NO_STEP =
  /time(?!step)|zeit|(?<!up)date|datum|size|seed|rank|_runtime|lr|rate|^(id|year)$/i;
const NO_RATE =
  /^(wall[ _]?time|_?timestamp|_runtime|time|(.*[\W_])?(loss|acc|accuracy|grad_norm|seconds))$|__(MIN|MAX)$/i;
const WIDE = 8; // columns: more of them, without names, are a list in lines

/**
 * Return `{rates, steps, name, named, percent, empty}`, or `{options}` to choose from.
 *
 * `chosen` is the number of a column, or ALL. `steps` is null where rows are counted;
 * `named` is the heading of steps that does not call them so, or "".
 */
export function chosenFrom({ names, rows }, style, chosen) {
  const filled = rows.filter(({ cells }) => cells.length > 0);
  if (filled.length === 0) throw new Refused("pastedEmpty");
  const width = names?.length ?? filled[0].cells.length;
  const even = filled.every(({ cells }) => cells.length === width);
  const isList =
    !names && (width === 1 || width > WIDE || !even || filled.length === 1);
  if (
    chosen === ALL ||
    (isList && !(width > 1 && !even && countsUp(filled, 0, style, 2)))
  ) {
    return listed(filled, style);
  }
  const uneven = filled.find(({ cells }) => cells.length !== width);
  if (uneven) {
    const cells = uneven.cells.length;
    throw new Refused("pastedUneven", { line: uneven.line, cells, expected: width });
  }
  const columns = Array.from({ length: width }, (_, i) => i);
  const numbers = columns.filter((i) => isOfNumbers(filled, i, style));
  const steplike = columns.filter((i) => isOfNumbers(filled, i, style, stepNumeral));
  const rate = chosen ?? rateAt(filled, names, numbers, style);
  if (rate === null) {
    const options = numbers.map((i) => ({
      answer: i,
      name: names?.[i] ?? "",
      preview: filled.slice(0, 2).map(({ cells }) => cells[i]),
    }));
    if (options.length === 0) throw noNumbers(filled, style);
    if (names) return { options };
    const preview = filled[0].cells.slice(0, 2);
    return { options: [...options, { answer: ALL, name: "", preview }] };
  }
  const others = steplike.filter((i) => i !== rate);
  const held = filled.filter(({ cells }) => !isMissing(cells[rate]));
  const at = stepsAt(held, names, others, style);
  return taken(filled, style, rate, at, names);
}

function noNumbers(rows, style) {
  const wrong = ({ cells }) => cells.find((cell) => Number.isNaN(numeral(cell, style)));
  const { line } = rows[0];
  return new Refused("pastedText", { line, text: shortened(wrong(rows[0]) ?? "") });
}

/** Return whether a column holds numbers: whoever has a letter among them is told. */
function isOfNumbers(rows, i, style, read = numeral) {
  const held = rows.filter(({ cells }) => !isMissing(cells[i]));
  const numbers = held.filter(({ cells }) => !Number.isNaN(read(cells[i], style)));
  return numbers.length > held.length / 2;
}

function countsUp(rows, i, style, atLeast = 1) {
  const steps = rows.map(({ cells }) => stepNumeral(cells[i] ?? "", style));
  const whole = steps.every((step, row) => {
    return Number.isInteger(step) && step >= 0 && (row === 0 || step > steps[row - 1]);
  });
  return whole && steps.length >= atLeast;
}

function stepsAt(rows, names, numbers, style) {
  if (!names) {
    const counting = numbers.filter((i) => countsUp(rows, i, style, 2));
    return counting.length === 1 ? counting[0] : null;
  }
  for (const usual of STEPS) {
    const found = numbers.find((i) => usual.test(names[i]));
    if (found === undefined) continue;
    if (countsUp(rows, found, style)) return found;
    if (usual === STEPS[0] && isFull(rows, found)) throw backwards(rows, found, style);
  }
  // Under another heading steps stand in front, as a log has them.
  const isFirst = numbers.includes(0) && !NO_STEP.test(names[0]);
  return isFirst && !NO_RATE.test(names[0]) && countsUp(rows, 0, style, 2) ? 0 : null;
}

const isFull = (rows, i) => rows.every(({ cells }) => !isMissing(cells[i]));

function backwards(rows, i, style) {
  let before = -1;
  for (const { line, cells } of rows) {
    const step = stepNumeral(cells[i], style);
    if (!(Number.isInteger(step) && step > before)) {
      return new Refused("pastedSteps", { line, text: cells[i], before });
    }
    before = step;
  }
  throw new TypeError("the steps count up");
}

function rateAt(rows, names, numbers, style) {
  if (!names) {
    const others = numbers.filter((i) => !countsUp(rows, i, style, 2));
    return others.length === 1 ? others[0] : null;
  }
  const usual = numbers.filter((i) => !NO_RATE.test(names[i]));
  const named = usual.filter((i) => RATE.test(names[i]));
  if (named.length) return named.length === 1 ? named[0] : null;
  const left = usual.filter((i) => !STEPS.some((step) => step.test(names[i])));
  if (left.length === 1) return left[0];
  return numbers.length === 1 && names.length === 1 ? numbers[0] : null;
}

function listed(rows, style) {
  const words = rows.flatMap(({ line, cells }) => cells.map((cell) => [cell, line]));
  const rates = words
    .slice(0, MOST_STEPS)
    .map(([cell, line]) => rateIn(cell, line, style));
  if (words.length > MOST_STEPS) throw tooLong(words[MOST_STEPS][1]);
  return { rates, steps: null, name: "", named: "", percent: false, empty: 0 };
}

const tooLong = (line) => new Refused("pastedTooLong", { line, atMost: MOST_STEPS });

function taken(rows, style, rate, at, names) {
  const held = rows.filter(({ cells }) => !isMissing(cells[rate]));
  const last = held.at(-1);
  // A rate that is not a number is a gap where the log goes on, and a fault at its end.
  const end = rows.slice(rows.indexOf(last) + 1);
  const broken = end.find(({ cells }) => /^[+-]?nan$/i.test(cells[rate]));
  if (broken) {
    const { line, cells } = broken;
    throw new Refused("pastedNotFinite", { line, text: cells[rate] });
  }
  if (!last) throw new Refused("pastedEmpty");
  if (held.length > MOST_STEPS) throw tooLong(held[MOST_STEPS].line);
  const name = names?.[rate] ?? "";
  const percent = PERCENT.test(name);
  const rates = held.map(({ line, cells }) =>
    rateIn(cells[rate], line, style, percent),
  );
  const steps =
    at === null ? null : held.map(({ line, cells }) => stepIn(cells[at], line, style));
  const heading = names?.[at] ?? "";
  const named = STEPS.some((usual) => usual.test(heading)) ? "" : heading;
  return { rates, steps, name, named, percent, empty: rows.length - held.length };
}

function rateIn(cell, line, style, percent = false) {
  const rate = numeral(percent && !cell.endsWith("%") ? `${cell}%` : cell, style);
  const text = shortened(cell);
  if (Math.abs(rate) === Infinity || /^[+-]?nan$/i.test(cell)) {
    throw new Refused("pastedNotFinite", { line, text });
  }
  if (Number.isNaN(rate)) throw new Refused("pastedText", { line, text });
  if (rate < 0) throw new Refused("pastedNegative", { line, text });
  return Math.abs(rate); // of -0
}

function stepIn(cell, line, style) {
  const step = stepNumeral(cell, style);
  if (Number.isNaN(step))
    throw new Refused("pastedText", { line, text: shortened(cell) });
  return step;
}
