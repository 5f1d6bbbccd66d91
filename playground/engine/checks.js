/** Checks at the door, as in `helpers/checks.py`: an argument is right, or refused. */
import { Refused } from "./refused.js";

/** Return `value` if it is a finite number in the range. */
export function checkRate(name, value, atLeast = 0, atMost = Infinity) {
  if (typeof value !== "number") {
    throw new Refused("notANumber", { name, value: String(value) });
  }
  if (!Number.isFinite(value)) {
    throw new Refused("notFinite", { name, value: String(value) });
  }
  if (!(value >= atLeast && value <= atMost)) {
    throw new Refused("outOfRange", { name, value, atLeast, atMost });
  }
  return value;
}

/** Return `value` if it is a finite number above 0. */
export function checkPositive(name, value, atMost = Infinity) {
  if (checkRate(name, value, 0, atMost) === 0) {
    throw new Refused("notAbove0", { name, value });
  }
  return value;
}

/** Return `value` if it is a whole number in the range. */
export function checkCount(name, value, atLeast = 1, atMost = Number.MAX_SAFE_INTEGER) {
  if (!Number.isInteger(value)) {
    throw new Refused("notWhole", { name, value: String(value) });
  }
  return checkRate(name, value, atLeast, atMost);
}

/** Return `value` if it is true or false. */
export function checkFlag(name, value) {
  if (typeof value !== "boolean") {
    throw new Refused("notAFlag", { name, value: String(value) });
  }
  return value;
}

/** Return a column of rates: finite, none negative, one at least. */
export function checkColumn(name, column) {
  if (column.length === 0) throw new Refused("columnEmpty", { name });
  const row = column.findIndex((rate) => !(rate >= 0 && rate < Infinity));
  if (row >= 0)
    throw new Refused("columnRate", { name, row, value: String(column[row]) });
  return column;
}
