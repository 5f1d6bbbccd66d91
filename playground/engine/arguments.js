/**
 * The arguments of the family: what the page may ask for, and what it begins with.
 *
 * What an argument is at first, and its range, depend on the other arguments, as a
 * floor is at most the peak. Peaks and factors are above 0, the least value of their
 * range.
 */

/**
 * @typedef {object} Argument
 * @property {string} name as in Python
 * @property {"rate" | "steps" | "count" | "factor" | "flag" | "list" | "points"} kind
 *   a list of steps; points are pairs from 0 to 1
 * @property {(steps: number, args: object) => any} fallback what it is at first
 * @property {(args: object, steps: number) => any} range the least and the largest
 *   value
 */

/** @returns {Argument} */
const argument = (name, kind, fallback, range) => ({ name, kind, fallback, range });
const share = (steps, part) => Math.max(1, Math.round(steps * part));
const anyRate = () => [0, Infinity];
const upToPeak = (args) => [0, args.peak];
const upTo1 = () => [0, 1];

export const rate = argument("rate", "rate", () => 0.1, anyRate);
export const peak = argument("peak", "rate", () => 0.1, anyRate);
export const floor = argument("floor", "rate", () => 0, upToPeak);
export const start = argument("start", "rate", () => 0, upToPeak);
export const lowStart = { ...start, fallback: (steps, args) => args.peak / 25 };
export const lowFloor = { ...floor, fallback: (steps, args) => args.start / 1e4 };
export const endpoint = argument(
  "endpoint",
  "flag",
  () => false,
  (args, steps) => [false, roomForFloor(args, steps)],
);
export const factor = argument("factor", "factor", () => 0.1, upTo1);
export const boundaries = argument(
  "boundaries",
  "list",
  (steps) => [...new Set([share(steps, 0.5), share(steps, 0.75)])],
  (args, steps) => [1, steps - 1],
);
export const points = argument(
  "points",
  "points",
  () => [
    [0, 1],
    [1, 0],
  ],
  upTo1,
);

export const warmup = argument(
  "warmup",
  "steps",
  (steps) => Math.min(share(steps, 0.1), steps - 1),
  (args, steps) => [0, steps - (args.decay ?? shortest(args))],
);
export const longWarmup = {
  ...warmup,
  fallback: (steps) => Math.min(share(steps, 0.3), steps - 1),
};
/** Before another schedule, a warm-up is at most ten times as long as that one. */
export const warmupBefore = {
  ...warmup,
  range: (args, steps) => [
    0,
    Math.min(steps - shortest(args), Math.floor((10 * steps) / 11)),
  ],
};
export const decay = argument(
  "decay",
  "steps",
  (steps) => share(steps, 0.2),
  (args, steps) => [shortest(args), steps - (args.warmup ?? 0)],
);

export const cycles = argument(
  "cycles",
  "count",
  (steps) => Math.min(5, steps),
  (args, steps) => [
    1,
    mostThatFit(steps, shortest(args), (cycles) => ({ ...args, cycles })),
  ],
);
export const cycleMultiplier = argument(
  "cycle_multiplier",
  "count",
  () => 1,
  (args, steps) => [
    1,
    Math.min(
      10,
      mostThatFit(steps, shortest(args), (m) => ({ ...args, cycle_multiplier: m })),
    ),
  ],
);
export const peakMultiplier = argument("peak_multiplier", "factor", () => 1, upTo1);

/** Return how many steps a fall takes at least: with its floor one more. */
function shortest({ endpoint: atFloor = false }) {
  return 1 + Number(atFloor);
}

/** Return whether there is room for a step at the floor, in the shortest cycle too. */
function roomForFloor(args, steps) {
  const fall = args.decay ?? steps - (args.warmup ?? 0);
  return fall >= 2 && 2 * wholeOfCycles(args, steps) <= steps;
}

/** Return the largest number, from 1, with which the cycles fit into the steps. */
function mostThatFit(steps, least, args) {
  let most = 1;
  while (most < steps && least * wholeOfCycles(args(most + 1), steps) <= steps)
    most += 1;
  return most;
}

/** Return how many first cycles a schedule is as long as; not exact beyond `limit`. */
function wholeOfCycles({ cycles: count = 1, cycle_multiplier: multiplier = 1 }, limit) {
  if (multiplier === 1) return count;
  let [length, whole] = [1, 0];
  for (let cycle = 0; cycle < count && whole <= limit; cycle++) {
    whole += length;
    length *= multiplier;
  }
  return whole;
}
