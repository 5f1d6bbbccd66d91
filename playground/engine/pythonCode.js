/**
 * A schedule as Python writes it: the call of this collection, and numbers.
 *
 * `shape` is `{name, args}`: a name of FAMILY and the arguments of its column.
 */

/** Return the call of `helpers.schedules` that makes a schedule of the family. */
export function callOf({ name, args }, steps) {
  if (name === "warmup_cosine") {
    const schedule = call("cosine", { ...args, steps: steps - args.warmup });
    return call("with_warmup", { ...args, schedule });
  }
  return call(name, { ...args, steps });
}

/** Return the expression for a column that was drawn, with NumPy as `np`. */
export function drawnOf({ peak, points }, steps) {
  const sorted = [...points].sort(([a], [b]) => a - b);
  const [x, y] = [0, 1].map((i) => asList(sorted.map((point) => point[i])));
  return `${float(peak)} * np.interp(np.arange(${steps}) / ${steps}, ${x}, ${y})`;
}

/** Return a column as a Python list of numbers, none of them rounded. */
export function asList(column) {
  return `[${Array.from(column, float).join(", ")}]`;
}

/** Return a number as Python's `repr` writes a float: the shortest that is no other. */
export function float(number) {
  const text = String(number);
  const [size, decimals] = [Math.abs(number), text.includes(".")];
  if (number === 0 || (size >= 1e-4 && size < 1e16)) {
    return decimals ? text : `${text}.0`;
  }
  const [digits, exponent] = number.toExponential().split("e");
  const power = Number(exponent);
  const written = String(Math.abs(power)).padStart(2, "0");
  return `${digits}e${power < 0 ? "-" : "+"}${written}`;
}

// The arguments of each function of the family, in its order, and their defaults.
const FALL = ["floor", "endpoint"];
const SIGNATURES = {
  constant: ["rate"],
  step_decay: ["peak", "boundaries", "factor"],
  linear: ["peak", "steps", ...FALL],
  cosine: ["peak", "steps", ...FALL],
  cosine_restarts: [
    ...["peak", "steps", "cycles", "floor", "cycle_multiplier", "peak_multiplier"],
    "endpoint",
  ],
  with_warmup: ["schedule", "warmup", "start"],
  warmup_stable_decay: [
    ...["peak", "steps", "warmup", "decay", "floor", "start", "endpoint"],
  ],
  one_cycle: ["peak", "steps", "warmup", "start", "floor", "endpoint"],
};
const DEFAULTS = {
  floor: 0,
  start: 0,
  factor: 0.1,
  endpoint: false,
  cycle_multiplier: 1,
  peak_multiplier: 1,
};
const RATES = ["rate", "peak", "floor", "start", "factor", "peak_multiplier"];

/** Write a call. An argument is left out where it is the default. */
export function call(name, args) {
  const defaults = name === "one_cycle" ? { endpoint: false } : DEFAULTS;
  const words = SIGNATURES[name]
    .filter((key) => args[key] !== defaults[key])
    .map((key) => (key === "schedule" ? args[key] : `${key}=${word(key, args[key])}`));
  return `${name}(${words.join(", ")})`;
}

function word(key, value) {
  if (value === true) return "True";
  if (Array.isArray(value)) return `[${value.join(", ")}]`;
  return RATES.includes(key) ? float(value) : String(value);
}
