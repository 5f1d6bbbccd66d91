/** Schedule B, with which yours is compared: the state's `against`, and its names. */
import { FAMILY } from "../engine/columns.js";
import { addressOf, readAddress } from "./address.js";
import { derive } from "./derive.js";
import { CONSTANT, INITIAL_STATE } from "./state.js";
import { nameOf, say } from "./text.js";

/** What is offered as B, by its text in the state: shapes as they are at first. */
export const OFFERED = Object.keys(FAMILY)
  .filter((shape) => shape !== "freehand")
  .map((shape) => (shape === CONSTANT ? CONSTANT : `shape=${shape}`));

/**
 * @typedef {object} Rival
 * @property {Float64Array | null} column its rates; null for a constant rate
 * @property {string} short its name in a legend
 * @property {string} long and in a sentence
 */

let last = { text: "", rival: null };

/**
 * Return the rival that a state's `against` describes.
 *
 * @returns {Rival}
 */
export function rivalOf(text) {
  if (last.text !== text) last = { text, rival: made(text) };
  return last.rival;
}

function made(text) {
  if (text === CONSTANT) {
    return {
      column: null,
      short: say("rival.constant"),
      long: say("rival.theConstant"),
    };
  }
  const { state } = readAddress(text);
  const name = nameOf(state.shape);
  return {
    column: derive(state).column,
    short: say("rival.short", { name }),
    long: say("rival.long", { name }),
  };
}

/** Return the text for a state's schedule as it is now, or null if it is too long. */
export function frozen({ shape, steps, args, stairs, heights, column, log }) {
  const own = { ...INITIAL_STATE, shape, steps, args, stairs, heights, column, log };
  const { text, whole } = addressOf(own);
  return whole ? text : null;
}
