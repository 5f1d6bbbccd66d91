/**
 * A schedule as text: the call that gives the same rates, here and in other libraries.
 *
 * `shape` is `{name, args}`: a name of FAMILY and the arguments of its column.
 */
import { checkWarmup } from "./schedules.js";
import { FAMILY } from "./columns.js";
import { checkPositive, checkRate } from "./checks.js";
import { Refused } from "./refused.js";

/** Return the texts of `helpers.schedules.translations` by library; none is {}. */
export function translations({ name, args }, steps) {
  if (!["cosine", "warmup_cosine"].includes(name) || args.endpoint) return {};
  const { peak, floor = 0, start = 0 } = args;
  const warmup = name === "cosine" ? 0 : args.warmup;
  const fall = steps - checkWarmup(warmup, steps - warmup);
  checkRate("floor", floor, 0, checkPositive("peak", peak));
  checkRate("start", start, 0, peak);

  const [top, low, first] = [float(peak), float(floor), float(start)];
  const alpha = float(floor / peak);
  const transformers =
    "get_cosine_schedule_with_warmup(" +
    `optimizer, num_warmup_steps=${warmup}, num_training_steps=${steps})`;
  const length = `optimizer, ${fall}, eta_min=${low}`;
  const annealing = `lr_scheduler.CosineAnnealingLR(${length})`;
  const texts = warmup
    ? {
        helpers:
          `with_warmup(cosine(${top}, ${fall}, floor=${low}), ${warmup}, ` +
          `start=${first})`,
        Keras:
          `schedules.CosineDecay(${first}, ${fall}, alpha=${alpha}, ` +
          `warmup_target=${top}, warmup_steps=${warmup})`,
        PyTorch:
          "lr_scheduler.SequentialLR(optimizer, [" +
          "lr_scheduler.LambdaLR(optimizer, lambda step: " +
          `${float(start / peak)} + ${float(1 - start / peak)} * step / ${warmup}), ` +
          `${annealing}], milestones=[${warmup}])`,
        optax:
          `optax.warmup_cosine_decay_schedule(${first}, ${top}, ${warmup}, ` +
          `decay_steps=${steps}, end_value=${low})`,
        timm:
          `CosineLRScheduler(optimizer, ${fall}, lr_min=${low}, ` +
          `warmup_t=${warmup}, warmup_lr_init=${first}, warmup_prefix=True, ` +
          "t_in_epochs=False)",
      }
    : {
        helpers: `cosine(${top}, ${fall}, floor=${low})`,
        Keras: `schedules.CosineDecay(${top}, ${fall}, alpha=${alpha})`,
        PyTorch: annealing,
        optax: `optax.cosine_decay_schedule(${top}, ${fall}, alpha=${alpha})`,
        timm: `CosineLRScheduler(optimizer, ${fall}, lr_min=${low}, t_in_epochs=False)`,
      };
  return floor || (warmup && start) ? texts : { ...texts, transformers };
}

/** Return the call of this collection that makes a schedule, or a drawn column. */
export function asCode(shape, steps) {
  const { name, args } = shape;
  if (!Object.hasOwn(FAMILY, name)) {
    const allowed = Object.keys(FAMILY).join(", ");
    throw new Refused("unknownName", { value: String(name), allowed });
  }
  FAMILY[name].column(args, steps); // refuses what Python would refuse
  const { helpers } = translations(shape, steps);
  if (helpers) return helpers;
  const { peak, warmup } = args;
  switch (name) {
    case "constant":
      return `constant(${float(args.rate)})`;
    case "step_decay":
      return call(name, [float(peak), list(args.boundaries)], args);
    case "cosine_restarts":
      return call(name, [float(peak), steps, args.cycles], args);
    case "warmup_cosine": {
      const then = call("cosine", [float(peak), steps - warmup], args);
      return call("with_warmup", [then, warmup], args);
    }
    case "warmup_stable_decay":
      return call(name, [float(peak), steps, warmup, args.decay], args);
    case "one_cycle":
      return call(name, [float(peak), steps, warmup], args);
    case "freehand": {
      const sorted = [...args.points].sort(([a], [b]) => a - b);
      const [x, y] = [0, 1].map((i) => asList(sorted.map((point) => point[i])));
      return `${float(peak)} * np.interp(np.arange(${steps}) / ${steps}, ${x}, ${y})`;
    }
    default:
      return call(name, [float(peak), steps], args);
  }
}

/** Return a column as a Python list of numbers, none of them rounded. */
export function asList(column) {
  return list(Array.from(column, float));
}

function list(texts) {
  return `[${texts.join(", ")}]`;
}

const OPTIONAL = {
  step_decay: ["factor"],
  linear: ["floor", "endpoint"],
  cosine: ["floor", "endpoint"],
  cosine_restarts: ["floor", "cycle_multiplier", "peak_multiplier", "endpoint"],
  with_warmup: ["start"],
  warmup_stable_decay: ["floor", "start", "endpoint"],
  one_cycle: ["start", "floor", "endpoint"],
};
const DEFAULTS = { endpoint: false, cycle_multiplier: 1, peak_multiplier: 1 };

/** Write a call. An optional argument is left out where it is the default. */
function call(name, positional, args) {
  const needed = OPTIONAL[name].filter(
    (key) => key in args && args[key] !== DEFAULTS[key],
  );
  const keywords = needed.map((key) => `${key}=${word(key, args[key])}`);
  return `${name}(${[...positional, ...keywords].join(", ")})`;
}

function word(key, value) {
  if (value === true) return "True";
  return key === "cycle_multiplier" ? String(value) : float(value);
}

/** Return a number as Python's `repr` writes a float: the shortest that is no other. */
function float(number) {
  const [digits, exponent] = number.toExponential().split("e");
  const power = Number(exponent);
  if (number !== 0 && (power < -4 || power >= 16)) {
    const size = String(Math.abs(power)).padStart(2, "0");
    return `${digits}e${power < 0 ? "-" : "+"}${size}`;
  }
  const text =
    power < 0
      ? number.toFixed(digits.replace(/\D/g, "").length - 1 - power)
      : String(number);
  return text.includes(".") ? text : `${text}.0`;
}
