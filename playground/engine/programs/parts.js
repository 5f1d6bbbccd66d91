/**
 * The parts of a schedule: a rise, then a peak that is held, dropped, left or repeated.
 *
 * Each library's calls are chosen by these parts, and so is the formula.
 *
 * @typedef {object} Parts
 * @property {number} peak
 * @property {{curve: Curve, start: number, length: number} | null} rise from `start` to
 *   the peak in so many steps
 * @property {Body} body what comes from the peak on
 *
 * @typedef {"line" | "wave"} Curve a straight line, or half a cosine wave
 *
 * @typedef {object} Body
 * @property {"hold" | "drops" | "fall" | "cycles"} kind
 * @property {number[]} [boundaries] of drops: there the rate is multiplied by `factor`
 * @property {Curve} [curve] of a fall
 * @property {number} [hold] how many steps of the peak come before a fall
 * @property {number} [span] after how many steps more it is at its floor
 * @property {number[]} [lengths] of cycles, half waves from a peak to the floor
 * @property {number} [floor] of a fall, or of cycles
 * @property {number} [factor] of cycles: how much lower above the floor each peak is
 * @property {boolean} [endpoint] whether the last step of a cycle is at the floor
 */

/** @type {Body} */
const HOLD = { kind: "hold" };

/**
 * Return the parts of a schedule of the family, or null for a curve that was drawn.
 *
 * @param {{name: string, args: any}} shape
 * @param {number} steps
 * @returns {Parts | null}
 */
export function partsOf({ name, args }, steps) {
  const { peak, warmup, floor } = args;
  switch (name) {
    case "constant":
      return { peak: args.rate, rise: null, body: HOLD };
    case "step_decay": {
      const { boundaries, factor } = args;
      if (factor === 1) return { peak, rise: null, body: HOLD };
      return { peak, rise: null, body: { kind: "drops", boundaries, factor } };
    }
    case "linear":
      return { peak, rise: null, body: fall("line", 0, steps, args) };
    case "cosine":
      return { peak, rise: null, body: fall("wave", 0, steps, args) };
    case "cosine_restarts": {
      const alone = args.cycles === 1 || floor === peak;
      const body = alone ? fall("wave", 0, steps, args) : cycles(args, steps);
      return { peak, rise: null, body };
    }
    case "warmup_cosine":
      return {
        peak,
        rise: rise("line", args),
        body: fall("wave", 0, steps - warmup, args),
      };
    case "warmup_stable_decay": {
      const hold = steps - warmup - args.decay;
      return {
        peak,
        rise: rise("line", args),
        body: fall("line", hold, args.decay, args),
      };
    }
    case "one_cycle":
      return {
        peak,
        rise: rise("wave", args),
        body: fall("wave", 0, steps - warmup, args),
      };
    default:
      return null;
  }
}

/** Return by which whole number each cycle is longer than the one before, if any is. */
export function multiplierOf({ lengths }) {
  const [first, second] = lengths;
  const multiplier = Math.floor(second / first);
  const grown = lengths.every((length, i) => length === first * multiplier ** i);
  return grown ? multiplier : null;
}

function rise(curve, { start, warmup: length }) {
  return length ? { curve, start, length } : null;
}

/** @returns {Body} */
function fall(curve, hold, steps, { peak, floor, endpoint }) {
  if (floor === peak) return HOLD;
  return { kind: "fall", curve, hold, span: steps - Number(endpoint), floor };
}

/** @returns {Body} */
function cycles(args, steps) {
  const shares = Array.from(
    { length: args.cycles },
    (_, i) => args.cycle_multiplier ** i,
  );
  const whole = shares.reduce((a, b) => a + b);
  let soFar = 0;
  const ends = [
    0,
    ...shares.map((share) => Math.floor((steps * (soFar += share)) / whole)),
  ];
  const lengths = shares.map((_, i) => ends[i + 1] - ends[i]);
  const { floor, peak_multiplier: factor, endpoint } = args;
  return { kind: "cycles", lengths, floor, factor, endpoint };
}
