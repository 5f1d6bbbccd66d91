/** Programs for transformers: its schedules where they are exact, else a LambdaLR. */
import { float } from "../pythonCode.js";
import { byLambda } from "./inPyTorch.js";
import { call, ratio } from "./layout.js";
import { own, ownOr } from "./own.js";
import { multiplierOf } from "./parts.js";
import { torchProgram } from "./torchLoop.js";

/**
 * Return the program for transformers.
 *
 * Its schedules are LambdaLRs of PyTorch, and so is what stands in for them.
 */
export function transformers(run) {
  return torchProgram(run, "transformers", ownOr(run, ownOf, byLambda));
}

/** Return the call, where the rise is one of those that transformers has. */
function ownOf(parts) {
  const { rise } = parts;
  const fromZero = !rise || (rise.curve === "line" && rise.start === 0);
  return (fromZero && risen(parts)) || betweenFloors(parts);
}

/** Return the call for a straight warm-up from 0, or none. */
function risen({ rise, body }) {
  const { kind, curve, hold, span, floor } = body;
  const warmup = rise?.length ?? 0;
  const settings = (steps) => [
    `num_warmup_steps=${warmup}`,
    `num_training_steps=${warmup + steps}`,
  ];
  if (kind === "hold") {
    return named("constant_schedule_with_warmup", settings(0).slice(0, 1));
  }
  if (kind === "fall" && !hold && curve === "line") {
    if (!floor) return named("linear_schedule_with_warmup", settings(span));
    const end = [`lr_end=${float(floor)}`, "power=1.0"];
    return named("polynomial_decay_schedule_with_warmup", [...settings(span), ...end]);
  }
  if (kind === "fall" && !hold) {
    const name = floor ? "cosine_with_min_lr_schedule" : "cosine_schedule";
    const low = floor ? [`min_lr=${float(floor)}`] : [];
    const made = named(`${name}_with_warmup`, [...settings(span), ...low]);
    return { ...made, exact: warmup + span + 1, after: "the rate rises again" };
  }
  if (kind !== "cycles" || floor || body.factor !== 1 || body.endpoint) return null;
  if (!inTime(body)) return null;
  return named("cosine_with_hard_restarts_schedule_with_warmup", [
    ...settings(body.lengths[0] * body.lengths.length),
    `num_cycles=${body.lengths.length}`,
  ]);
}

/** Return get_wsd_schedule, whose rise begins where its fall ends. */
function betweenFloors({ peak, rise, body }) {
  const { kind, curve, hold, span, floor } = body;
  if (kind !== "fall" || (rise && rise.start !== floor)) return null;
  return named("wsd_schedule", [
    `num_warmup_steps=${rise?.length ?? 0}`,
    `num_stable_steps=${hold}`,
    `num_decay_steps=${span}`,
    ...(rise?.curve === "wave" ? ['warmup_type="cosine"'] : []),
    `decay_type="${curve === "line" ? "linear" : "cosine"}"`,
    ...(floor ? [`min_lr_ratio=${ratio(floor, peak)}`] : []),
  ]);
}

/** Return whether equal cycles restart on time, as transformers rounds. */
function inTime(body) {
  const [length] = body.lengths;
  const cycles = body.lengths.length;
  const onTime = (_, i) => (cycles * ((i * length) / (cycles * length))) % 1 === 0;
  return multiplierOf(body) === 1 && body.lengths.every(onTime);
}

function named(name, settings) {
  const made = call(`scheduler = get_${name}`, ["optimizer", ...settings]);
  return own([made], [`from transformers import get_${name}`]);
}
