/** Schedules that a library joins, one behind the other: for optax and MLX. */
import { call } from "./layout.js";
import { own } from "./own.js";

/** More cycles than that are clearer as a column. */
export const LISTED = 6;

/** Return the lines that join stages: rows of a list, each with its steps. */
export function joinedStages(library, stages) {
  let end = 0;
  const ends = stages.slice(0, -1).map(([, length]) => (end += length));
  const settings = ["stages", `boundaries=[${ends.join(", ")}]`];
  const join = call(`schedule = ${library}.join_schedules`, settings);
  return own(["stages = [", ...stages.map(([row]) => row), "]", join]);
}
