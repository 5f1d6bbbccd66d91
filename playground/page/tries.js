/** How many schedules were compared on the same pairs: the best of many is luck too. */
import { isSameShape } from "./experimentFor.js";

const KEY = "playground-tries";

/** Return a function that counts a schedule, and returns how many there were by now. */
export function countedTries() {
  const tried = keptTries();
  return (planned) => {
    if (!tried.some((one) => isSamePairs(one, planned) && isSameShape(one, planned))) {
      tried.push(planned);
      keepTries(tried);
    }
    return tried.filter((one) => isSamePairs(one, planned)).length;
  };
}

function isSamePairs({ experiment: a }, { experiment: b }) {
  return a.seed === b.seed && a.steps === b.steps;
}

/** A reload makes none of them undone, so they outlive it. */
function keepTries(tried) {
  const kept = tried.map(({ against, experiment: { column, steps, seed, task } }) => {
    return { against, experiment: { column: Array.from(column), steps, seed, task } };
  });
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // No storage, or a full one: then they are counted until a reload.
  }
}

function keptTries() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}
