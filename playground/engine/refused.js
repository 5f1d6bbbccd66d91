/**
 * What the engine refuses, each with a key and the values that its sentence needs.
 *
 * The engine writes no sentences: `strings/*.js` has one for each key, under `refused`.
 * The values are numbers, or text as it was given; `name` is the name of an argument.
 */
export const REFUSALS = {
  // An argument of a schedule, of an experiment or of a bound.
  notANumber: ["name", "value"],
  notFinite: ["name", "value"],
  outOfRange: ["name", "value", "atLeast", "atMost"], // atMost may be Infinity
  notAbove0: ["name", "value"],
  notWhole: ["name", "value"],
  notAFlag: ["name", "value"],
  notClear: ["name", "value", "one", "other"], // numbers that a text may be
  notIncreasing: ["name", "value"], // value is text: the steps, with commas
  listEmpty: ["name"], // boundaries or points
  cyclesDoNotFit: ["cycles", "cycle_multiplier", "steps", "shortest"],
  warmupTooLong: ["warmup", "steps", "atMost"], // steps are those after the warm-up
  unknownName: ["value", "allowed"], // allowed is text: the names, with commas
  pointOutside: ["row", "x", "y"], // row counts from 1; both must be from 0 to 1
  // A column of rates, from wherever it comes. Rows count from 0, as steps do.
  columnEmpty: ["name"],
  columnRate: ["name", "row", "value"], // negative or not finite
  columnStill: [], // no rate is above 0
  // A pasted text. Lines count from 1.
  pastedEmpty: [],
  pastedText: ["line", "text"], // letters, or anything that is no number
  pastedNegative: ["line", "text"],
  pastedNotFinite: ["line", "text"],
  pastedShortened: ["line"], // NumPy, PyTorch and pandas leave out what is long
  pastedUneven: ["line", "cells", "expected"],
  pastedSteps: ["line", "text", "before"], // the step before is -1 if it is the first
  pastedTooLong: ["line", "atMost"], // the line on which there are too many rows
  // A link. Names are those of its parts.
  linkUnknown: ["value"],
  linkEscape: ["value"],
  linkNumbers: ["name", "value", "places"], // value is the first; they count from 1
  linkColumn: [], // it says that a column was pasted, and holds none
  linkSteps: ["name"], // there are not as many as rates
  // Differences: an interval needs two repeats, each with as many pairs as the others.
  tooFewDifferences: ["count"],
  rowsUneven: [],
  // A valley: different peaks, each with an error, of which one at least is finite.
  noValley: [],
  // The browser has no WebAssembly with vectors, or no memory for it.
  noWebAssembly: [],
};

/** Bad input: `key` is one of REFUSALS, `values` has what is listed there. */
export class Refused extends Error {
  constructor(key, values = {}) {
    super(`${key} ${JSON.stringify(values)}`);
    const expected = REFUSALS[key];
    if (
      String(Object.keys(values).sort()) !== String(expected && [...expected].sort())
    ) {
      throw new TypeError(`a refusal without its values: ${this.message}`);
    }
    this.name = "Refused";
    this.key = key;
    this.values = values;
  }
}
