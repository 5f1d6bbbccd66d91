/** Programs for PaddlePaddle: its schedulers where they are exact, else LambdaDecay. */
import { float } from "../pythonCode.js";
import { formula } from "./formula.js";
import { call, comment, imports, joined, ratio } from "./layout.js";
import { loop } from "./loop.js";
import { blocksOf, own, ownOr } from "./own.js";
import { multiplierOf } from "./parts.js";

const MODULE = "paddle.optimizer.lr";

const UPDATE = [
  "loss = paddle.nn.functional.mse_loss(model(inputs), targets)",
  "loss.backward()",
  "optimizer.step()",
  "optimizer.clear_grad()",
];

/** Return the program for PaddlePaddle, whose optimizer holds the scheduler. */
export function paddle(run) {
  const made = ownOr(run, ownOf, byLambda);
  const rate = run.constant ? float(run.peak) : "scheduler";
  return joined([
    comment(`${run.title}, in PaddlePaddle`),
    imports(["from pathlib import Path", "import paddle", ...made.imports]),
    ...blocksOf(made),
    `\
model = paddle.nn.Linear(4, 1)  # your model
inputs, targets = paddle.randn([8, 4]), paddle.randn([8, 1])  # your batches
optimizer = paddle.optimizer.SGD(${rate}, parameters=model.parameters())`,
    load(run, made),
    loop(run, UPDATE, run.constant ? [] : ["scheduler.step()"], storing),
  ]);
}

function load({ constant }, { lines }) {
  const restarts = lines.some((line) => line.includes("WarmRestarts"));
  const held = constant ? "" : ": the optimizer's has the scheduler's in it";
  const told = ", but not the place within a cycle, so the scheduler is told";
  const note = `To resume, load both states${held}${restarts ? told : ""}.`;
  return `\
${comment(`${note} Delete the file to start again.`)}
done, checkpoint = 0, Path("checkpoint.pdparams")
if checkpoint.exists():
    saved = paddle.load(str(checkpoint))
    model.set_state_dict(saved["model"])
    optimizer.set_state_dict(saved["optimizer"])
    done = saved["done"]${restarts ? "\n    scheduler.step(done)" : ""}`;
}

function storing(done) {
  return [
    "saved = {",
    '    "model": model.state_dict(),',
    '    "optimizer": optimizer.state_dict(),',
    `    "done": ${done},`,
    "}",
    "paddle.save(saved, str(checkpoint))",
  ];
}

function byLambda(run) {
  const { text, imports: needed } = formula(run);
  const share = `lambda step: rate(step) / ${float(run.peak)}`;
  const make = call(`scheduler = ${MODULE}.LambdaDecay`, [float(run.peak), share]);
  return own([`${text}\n\n\n${make}`], needed);
}

function ownOf({ peak, rise, body }) {
  if (rise?.curve === "wave") return oneCycle(peak, rise, body);
  if (!rise) return bodyOf("scheduler", peak, body);
  const after = body.kind === "hold" ? own([]) : bodyOf("decay", peak, body);
  if (!after || rise.start >= peak) return null;
  const warmup = call(`scheduler = ${MODULE}.LinearWarmup`, [
    after.lines.length ? "decay" : float(peak),
    `warmup_steps=${rise.length}`,
    `start_lr=${float(rise.start)}`,
    `end_lr=${float(peak)}`,
  ]);
  const exact = after.exact === null ? null : after.exact + rise.length;
  return { ...after, lines: [...after.lines, warmup], exact };
}

/** Return the scheduler for what comes from the peak on, as `name`. */
function bodyOf(name, peak, body) {
  const { kind, curve, hold, span, floor, lengths, factor } = body;
  const made = (type, settings, exact = null, after = "") => {
    const line = call(`${name} = ${MODULE}.${type}`, [float(peak), ...settings]);
    return own([line], [], exact, after);
  };
  if (kind === "drops") {
    const edges = `milestones=[${body.boundaries.join(", ")}]`;
    return made("MultiStepDecay", [edges, `gamma=${float(factor)}`]);
  }
  if (hold) return null;
  if (kind === "fall" && curve === "line") {
    const end = `end_lr=${float(floor)}`;
    return made("PolynomialDecay", [`decay_steps=${span}`, end]);
  }
  const low = floor ? [`eta_min=${float(floor)}`] : [];
  if (kind === "fall") {
    const settings = [`T_max=${span}`, ...low];
    return made("CosineAnnealingDecay", settings, span + 1, "the rate rises again");
  }
  if (factor !== 1 || body.endpoint || multiplierOf(body) !== 1) return null;
  const total = lengths.reduce((a, b) => a + b);
  const settings = [`T_0=${lengths[0]}`, ...low];
  return made("CosineAnnealingWarmRestarts", settings, total, "it restarts again");
}

/** Return OneCycleLR, which counts to the index of its last step. */
function oneCycle(peak, { start, length }, { kind, span, floor }) {
  if (kind !== "fall" || !start) return null;
  const total = length + span + 1;
  const make = call(`scheduler = ${MODULE}.OneCycleLR`, [
    float(peak),
    `total_steps=${total}`,
    `divide_factor=${ratio(peak, start)}`,
    `end_learning_rate=${float(floor)}`,
    `phase_pct=${length + 1} / ${total}`,
  ]);
  return own([make], [], total, "step() raises an error");
}
