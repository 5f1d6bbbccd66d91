/** Programs for timm: its schedulers where they are exact, else a LambdaLR. */
import { float } from "../pythonCode.js";
import { byLambda } from "./inPyTorch.js";
import { call } from "./layout.js";
import { own } from "./own.js";
import { multiplierOf } from "./parts.js";
import { STEPPING, torchProgram } from "./torchLoop.js";

const NOTE = "The scheduler keeps no count: it is told at a resume, as in the loop.";

/** Return the program for timm, which is told the number of updates or epochs. */
export function timm(run) {
  const made = run.parts && ownOf(run);
  const step = run.stepsPerEpoch ? "step" : "step_update";
  const unit = run.stepsPerEpoch ? "epoch" : "update";
  const told = {
    line: `scheduler.${step}(${unit} + 1)`,
    note: NOTE,
    loaded: `scheduler.${step}(done)`,
    saved: false,
  };
  return torchProgram(run, "timm", made || byLambda(run), made ? told : STEPPING);
}

function ownOf({ parts: { rise, body }, stepsPerEpoch }) {
  const chosen = rise?.curve === "wave" ? null : classOf(body);
  if (!chosen) return null;
  const [name, settings] = chosen;
  const warmup = rise ? [`warmup_t=${rise.length}`] : [];
  if (rise?.start) warmup.push(`warmup_lr_init=${float(rise.start)}`);
  if (rise && /^(Cosine|Poly)/.test(name)) warmup.push("warmup_prefix=True");
  const unit = stepsPerEpoch ? [] : ["t_in_epochs=False"];
  const all = ["optimizer", ...settings, ...warmup, ...unit];
  return own(
    [call(`scheduler = ${name}`, all)],
    [`from timm.scheduler import ${name}`],
  );
}

/**
 * Return the scheduler for what comes from the peak on, and its settings.
 *
 * @returns {[string, string[]] | null}
 */
function classOf(body) {
  const { kind, curve, hold, span, floor, lengths, factor } = body;
  const low = floor ? [`lr_min=${float(floor)}`] : [];
  if (kind === "hold") return ["MultiStepLRScheduler", ["decay_t=[]"]];
  if (kind === "drops") {
    // A drop comes one step before the number in decay_t.
    const edges = body.boundaries.map((boundary) => boundary + 1);
    const settings = [`decay_t=[${edges.join(", ")}]`, `decay_rate=${float(factor)}`];
    return ["MultiStepLRScheduler", settings];
  }
  if (kind === "fall" && hold) {
    const lasting = [`t_initial=${hold + span}`, `decay_t=${span}`];
    const shape = `decay_fn="${curve === "line" ? "linear" : "cosine"}"`;
    return ["WSDLRScheduler", [...lasting, shape, ...low]];
  }
  if (kind === "fall") {
    const name = curve === "wave" ? "CosineLRScheduler" : "PolyLRScheduler";
    const power = curve === "wave" ? [] : ["power=1.0"];
    return [name, [`t_initial=${span}`, ...power, ...low]];
  }
  const multiplier = multiplierOf(body);
  if (body.endpoint || (floor && factor !== 1) || !multiplier) return null;
  if (!inTime(lengths, multiplier)) return null;
  const settings = [`t_initial=${lengths[0]}`, ...low];
  if (multiplier !== 1) settings.push(`cycle_mul=${multiplier}`);
  if (factor !== 1) settings.push(`cycle_decay=${float(factor)}`);
  return ["CosineLRScheduler", [...settings, `cycle_limit=${lengths.length}`]];
}

/** Return whether cycles restart on time: timm finds them by a logarithm. */
function inTime(lengths, multiplier) {
  if (multiplier === 1) return true;
  const [first] = lengths;
  const cycleAt = (step) =>
    Math.floor(Math.log(1 - (step / first) * (1 - multiplier)) / Math.log(multiplier));
  let start = 0;
  return lengths.every((length, cycle) => {
    start += length;
    return cycleAt(start) === cycle + 1 && cycleAt(start - 1) === cycle;
  });
}
