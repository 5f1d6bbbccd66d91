/** Programs for PyTorch: its schedulers where they are exact, else a LambdaLR. */
import { float } from "../pythonCode.js";
import { formula } from "./formula.js";
import { call, ratio } from "./layout.js";
import { own, ownOr } from "./own.js";
import { multiplierOf } from "./parts.js";
import { torchProgram } from "./torchLoop.js";

const MODULE = "from torch.optim.lr_scheduler import";
const SMALLEST = 2 ** -1022; // LinearLR divides by its first factor

/** Return the program for PyTorch. */
export function pytorch(run) {
  return torchProgram(run, "PyTorch", schedulerOf(run));
}

/** Return the lines that make `scheduler` for an `optimizer` at the peak. */
export function schedulerOf(run) {
  return ownOr(run, ownOf, byLambda);
}

/**
 * Return a LambdaLR over the formula, or over the list of a column.
 *
 * `updates` is how many updates a step of the formula takes, where a step of the
 * scheduler is an update.
 */
export function byLambda(run, updates = 0) {
  const { text, imports } = formula(run);
  const step = updates ? `step // ${updates}` : "step";
  const share = `lambda step: rate(${step}) / ${float(run.peak)}`;
  const make = call("scheduler = LambdaLR", ["optimizer", share]);
  return own([`${text}\n\n\n${make}`], [`${MODULE} LambdaLR`, ...imports]);
}

function ownOf({ peak, rise, body }) {
  if (rise?.curve === "wave") return oneCycle(peak, rise, body);
  if (rise) return behind(peak, rise, body);
  if (!body.hold) return bodyOf("scheduler", peak, body);
  const hold = call("hold = ConstantLR", ["optimizer", "factor=1.0"]);
  return inTurn(hold, "hold", "ConstantLR", bodyOf("fall", peak, body), body.hold);
}

/** Return the lines with a warm-up, which stays at the peak until it is relieved. */
function behind(peak, { start, length }, body) {
  const name = body.kind === "hold" ? "scheduler" : "warmup";
  const isAbove0 = start / peak >= SMALLEST;
  const kind = isAbove0 ? "LinearLR" : "LambdaLR";
  const settings = isAbove0
    ? [`start_factor=${ratio(start, peak)}`, `total_iters=${length}`]
    : [`lambda step: min(step / ${length}, 1)`];
  const warm = call(`${name} = ${kind}`, ["optimizer", ...settings]);
  if (body.kind === "hold") return own([warm], [`${MODULE} ${kind}`]);
  const after = bodyOf("decay", peak, body);
  return inTurn(warm, name, kind, after, length + body.hold);
}

function inTurn(first, name, kind, after, milestone) {
  const second = after.lines[0].split(" = ")[0];
  const make = call("scheduler = SequentialLR", [
    "optimizer",
    `[${name}, ${second}]`,
    `milestones=[${milestone}]`,
  ]);
  const needed = [kind, "SequentialLR"].map((one) => `${MODULE} ${one}`);
  const exact = after.exact === null ? null : milestone + after.exact;
  const lines = [first, ...after.lines, make];
  return own(lines, [...after.imports, ...needed], exact, after.after);
}

/** Return the call for what comes from the peak on, without what is held. */
function bodyOf(name, peak, body) {
  const { kind, curve, span, floor, lengths, factor } = body;
  if (kind === "drops") {
    const edges = `milestones=[${body.boundaries.join(", ")}]`;
    return named(name, "MultiStepLR", [edges, `gamma=${float(factor)}`]);
  }
  if (kind === "fall" && curve === "line") {
    const end = `end_factor=${ratio(floor, peak)}`;
    return named(name, "LinearLR", ["start_factor=1.0", end, `total_iters=${span}`]);
  }
  const low = floor ? [`eta_min=${float(floor)}`] : [];
  if (kind === "fall") {
    const settings = [`T_max=${span}`, ...low];
    const after = "the rate rises again";
    return named(name, "CosineAnnealingLR", settings, span + 1, after);
  }
  const multiplier = multiplierOf(body);
  if (factor !== 1 || body.endpoint || !multiplier) return null;
  const settings = [`T_0=${lengths[0]}`, `T_mult=${multiplier}`, ...low];
  const total = lengths.reduce((a, b) => a + b);
  return named(
    name,
    "CosineAnnealingWarmRestarts",
    settings,
    total,
    "it restarts again",
  );
}

function named(name, kind, settings, exact = null, after = "") {
  const line = call(`${name} = ${kind}`, ["optimizer", ...settings]);
  return own([line], [`${MODULE} ${kind}`], exact, after);
}

/** Return OneCycleLR, which counts to the index of its last step. */
function oneCycle(peak, { start, length }, { kind, span, floor }) {
  if (kind !== "fall" || !start || !floor) return null;
  const total = length + span + 1;
  const settings = [
    `max_lr=${float(peak)}`,
    `total_steps=${total}`,
    `pct_start=${length + 1} / ${total}`,
    `div_factor=${ratio(peak, start)}`,
    `final_div_factor=${ratio(start, floor)}`,
    "cycle_momentum=False",
  ];
  return named("scheduler", "OneCycleLR", settings, total, "step() raises an error");
}
