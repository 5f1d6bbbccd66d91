/** What the visitor has chosen, and the column of rates that follows from it. */
import { checkCount, checkPositive, checkRate } from "../engine/checks.js";
import { FAMILY, MOST_STEPS, shapeOf, staircase, summary } from "../engine/columns.js";
import { MOST_SEED, UPDATES } from "../engine/experiment.js";
import { Refused } from "../engine/refused.js";

/** Points of a freehand curve: one for each 2.5 % of the budget. */
export const POINTS = 41;
export const FEWEST_UPDATES = 20;
export const MOST_UPDATES = 5000;
export const MOST_ROLL = 100;
export const MOST_NOISE = 2;
export const PASTED = "pasted";
export const SHAPES = [...Object.keys(FAMILY), PASTED];

/**
 * All choices. `args` has only the arguments that somebody has set, by name; others are
 * what the family falls back on. `stairs` is 0 for a rate per update, or how many
 * updates have one rate. `heights` are the shares of the peak that freehand joins, and
 * `column` the rates that were pasted.
 */
export const BEGINNING = {
  shape: "cosine",
  steps: 1000,
  args: {},
  stairs: 0,
  heights: Array.from({ length: POINTS }, (_, i) => 1 - i / (POINTS - 1)),
  column: Float64Array.of(1),
  updates: UPDATES,
  seed: 1,
  again: false,
  landscape: "sharpLocal",
  roll: 1,
  noise: 0,
};

/** Return the name under which an argument is kept: a constant's rate is its peak. */
export function keptAs(name) {
  return name === "rate" ? "peak" : name;
}

/** Return the arguments of a state's schedule, those that nobody has set included. */
export function argumentsOf({ shape, steps, args, heights }) {
  const values = {};
  for (const { name, kind, fallback } of FAMILY[shape]?.arguments ?? []) {
    const points = heights.map((height, i) => [i / (heights.length - 1), height]);
    values[name] =
      kind === "points" ? points : (args[keptAs(name)] ?? fallback(steps, values));
  }
  return values;
}

/**
 * Return what follows from a state: `column`, the rates that a training uses; `smooth`,
 * those before the staircase; `shape`, `{name, args}` of the family; and the summary.
 *
 * Throws Refused if an argument is bad.
 */
export function derived(state) {
  const args = argumentsOf(state);
  const { shape, steps, stairs } = state;
  checkCount("steps", steps, 1, MOST_STEPS);
  checkCount("stairs", stairs, 0, steps);
  const smooth = shape === PASTED ? state.column : FAMILY[shape].column(args, steps);
  const column = stairs ? staircase(smooth, stairs) : smooth;
  shapeOf(column); // refuses a column that never moves
  checkOthers(state);
  return { column, smooth, shape: { name: shape, args }, ...summary(column) };
}

/** Return the change that gives a state other steps: what counts in steps goes along. */
export function otherSteps({ steps: before, args, stairs }, steps) {
  const factor = steps / before;
  const along = (count) => (count ? Math.max(1, Math.round(count * factor)) : 0);
  const changed = { ...args };
  for (const name of ["warmup", "decay"]) {
    if (name in args) changed[name] = along(args[name]);
  }
  if ("boundaries" in args) {
    const moved = args.boundaries.map(along).filter((edge) => edge < steps);
    changed.boundaries = [...new Set(moved)];
  }
  return { steps, args: changed, stairs: along(stairs) };
}

/** Return the change that sets one argument; a floor or start stays below the peak. */
export function otherArgument({ args }, name, value) {
  const changed = { ...args, [keptAs(name)]: value };
  if (keptAs(name) === "peak") {
    for (const low of ["floor", "start"]) {
      if (changed[low] > value) changed[low] = value;
    }
  }
  return { args: changed };
}

/** Check what doesn't belong to the schedule. */
function checkOthers({ updates, seed, roll, noise }) {
  checkCount("updates", updates, FEWEST_UPDATES, MOST_UPDATES);
  checkCount("seed", seed, 0, MOST_SEED);
  checkPositive("roll", roll, MOST_ROLL);
  checkRate("noise", noise, 0, MOST_NOISE);
}

/** Return the change that sets the peak and keeps the shape: all rates go along. */
export function otherPeak({ state: { args }, now }, peak) {
  const changed = { ...args, peak };
  for (const name of ["floor", "start"]) {
    if (name in args) changed[name] = Math.min(args[name] * (peak / now.peak), peak);
  }
  return { args: changed };
}

/**
 * Return a store. `change(patch)` takes a change over only if all of the state is right
 * then; it returns null, or what is Refused. Listeners hear of every change.
 */
export function store(state) {
  const listeners = [];
  let now = derived(state);
  return {
    get state() {
      return state;
    },
    get now() {
      return now;
    },
    change(patch) {
      const next = { ...state, ...patch };
      try {
        if (Object.keys(patch).some((key) => key in RESHAPING)) now = derived(next);
        else checkOthers(next);
      } catch (problem) {
        if (problem instanceof Refused) return problem;
        throw problem;
      }
      state = next;
      for (const listener of listeners) listener(patch);
      return null;
    },
    listen(listener) {
      listeners.push(listener);
    },
  };
}

const { shape, steps, args, stairs, heights, column } = BEGINNING;
const RESHAPING = { shape, steps, args, stairs, heights, column };
