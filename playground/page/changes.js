/** Changes of a state that take along what belongs to them, for the store to make. */
import { keyInState } from "./state.js";

/**
 * Return the change to other steps: what counts in steps is stretched alike.
 *
 * @param {import("./state.js").State} state
 */
export function withSteps({ steps: before, args, stairs }, steps) {
  const stretch = (count) =>
    count ? Math.max(1, Math.round((count * steps) / before)) : 0;
  const changed = { ...args };
  for (const name of ["warmup", "decay"]) {
    if (name in args) changed[name] = stretch(args[name]);
  }
  if ("boundaries" in args) {
    const moved = args.boundaries.map(stretch).filter((edge) => edge < steps);
    changed.boundaries = [...new Set(moved)];
  }
  return { steps, args: changed, stairs: stretch(stairs) };
}

/**
 * Return the change of one argument; a floor or a start stays below the peak.
 *
 * @param {import("./state.js").State} state
 */
export function withArgument({ args }, name, value) {
  const key = keyInState(name);
  const changed = { ...args, [key]: value };
  if (key === "peak") {
    for (const low of ["floor", "start"]) {
      if (changed[low] > value) changed[low] = value;
    }
  }
  return { args: changed };
}

/**
 * Return the change to another peak that keeps a store's shape: all rates follow.
 *
 * @param {import("./store.js").Store} store
 */
export function withPeak({ state: { args }, derived }, peak) {
  const changed = { ...args, peak };
  for (const name of ["floor", "start"]) {
    if (name in args) {
      changed[name] = Math.min(args[name] * (peak / derived.peak), peak);
    }
  }
  return { args: changed };
}
