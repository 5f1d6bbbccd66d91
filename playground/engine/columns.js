/**
 * A schedule is a column of numbers, one rate per step: the family, as columns.
 *
 * `FAMILY[name].column(args, steps)` is `table(schedule, steps)` of the Python helpers,
 * for a schedule of that length. The steps of "warmup_cosine", which is
 * `with_warmup(cosine(…), warmup)`, include its warm-up.
 */
import * as is from "./arguments.js";
import { checkColumn, checkCount, checkPositive } from "./checks.js";
import { Refused } from "./refused.js";
import * as schedules from "./schedules.js";

export const MOST_STEPS = 100_000;

/**
 * @typedef {object} Member
 * @property {import("./arguments.js").Argument[]} arguments
 * @property {(args: any, steps: number) => Float64Array} column shape (steps,)
 */

/** @type {{[name: string]: Member}} */
export const FAMILY = {
  constant: member([is.rate], (args) => schedules.constant(args)),
  step_decay: member([is.peak, is.boundaries, is.factor], (args) =>
    schedules.step_decay(args),
  ),
  linear: member([is.peak, is.floor, is.endpoint], (args, steps) =>
    schedules.linear({ ...args, steps }),
  ),
  cosine: member([is.peak, is.floor, is.endpoint], (args, steps) =>
    schedules.cosine({ ...args, steps }),
  ),
  cosine_restarts: member(
    [is.peak, is.cycles, is.floor, is.cycleMultiplier, is.peakMultiplier, is.endpoint],
    (args, steps) => schedules.cosine_restarts({ ...args, steps }),
  ),
  warmup_cosine: member(
    [is.peak, is.warmupBefore, is.floor, is.start, is.endpoint],
    (args, steps) => {
      const rest = steps - checkCount("warmup", args.warmup, 0, steps - 1);
      const then = schedules.cosine({ ...args, steps: rest });
      return schedules.with_warmup(then, { ...args, steps: rest });
    },
  ),
  warmup_stable_decay: member(
    [is.peak, is.warmup, is.decay, is.floor, is.start, is.endpoint],
    (args, steps) => schedules.warmup_stable_decay({ ...args, steps }),
  ),
  one_cycle: member(
    [is.peak, is.longWarmup, is.lowStart, is.lowFloor, is.endpoint],
    (args, steps) => schedules.one_cycle({ ...args, steps }),
  ),
  freehand: {
    arguments: [is.peak, is.points],
    column: (args, steps) => fromPoints(args.points, steps, args.peak),
  },
};

function member(list, schedule) {
  return {
    arguments: list,
    column: (args, steps) => table(schedule(args, steps), steps),
  };
}

/** Return all arguments of a member of the family: those given, others as at first. */
export function allArguments(name, steps, given = {}) {
  const args = {};
  for (const { name: key, fallback } of FAMILY[name].arguments) {
    args[key] = given[key] ?? fallback(steps, args);
  }
  return args;
}

/** Return the rates of steps 0 to `steps - 1`, shape (steps,). */
function table(schedule, steps) {
  checkCount("steps", steps, 1, MOST_STEPS);
  return Float64Array.from({ length: steps }, (_, step) => schedule(step));
}

/**
 * Return the column of a curve of straight lines through points, shape (steps,).
 *
 * The points are [x, y], both from 0 to 1, in any order: step t is at x = t/steps, and
 * y is the rate as a share of `peak`. Left and right of the points the curve is level.
 * Of two points at one x, the later one is where the curve goes on.
 */
function fromPoints(points, steps, peak = 1) {
  checkPositive("peak", peak);
  if (points.length === 0) throw new Refused("listEmpty", { name: "points" });
  points.forEach(([x, y], i) => {
    if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) {
      throw new Refused("pointOutside", { row: i + 1, x: Number(x), y: Number(y) });
    }
  });
  const sorted = [...points].sort(([a], [b]) => a - b);
  let next = 0;
  return table((step) => {
    const x = step / steps;
    while (next < sorted.length && sorted[next][0] <= x) next += 1;
    const [[x0, y0], [x1, y1]] = [
      sorted[Math.max(next - 1, 0)],
      sorted[next] ?? [2, 0],
    ];
    if (next === 0 || next === sorted.length) return peak * (next ? y0 : y1);
    return peak * (y0 + ((y1 - y0) / (x1 - x0)) * (x - x0));
  }, steps);
}

/** Return the column in which each epoch holds the rate of its first step. */
export function staircase(column, stepsPerEpoch) {
  checkCount("stepsPerEpoch", stepsPerEpoch);
  return column.map((_, step) => column[step - (step % stepsPerEpoch)]);
}

/** Return the peak, the mean rate, and the share of steps below a tenth of the peak. */
export function summary(column) {
  checkColumn("rates", column);
  const peak = column.reduce((a, b) => Math.max(a, b));
  const sum = column.reduce((a, b) => a + b);
  const mean = sum < Infinity ? sum / column.length : meanOfLarge(column, peak);
  const below = column.filter((rate) => rate < peak / 10).length;
  return { peak, mean, belowTenth: below / column.length };
}

/** Return the mean of rates whose sum is no number. */
function meanOfLarge(column, peak) {
  return peak * (column.reduce((sum, rate) => sum + rate / peak, 0) / column.length);
}

/** Return the column divided by its peak, which must be above 0. */
export function shapeOf(column) {
  const { peak } = summary(column);
  if (peak === 0) throw new Refused("columnStill");
  return column.map((rate) => rate / peak);
}

/**
 * Return a column with another number of steps, the same curve and the same mean rate.
 *
 * The column is read as a staircase; each row of the result is the mean over its share
 * of it. With as many steps as before, it is the same column.
 */
export function resampled(column, steps) {
  checkColumn("rates", column);
  checkCount("steps", steps, 1, MOST_STEPS);
  if (steps === column.length) return Float64Array.from(column);
  const width = column.length / steps;
  return Float64Array.from({ length: steps }, (_, step) => {
    const [from, to] = [step * width, Math.min((step + 1) * width, column.length)];
    let area = 0;
    for (let row = Math.floor(from); row < to; row++) {
      area += column[row] * (Math.min(row + 1, to) - Math.max(row, from));
    }
    return area / (to - from);
  });
}
