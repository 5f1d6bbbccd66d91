/** The one place that holds the state. A bad state never gets in. */
import { Refused } from "../engine/refused.js";
import { checkSettings, derive } from "./derive.js";

const SHAPING = ["shape", "steps", "args", "stairs", "heights", "column", "log"];

/**
 * @typedef {object} Store
 * @property {import("./state.js").State} state
 * @property {import("./derive.js").Derived} derived what follows from the state
 * @property {(patch: object) => Refused | null} change takes a change over only if the
 *   whole state is right then; returns null, or what is Refused
 * @property {(listener: (patch: object) => void) => void} listen calls after each
 *   change
 */

/**
 * Return a store that begins with a state.
 *
 * @param {import("./state.js").State} state
 * @returns {Store}
 */
export function createStore(state) {
  const listeners = [];
  let derived = derive(state);
  return {
    get state() {
      return state;
    },
    get derived() {
      return derived;
    },
    change(patch) {
      const next = { ...state, ...patch };
      try {
        if (SHAPING.some((key) => key in patch)) derived = derive(next);
        else checkSettings(next);
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
