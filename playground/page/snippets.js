/** The chosen schedule as text to take away: a program, a call, or its numbers. */
import { program } from "../engine/programs/index.js";
import { asList, callOf, drawnOf, float } from "../engine/pythonCode.js";
import { PASTED } from "./state.js";

const SHOWN = 6000; // letters of a long list; what is copied is whole

const WRITERS = {
  list: ({ derived }) => asList(derived.column),
  csv: ({ derived }) => asCsv(derived.column),
  helpers: ({ state, derived }) => inHelpers(derived, state),
};

/**
 * Return the text in the form that the state's `code` names, one of CODES.
 *
 * @param {import("./store.js").Store} store
 */
export function snippet({ state, derived }) {
  const written = WRITERS[state.code];
  if (written) return written({ state, derived });
  return program(state.code, derived.shape, derived.column, state.stairs);
}

/** Return text so short that a page can show it: its two ends, and whether it is all. */
export function shortened(text) {
  if (text.length <= SHOWN) return { text, whole: true };
  const ends = [text.slice(0, SHOWN / 2), text.slice(-SHOWN / 2)];
  return { text: ends.join(" … "), whole: false };
}

function asCsv(column) {
  const rows = Array.from(column, (rate, step) => `${step},${float(rate)}\n`);
  return `step,rate\n${rows.join("")}`;
}

/** Return a program that makes the column `rates` with this collection. */
function inHelpers({ shape, column }, { steps, stairs }) {
  const drawn = shape.name === "freehand";
  const call = drawn || shape.name === PASTED ? "" : callOf(shape, steps);
  const rates = drawn ? drawnOf(shape.args, steps) : `table(${call}, ${steps})`;
  const made = [...call.matchAll(/\b([a-z_]+)\(/g)].map(([, name]) => name);
  const names = [...made, "table"].sort().join(", ");
  const lines = call
    ? [`from helpers.schedules import ${names}`, "", `rates = ${rates}`]
    : [`rates = ${drawn ? rates : asList(column)}`];
  const numpy = drawn || (call && stairs);
  if (stairs && numpy)
    lines.push(`rates = rates[np.arange(${steps}) // ${stairs} * ${stairs}]`);
  if (numpy) lines.unshift("import numpy as np", "");
  return lines.join("\n");
}
