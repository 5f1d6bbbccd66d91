/** Programs for MLX: its schedules, joined, where they are exact, else a column. */
import { float } from "../pythonCode.js";
import { columnOf } from "./formula.js";
import { call, comment, imports, joined, noted } from "./layout.js";
import { byUpdates } from "./loop.js";
import { blocksOf, own, ownOr } from "./own.js";
import { joinedStages, LISTED } from "./stages.js";

const COLUMN = `def schedule(step):
    return mx.array(rates)[mx.minimum(step, len(rates) - 1)]`;

const LOSS = `def loss_of(model):
    return nn.losses.mse_loss(model(inputs), targets)`;

const LOAD = `
done, checkpoint = 0, Path("checkpoint.safetensors")
if checkpoint.exists():
    saved = tree_unflatten(list(mx.load(str(checkpoint)).items()))
    model.update(saved["model"])
    optimizer.state = saved["optimizer"]
    done = optimizer.step.item()`;

const NEEDED = [
  "from pathlib import Path",
  "import mlx.core as mx",
  "import mlx.nn as nn",
  "import mlx.optimizers as optim",
  "from mlx.utils import tree_flatten, tree_unflatten",
];

const UPDATE = [
  "loss, gradients = nn.value_and_grad(model, loss_of)(model)",
  "optimizer.update(model, gradients)  # counts the update",
  "mx.eval(model.parameters(), optimizer.state)",
];

/** Return the program for MLX, where the schedule is the optimizer's rate. */
export function mlx(run) {
  const made = ownOr(run, ownOf, byColumn);
  const asked = run.stepsPerEpoch
    ? `lambda step: schedule(step // ${run.stepsPerEpoch})`
    : "schedule";
  const rate = run.constant ? float(run.peak) : asked;
  const note = run.constant ? "the rate" : "asked at each update";
  return joined([
    comment(`${run.title}, in MLX`),
    imports([...NEEDED, ...made.imports]),
    ...blocksOf(made),
    `\
model = nn.Linear(4, 1)  # your model
inputs, targets = mx.random.normal((8, 4)), mx.random.normal((8, 1))  # batches
${noted(`optimizer = optim.SGD(learning_rate=${rate})`, note)}`,
    LOSS,
    comment(
      "To resume, load the optimizer's state with the weights: it counts the updates. " +
        "Delete the file to start again.",
    ) + LOAD,
    byUpdates(run.updates, UPDATE, () => [
      'saved = {"model": model.parameters(), "optimizer": optimizer.state}',
      "mx.save_safetensors(str(checkpoint), dict(tree_flatten(saved)))",
    ]),
  ]);
}

function byColumn(run) {
  const { text, imports: needed } = columnOf(run);
  return own([`${text}\n\n\n${COLUMN}`], needed);
}

function ownOf({ peak, rise, body }) {
  if (rise?.curve === "wave") return null;
  if (body.kind === "drops") return drops(peak, body);
  const stages = stagesOf(peak, body);
  if (!stages) return null;
  if (rise) stages.unshift([line(rise.start, peak, rise.length), rise.length]);
  if (stages.length === 1) return own([`schedule = ${stages[0][0]}`]);
  return joinedStages(
    "optim",
    stages.map(([text, length]) => [`    ${text},`, length]),
  );
}

/** Return what comes from the peak on, each stage with its steps. */
function stagesOf(peak, { kind, curve, hold, span, floor, ...body }) {
  const end = floor ? `, end=${float(floor)}` : "";
  const wave = (steps) => `optim.cosine_decay(${float(peak)}, ${steps}${end})`;
  if (kind === "hold") return [];
  if (kind === "cycles") {
    if (body.factor !== 1 || body.lengths.length > LISTED) return null;
    return body.lengths.map((length) => [wave(length - Number(body.endpoint)), length]);
  }
  const fall = [curve === "line" ? line(peak, floor, span) : wave(span), span];
  return hold ? [[line(peak, peak, hold), hold], fall] : [fall];
}

/** Return step_decay, where the boundaries are as far apart as they can be. */
function drops(peak, { boundaries, factor }) {
  const [first] = boundaries;
  if (boundaries.some((boundary, i) => boundary !== first * (i + 1))) return null;
  const settings = [float(peak), float(factor), String(first)];
  const end = first * (boundaries.length + 1);
  return own(
    [call("schedule = optim.step_decay", settings)],
    [],
    end,
    "it drops again",
  );
}

function line(start, end, steps) {
  return `optim.linear_schedule(${float(start)}, ${float(end)}, ${steps})`;
}
