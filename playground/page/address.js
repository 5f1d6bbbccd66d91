/** The whole state in the page's address, so that a link can hand it on. */
import { FAMILY } from "../engine/columns.js";
import { Refused } from "../engine/refused.js";
import { parsed, spelled, spelledSteps, stepsOf } from "./addressParts.js";
import { derive } from "./derive.js";
import { packed } from "./packedColumn.js";
import { withPasted } from "./pastedState.js";
import { CONSTANT, INITIAL_STATE, keyInState, PASTED } from "./state.js";

/** Places that a link may lead to: the ids of the page's sections. */
export const SECTIONS = ["shape", "paste", "take", "train", "predict", "descend"];
const OTHERS = [
  ...["stairs", "updates", "seed", "against", "task", "again", "follow", "guess"],
  ...["landscape", "roll", "noise", "code"],
];

/**
 * Return the part of an address after `#` that holds a state, whether all fits in, and
 * whether the column is rounded there.
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
  OTHERS.forEach(add);
  const { column, log } = state;
  const form = state.shape === PASTED ? packed(log?.rates ?? column) : null;
  if (form?.text) parts.push([form.name, form.text]);
  if (form?.text && log) parts.push(["at", spelledSteps(log.steps)]);
  const text = parts.map(([name, value]) => `${name}=${encoded(value)}`).join("&");
  const whole = state.shape !== PASTED || Boolean(form?.text);
  return { text, whole, rounded: form?.rounded ?? false };
}

/**
 * Return the state that an address describes, what in it is broken, and the section
 * that it leads to, if any.
 *
 * A part that can't be read, or doesn't fit the others, is left out: there the state is
 * as at the beginning. `kept` is the column that this address is known to have had.
 * `problems` are Refused, or `{key, values}` of their kind.
 */
export function readAddress(text, kept = null) {
  const problems = [];
  const note = (problem) => problems.push(problem);
  const entries = [];
  const parts = text.replace(/^#/, "").split("&").filter(Boolean);
  const section = parts.find((part) => SECTIONS.includes(part)) ?? null;
  for (const part of parts.filter((one) => one !== section)) {
    const [name, ...rest] = part.split("=");
    try {
      const text = decodeURIComponent(rest.join("="));
      const value = name === "against" ? rivalText(text) : parsed(name, text, note);
      entries.push({ name, value });
    } catch (problem) {
      if (problem instanceof URIError) {
        problems.push({ key: "linkEscape", values: { value: part } });
      } else if (problem instanceof Refused) problems.push(problem);
      else throw problem;
    }
  }
  if (kept) entries.push({ name: "kept", value: kept });
  for (;;) {
    try {
      const state = stateOf(entries);
      derive(state);
      return { state, problems, section };
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      problems.push(problem);
      leaveOut(problem, entries);
    }
  }
}

/** Return the state of some entries, which need not fit together. */
function stateOf(entries) {
  const read = { ...INITIAL_STATE, args: {} };
  const column = entries.findLast(({ name }) => ["column", "packed"].includes(name));
  const at = entries.findLast(({ name }) => name === "at");
  const kept = entries.find(({ name }) => name === "kept");
  for (const { name, value } of entries) {
    if (["column", "packed", "at", "kept"].includes(name)) continue;
    if (name in INITIAL_STATE) read[name] = value;
    else read.args[keyInState(name)] = value;
  }
  if (read.shape !== PASTED) return read;
  const { stairs } = read;
  if (kept)
    return { ...read, ...withPasted(kept.value.rates, kept.value.steps), stairs };
  if (!column) throw new Refused("linkColumn");
  const steps = at ? stepsOf(at.value, column.value.length) : null;
  if (steps && steps.length !== column.value.length) {
    throw new Refused("linkSteps", { name: "at" });
  }
  return { ...read, ...withPasted(column.value, steps), stairs };
}

/** Leave out the entry that is refused; if none is named, one whose absence helps. */
function leaveOut(problem, entries) {
  const named = problem.key === "linkColumn" ? "shape" : problem.values.name;
  let victim = entries.findLastIndex(({ name }) => {
    return name === named || keyInState(name) === keyInState(named ?? "");
  });
  if (victim < 0) {
    victim = entries.findLastIndex((_, i) => isRight(entries.toSpliced(i, 1)));
  }
  entries.splice(victim < 0 ? entries.length - 1 : victim, 1);
}

function isRight(entries) {
  try {
    derive(stateOf(entries));
    return true;
  } catch (problem) {
    if (problem instanceof Refused) return false;
    throw problem;
  }
}

/** Return a description of the other schedule, if it can be read. */
function rivalText(text) {
  const { problems } = text === CONSTANT ? { problems: [] } : readAddress(text);
  const [problem] = problems;
  if (problem) throw new Refused(problem.key, problem.values);
  return text;
}

function encoded(value) {
  return encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%2B", "+");
}
