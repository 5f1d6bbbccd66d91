/** The schedules of a hump's parts: what is called, once all numbers are known. */
import { roundEven } from "../words.js";
import { clip } from "./logs.js";
import { named, warmed } from "./named.js";
import { digitsOf } from "./rounding.js";

/** The peak of a cycle over its start, where that is not given. */
export const ONE_CYCLE_RISE = 25;
/** The start of a cycle over its floor, where that is not given. */
export const ONE_CYCLE_FALL = 1e4;

const TINY = 1e-280; // a rate above 0
const SAME = 1e-9;

/**
 * Return the numbers of a hump, brought into their range, and how its end is counted.
 *
 * A column whose last step is the first at the floor was made to end so, unless the
 * length is rounder without.
 */
function partsOf(values, log) {
  const peak = Math.max(values.peak, TINY);
  const [start, floor] = [clip(values.start, 0, peak), clip(values.floor, 0, peak)];
  const [warmup, stable] = [values.warmup, values.stable].map((count) =>
    Math.max(roundEven(count), 0),
  );
  const fall = Math.max(roundEven(values.fall), 1);
  const end = warmup + stable + fall;
  const endsThere = log.gap === 1 && end === log.last;
  const endpoint = endsThere && digitsOf(end + 1) <= digitsOf(end);
  return {
    peak,
    start,
    floor,
    warmup,
    stable,
    fall: fall + Number(endpoint),
    endpoint,
  };
}

const behindAWarmup = (name) => (values, log) => {
  const { peak, start, floor, warmup, fall, endpoint } = partsOf(values, log);
  const after = named(name, { peak, steps: fall, floor, endpoint });
  return warmup ? warmed(after, warmup, start) : after;
};

/** Functions of values and a log that return a schedule. */
export const PARTS = {
  linear: behindAWarmup("linear"),
  cosine: behindAWarmup("cosine"),
  warmup_stable_decay(values, log) {
    const { stable, fall: decay, ...rest } = partsOf(values, log);
    const steps = rest.warmup + stable + decay;
    return named("warmup_stable_decay", { ...rest, steps, decay });
  },
  one_cycle(values, log) {
    const { peak, start, floor, warmup, fall, endpoint } = partsOf(values, log);
    const isUsual = isClose(start, peak / ONE_CYCLE_RISE);
    const isBelow = isClose(floor, start / ONE_CYCLE_FALL);
    return named("one_cycle", {
      peak,
      steps: warmup + fall,
      warmup,
      start: isUsual ? undefined : start,
      floor: isUsual && isBelow ? undefined : floor,
      endpoint,
    });
  },
};

const isClose = (a, b) => Math.abs(a - b) <= SAME * Math.abs(b);
