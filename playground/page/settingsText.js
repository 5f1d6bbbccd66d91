/** What is chosen, in words: for paper, which has no fields. */
import { FAMILY } from "../engine/columns.js";
import { number } from "./numbers.js";
import { nameOf, say } from "./text.js";

const DIGITS = 6;

/**
 * Return the schedule's name and arguments, and what its networks are trained with.
 *
 * @param {import("./store.js").Store} store
 */
export function settingsText({ state, derived }) {
  const { name, args } = derived.shape;
  const known = (FAMILY[name]?.arguments ?? []).filter(({ kind }) => kind !== "points");
  const settings = { steps: derived.column.length };
  for (const argument of known) settings[argument.name] = args[argument.name];
  if (state.stairs) settings.stairs = state.stairs;
  settings.updates = state.updates;
  settings.seed = state.seed;
  const parts = Object.entries(settings).map(
    ([key, value]) => `${say(`arguments.${key}`)}: ${written(value)}`,
  );
  return `${nameOf(name)}. ${parts.join(" · ")}`;
}

function written(value) {
  if (typeof value === "boolean") return say(value ? "settings.yes" : "settings.no");
  return [value]
    .flat()
    .map((one) => number(one, DIGITS))
    .join(", ");
}
