/** The whole state in the page's address, so that a link can hand it on. */
import { FAMILY } from "../engine/columns.js";
import { LANDSCAPES } from "../engine/landscapes.js";
import { parseColumn } from "../engine/parseColumn.js";
import { Refused } from "../engine/refused.js";
import { derive } from "./derive.js";
import { INITIAL_STATE, keyInState, PASTED, SHAPES } from "./state.js";

const LONGEST = 30_000; // letters: longer links are cut by programs that send them

const ARGUMENTS = Object.values(FAMILY).flatMap((member) => member.arguments);
const KINDS = {
  ...Object.fromEntries(ARGUMENTS.map(({ name, kind }) => [name, kind])),
  steps: "steps",
  stairs: "steps",
  updates: "steps",
  seed: "steps",
  roll: "rate",
  noise: "rate",
  heights: "heights",
  column: "column",
  again: "flag",
};

/**
 * Return the part of an address after `#` that holds a state, and whether all fits in.
 *
 * Only what differs from the beginning is written. A column that is too long is not.
 */
export function addressOf(state) {
  const parts = [["shape", state.shape]];
  const add = (name) => {
    if (state[name] !== INITIAL_STATE[name]) parts.push([name, spelled(state[name])]);
  };
  if (state.shape !== PASTED) add("steps");
  for (const { name } of FAMILY[state.shape]?.arguments ?? []) {
    const key = keyInState(name);
    if (key in state.args) parts.push([key, spelled(state.args[key])]);
  }
  if (state.shape === "freehand") {
    parts.push(["heights", state.heights.map((h) => Number(h.toFixed(3))).join(",")]);
  }
  ["stairs", "updates", "seed", "again", "landscape", "roll", "noise"].forEach(add);
  const column = state.shape === PASTED ? spelled(Array.from(state.column)) : "";
  const whole = column.length <= LONGEST;
  if (column && whole) parts.push(["column", column]);
  const text = parts.map(([name, value]) => `${name}=${encoded(value)}`).join("&");
  return { text, whole };
}

/**
 * Return the state that an address describes, and what in it is broken.
 *
 * What the address doesn't say, or says in a way that can't be read, is as at the
 * beginning. Where its parts don't fit together, `state` is as it was before.
 * `problems` are Refused, or `{key, values}` of their kind.
 */
export function readAddress(text, before) {
  const problems = [];
  const read = { args: {} };
  for (const part of text.replace(/^#/, "").split("&").filter(Boolean)) {
    const [name, ...rest] = part.split("=");
    try {
      const value = parsed(name, decodeURIComponent(rest.join("=")));
      if (name in INITIAL_STATE) read[name] = value;
      else read.args[keyInState(name)] = value;
    } catch (problem) {
      if (problem instanceof URIError) {
        problems.push({ key: "linkEscape", values: { value: part } });
      } else if (problem instanceof Refused) problems.push(problem);
      else throw problem;
    }
  }
  if (read.column) read.steps = read.column.length;
  const state = { ...INITIAL_STATE, ...read };
  if (state.shape === PASTED && !read.column) {
    problems.push({ key: "linkColumn", values: {} });
    state.shape = INITIAL_STATE.shape;
  }
  try {
    derive(state);
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    problems.push(problem);
    return { state: { ...before }, problems };
  }
  return { state, problems };
}

function parsed(name, text) {
  if (name === "shape") return oneOf(text, SHAPES);
  if (name === "landscape") return oneOf(text, Object.keys(LANDSCAPES));
  if (!Object.hasOwn(KINDS, name)) {
    throw new Refused("unknownName", { value: name, allowed: known() });
  }
  switch (KINDS[name]) {
    case "flag":
      return oneOf(text, ["false", "true"]) === "true";
    case "list":
      return text === "" ? [] : text.split(",").map((step) => aNumber(name, step));
    case "heights":
      return heights(text);
    case "column":
      return parseColumn(text);
    default:
      return aNumber(name, text);
  }
}

function heights(text) {
  const list = text.split(",").map((height) => aNumber("heights", height));
  if (list.length < 2 || list.length > 101) {
    const count = { name: "heights", value: list.length, atLeast: 2, atMost: 101 };
    throw new Refused("outOfRange", count);
  }
  return list;
}

function aNumber(name, text) {
  const value = text.trim() === "" ? NaN : Number(text);
  if (Number.isNaN(value)) throw new Refused("notANumber", { name, value: text });
  return value;
}

function oneOf(text, allowed) {
  if (allowed.includes(text)) return text;
  throw new Refused("unknownName", { value: text, allowed: allowed.join(", ") });
}

function known() {
  const names = ["shape", ...Object.keys(KINDS), "landscape"];
  return names.filter((name) => !["rate", "points"].includes(name)).join(", ");
}

function spelled(value) {
  return Array.isArray(value) ? value.join(",") : String(value);
}

function encoded(value) {
  return encodeURIComponent(value).replaceAll("%2C", ",");
}
