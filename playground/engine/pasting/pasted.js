/** A column out of a text that somebody pasted: taken, asked about, or refused. */
import { Refused } from "../refused.js";
import { chosenFrom } from "./choosing.js";
import { gridOf } from "./grids.js";
import { holdsLiterals } from "./literals.js";
import { isMissing, numeral, STYLES } from "./numerals.js";

/**
 * @typedef {object} Pasted
 * @property {Float64Array} rates as they stand in the text, shape (rows,)
 * @property {number[] | null} steps of the rows, where they are not 0, 1, 2, …
 * @property {string} name of the rates' column, where it has one
 * @property {string} named the heading of the steps, where it does not call them so
 * @property {boolean} percent whether the rates' heading says that they are percent
 * @property {{line: number, text: string}[]} skipped lines that hold no row
 * @property {number} empty rows without a rate, which are left out
 * @property {boolean} counted whether a table names rates and no steps
 * @property {boolean} cut whether the text's list has no end
 */

/**
 * @typedef {object} Question
 * @property {"style" | "column"} about what the commas are, or which column the rate is
 * @property {{answer: any, name: string, preview: string[] | number[]}[]} options
 */

const TIGHT = /\d,\d/;
const NAMES_WITH_COMMAS = /^[^\n;\t|]*[a-z"],[^\n;\t|]*\n/i;

/**
 * Return what a text says, a Pasted, or `{question}` where it may say several things.
 *
 * `answers` has those that were given: `{style, column}`. Refused, with its line, is
 * what is no finite number from 0, and a text of more than MOST_STEPS rates.
 *
 * @returns {Pasted | {question: Question}}
 */
export function pasted(text, answers = {}) {
  const { style = styleOf(text) } = answers;
  if (Array.isArray(style)) return { question: { about: "style", options: style } };
  const grid = gridOf(text, style);
  const found = chosenFrom(grid, style, answers.column);
  if (found.options) return { question: { about: "column", options: found.options } };
  const counted = found.steps?.every((step, row) => step === row) ?? true;
  return {
    rates: Float64Array.from(found.rates),
    steps: counted ? null : found.steps,
    name: found.name,
    named: counted ? "" : found.named,
    percent: found.percent,
    skipped: grid.skipped,
    empty: found.empty,
    cut: grid.cut,
    counted: found.steps === null && found.name !== "",
  };
}

/** Return how a text's commas are to be read, or options where nobody can tell. */
function styleOf(text) {
  if (!TIGHT.test(text) || NAMES_WITH_COMMAS.test(text) || holdsLiterals(text))
    return "";
  const options = [];
  for (const style of STYLES) {
    try {
      const grid = gridOf(text, style);
      const cells = grid.rows.flatMap((row) => row.cells);
      const isRead = (cell) => isMissing(cell) || !Number.isNaN(numeral(cell, style));
      if (!cells.length || !cells.every(isRead)) continue;
      const found = chosenFrom(grid, style);
      const said = JSON.stringify(found.rates ?? found.options);
      if (options.some((one) => one.said === said)) continue;
      const preview = found.rates?.slice(0, 3) ?? found.options[0].preview;
      options.push({ answer: style, name: style, preview, said });
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
    }
  }
  if (options.length < 2) return options[0]?.answer ?? "";
  return options.map(({ answer, name, preview }) => ({ answer, name, preview }));
}
