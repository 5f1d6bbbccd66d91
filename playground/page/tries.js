/** How many schedules were compared on the same pairs: the best of many is luck too. */
import { isSameShape } from "./experimentFor.js";

/** Return a function that counts a schedule, and returns how many there were by now. */
export function countedTries() {
  const tried = [];
  return (planned) => {
    if (!tried.some((one) => isSamePairs(one, planned) && isSameShape(one, planned))) {
      tried.push(planned);
    }
    return tried.filter((one) => isSamePairs(one, planned)).length;
  };
}

function isSamePairs({ experiment: a }, { experiment: b }) {
  return a.seed === b.seed && a.steps === b.steps;
}
