/** Programs for optax: its schedules, joined, where they are exact, else a column. */
import { float } from "../pythonCode.js";
import { columnOf } from "./formula.js";
import { call, comment, imports, joined, ratio } from "./layout.js";
import { byUpdates } from "./loop.js";
import { blocksOf, own, ownOr } from "./own.js";
import { joinedStages, LISTED } from "./stages.js";

const NEEDED = [
  "import pickle",
  "from pathlib import Path",
  "import jax",
  "import jax.numpy as jnp",
  "import optax",
];

const COLUMN = `def schedule(step):
    return jnp.array(rates)[jnp.minimum(step, len(rates) - 1)]`;

const FRAME = [
  `def loss_of(weights):
    return jnp.mean((inputs @ weights - targets) ** 2)`,
  `@jax.jit
def step(weights, state):  # the optimizer's state counts its updates
    gradients = jax.grad(loss_of)(weights)
    changes, state = optimizer.update(gradients, state, weights)
    return optax.apply_updates(weights, changes), state`,
];

const LOAD = `
done, checkpoint = 0, Path("checkpoint.pickle")
if checkpoint.exists():
    weights, state, done = pickle.loads(checkpoint.read_bytes())`;

/** Return the program for optax, where the schedule is the optimizer's rate. */
export function optax(run) {
  const made = ownOr(run, ownOf, byColumn);
  const asked = run.stepsPerEpoch
    ? `lambda step: schedule(step // ${run.stepsPerEpoch})`
    : "schedule";
  return joined([
    comment(`${run.title}, in optax`),
    imports([...NEEDED, ...made.imports]),
    ...blocksOf(made),
    `\
weights = jnp.zeros((4, 1))  # your model
inputs, targets = jnp.ones((8, 4)), jnp.ones((8, 1))  # your batches
optimizer = optax.sgd(${run.constant ? float(run.peak) : asked})
state = optimizer.init(weights)`,
    ...FRAME,
    comment(
      "To resume, load the optimizer's state with the weights: it counts the updates. " +
        "Delete the file to start again.",
    ) + LOAD,
    byUpdates(run.updates, ["weights, state = step(weights, state)"], (done) => [
      `saved = pickle.dumps((weights, state, ${done}))`,
      "checkpoint.write_bytes(saved)",
    ]),
  ]);
}

function byColumn(run) {
  const { text, imports: needed } = columnOf(run);
  return own([`${text}\n\n\n${COLUMN}`], needed);
}

function ownOf({ peak, rise, body }) {
  const { kind, curve, hold, span, floor } = body;
  if (rise?.curve === "wave") return oneCycle(peak, rise, body);
  if (rise && kind === "fall" && curve === "wave" && !hold) {
    return make("warmup_cosine_decay_schedule", [
      `init_value=${float(rise.start)}`,
      `peak_value=${float(peak)}`,
      `warmup_steps=${rise.length}`,
      `decay_steps=${rise.length + span}`,
      ...(floor ? [`end_value=${float(floor)}`] : []),
    ]);
  }
  const line = rise && [float(rise.start), float(peak), String(rise.length)];
  if (kind === "hold") return make("linear_schedule", line);
  if (kind === "drops") {
    const edges = `for boundary in [${body.boundaries.join(", ")}]`;
    const drops = `{boundary: ${float(body.factor)} ${edges}}`;
    return make("piecewise_constant_schedule", [float(peak), drops]);
  }
  const stages = stagesOf(peak, body);
  if (!stages) return null;
  if (rise) stages.unshift(["linear_schedule", line, rise.length]);
  if (stages.length === 1) return make(stages[0][0], stages[0][1]);
  return joinedStages(
    "optax",
    stages.map(([name, settings, length]) => [
      call(`    optax.${name}`, settings, "),"),
      length,
    ]),
  );
}

/** Return what comes from the peak on: functions, their arguments, and their steps. */
function stagesOf(peak, body) {
  const { kind, curve, hold, span, floor } = body;
  const wave = (length) => {
    const alpha = floor ? [`alpha=${ratio(floor, peak)}`] : [];
    return ["cosine_decay_schedule", [float(peak), String(length), ...alpha]];
  };
  if (kind === "cycles") {
    if (body.factor !== 1 || body.lengths.length > LISTED) return null;
    return body.lengths.map((length) => [
      ...wave(length - Number(body.endpoint)),
      length,
    ]);
  }
  const line = ["linear_schedule", [float(peak), float(floor), String(span)]];
  const fall = [...(curve === "line" ? line : wave(span)), span];
  return hold ? [["constant_schedule", [float(peak)], hold], fall] : [fall];
}

function oneCycle(peak, { start, length }, { kind, span, floor }) {
  const total = length + span;
  const exact = Math.trunc((length / total) * total) === length;
  if (kind !== "fall" || !start || !floor || !exact) return null;
  return make("cosine_onecycle_schedule", [
    `transition_steps=${total}`,
    `peak_value=${float(peak)}`,
    `pct_start=${length} / ${total}`,
    `div_factor=${ratio(peak, start)}`,
    `final_div_factor=${ratio(start, floor)}`,
  ]);
}

function make(name, settings) {
  return own([call(`schedule = optax.${name}`, settings)]);
}
