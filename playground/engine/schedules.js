/**
 * The schedules of `helpers/schedules`: the same names, arguments and numbers.
 *
 * Each function checks its arguments once and returns a pure function from a step (a
 * whole number from 0) to a rate. It may be asked for any step: after its last one a
 * schedule stays at its floor, which belongs to step `steps`, or with `endpoint` to
 * step `steps - 1`. Bad arguments are Refused. The formulas' sources are named in
 * `helpers/schedules/decays.py` and `warmups.py`.
 */
import { checkCount, checkFlag, checkPositive, checkRate } from "./checks.js";
import { Refused } from "./refused.js";

export function constant({ rate }) {
  checkRate("rate", rate);
  return () => rate;
}

export function step_decay({ peak, boundaries, factor = 0.1 }) {
  checkPositive("peak", peak);
  checkPositive("factor", factor, 1);
  if (boundaries.length === 0) throw new Refused("listEmpty", { name: "boundaries" });
  const rises = (edge, i) => Number.isInteger(edge) && edge > (boundaries[i - 1] ?? 0);
  if (!boundaries.every(rises)) {
    throw new Refused("notIncreasing", {
      name: "boundaries",
      value: boundaries.join(", "),
    });
  }
  return (step) => peak * factor ** countUpTo(boundaries, step);
}

export function linear(args) {
  return decay(straight, args);
}

export function cosine(args) {
  return decay(halfWave, args);
}

export function cosine_restarts({
  peak,
  steps,
  cycles,
  floor = 0,
  cycle_multiplier = 1,
  peak_multiplier = 1,
  endpoint = false,
}) {
  checkRange(peak, floor);
  checkCount("steps", steps);
  const shortest = 1 + Number(checkFlag("endpoint", endpoint));
  checkCount("cycles", cycles, 1, Math.max(1, Math.floor(steps / shortest)));
  checkCount("cycle_multiplier", cycle_multiplier);
  checkPositive("peak_multiplier", peak_multiplier, 1);

  const starts = restarts(steps, cycles, cycle_multiplier, shortest);
  return (step) => {
    // The last of these starts is the end of the last cycle.
    const cycle = Math.min(countUpTo(starts, step), cycles) - 1;
    const fall = starts[cycle + 1] - starts[cycle] - Number(endpoint);
    const top = between(floor, peak, peak_multiplier ** cycle);
    return between(floor, top, halfWave(Math.min((step - starts[cycle]) / fall, 1)));
  };
}

/** Return the steps at which the cycles start, and the step at which the last ends. */
function restarts(steps, cycles, cycle_multiplier, shortest) {
  const multiplier = BigInt(cycle_multiplier);
  const sums = [0n];
  // 54 cycles that double are longer than any run: no need to add up more.
  const addedUp = multiplier === 1n ? cycles : Math.min(cycles, 54);
  for (let i = 0; i < addedUp; i++) sums.push(sums[i] + multiplier ** BigInt(i));
  const whole = sums[addedUp];
  if (whole * BigInt(shortest) > BigInt(steps)) {
    throw new Refused("cyclesDoNotFit", { cycles, cycle_multiplier, steps, shortest });
  }
  return sums.map((soFar) => Number((BigInt(steps) * soFar) / whole));
}

/** Rise on a straight line to where `schedule` begins, then follow it. */
export function with_warmup(schedule, { warmup, steps, start = 0 }) {
  checkWarmup(warmup, steps);
  return rise(straight, start, warmup, schedule);
}

export function warmup_stable_decay({
  peak,
  steps,
  warmup,
  decay,
  floor = 0,
  start = 0,
  endpoint = false,
}) {
  checkCount("steps", steps);
  checkCount("decay", decay, 1 + Number(checkFlag("endpoint", endpoint)), steps);
  checkCount("warmup", warmup, 0, steps - decay);
  const fall = linear({ peak, steps: decay, floor, endpoint });
  const stable = steps - warmup - decay;
  return rise(straight, start, warmup, (step) => fall(Math.max(step - stable, 0)));
}

export function one_cycle({ peak, steps, warmup, start, floor, endpoint = false }) {
  checkPositive("peak", peak);
  const lowest = checkRate("start", start ?? peak / 25);
  const shortest = 1 + Number(checkFlag("endpoint", endpoint));
  checkCount("steps", steps, shortest);
  checkCount("warmup", warmup, 0, steps - shortest);
  const then = { peak, steps: steps - warmup, floor: floor ?? lowest / 1e4, endpoint };
  return rise(halfWave, lowest, warmup, cosine(then));
}

/** Return `warmup` if it may come before a schedule of `steps` steps. */
export function checkWarmup(warmup, steps) {
  checkCount("warmup", warmup, 0);
  if (warmup > 10 * steps) {
    throw new Refused("warmupTooLong", { warmup, steps, atMost: 10 * steps });
  }
  return warmup;
}

function decay(shape, { peak, steps, floor = 0, endpoint = false }) {
  checkRange(peak, floor);
  const atFloor = Number(checkFlag("endpoint", endpoint));
  const fall = checkCount("steps", steps, 1 + atFloor) - atFloor;
  return (step) => between(floor, peak, shape(Math.min(step / fall, 1)));
}

function rise(shape, start, warmup, then) {
  const top = then(0);
  checkRate("start", start, 0, top);
  return (step) =>
    step < warmup ? between(start, top, 1 - shape(step / warmup)) : then(step - warmup);
}

function straight(progress) {
  return 1 - progress;
}

function halfWave(progress) {
  return (1 + Math.cos(Math.PI * progress)) / 2;
}

/** Return `low` at share 0 and `high` at share 1, exactly, rising in between. */
function between(low, high, share) {
  return share === 1 ? high : Math.min(Math.max(low + (high - low) * share, low), high);
}

/** Return how many numbers of a rising list are not above `step`. */
function countUpTo(list, step) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] <= step) low = middle + 1;
    else high = middle;
  }
  return low;
}

function checkRange(peak, floor) {
  checkRate("floor", floor, 0, checkPositive("peak", peak));
}
