/** Programs for MMEngine: its schedulers where they are exact, else a formula's. */
import { float } from "../pythonCode.js";
import { formula } from "./formula.js";
import { call, comment, imports, joined, ratio, row } from "./layout.js";
import { blocksOf, own, ownOr } from "./own.js";

const NEEDED = [
  "import os",
  "import torch",
  "from mmengine.model import BaseModel",
  "from mmengine.runner import Runner",
];

const MODEL = `class Model(BaseModel):  # your model
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(4, 1)

    def forward(self, inputs, targets, mode):
        loss = torch.nn.functional.mse_loss(self.layer(inputs), targets)
        return {"loss": loss}`;

const FORMULA = `class FormulaLR(_ParamScheduler):
    def __init__(self, optimizer, **settings):
        super().__init__(optimizer, "lr", **settings)

    def _get_value(self):
        return [rate(self.last_step) for _ in self.optimizer.param_groups]`;

/** Return the program for MMEngine, whose Runner steps the schedulers. */
export function mmengine(run) {
  const made = ownOr(run, ownOf, byFormula);
  const rows = 8 * (run.stepsPerEpoch || run.steps);
  return joined([
    comment(`${run.title}, in MMEngine`),
    imports([...NEEDED, ...made.imports]),
    ...blocksOf(made),
    MODEL,
    `\
inputs, targets = torch.randn(${rows}, 4), torch.randn(${rows}, 1)  # your data
data = torch.utils.data.TensorDataset(inputs, targets)`,
    runner(run),
  ]);
}

function runner(run) {
  const every = run.stepsPerEpoch ? 1 : Math.max(1, Math.floor(run.steps / 4));
  const limit = run.stepsPerEpoch ? "max_epochs" : "max_iters";
  const settings = [
    "Model()",
    'work_dir="work"',
    "train_dataloader=torch.utils.data.DataLoader(data, batch_size=8)",
    `train_cfg={"by_epoch": ${byEpoch(run)}, "${limit}": ${run.steps}}`,
    `optim_wrapper={"optimizer": {"type": "SGD", "lr": ${float(run.peak)}}}`,
    ...(run.constant ? [] : ["param_scheduler=schedulers"]),
    'default_hooks={"checkpoint": checkpoint}',
    "resume=True",
  ];
  const note =
    "With resume the Runner goes on at the last checkpoint in work_dir, if there is " +
    "one. It holds more than weights: since 2.6 PyTorch must be told so.";
  return `\
${comment(note)}
os.environ["TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"] = "1"
checkpoint = {
    "type": "CheckpointHook",
    "by_epoch": ${byEpoch(run)},
    "interval": ${every},
}
${call("runner = Runner", settings)}
runner.train()`;
}

function byFormula(run) {
  const { text, imports: needed } = formula(run);
  const made = `schedulers = [{"type": FormulaLR, "by_epoch": ${byEpoch(run)}}]`;
  const imported = ["from mmengine.optim import _ParamScheduler", ...needed];
  return own([`${text}\n\n\n${FORMULA}\n\n\n${made}`], imported);
}

function ownOf({ peak, rise, body }, run) {
  if (rise?.curve === "wave") return oneCycle(peak, rise, body, run);
  if (rise && !rise.start) return null;
  const schedulers = [];
  if (rise) {
    schedulers.push({
      type: '"LinearLR"',
      start_factor: ratio(rise.start, peak),
      begin: 0,
      end: rise.length + 1,
    });
  }
  const begin = rise?.length ?? 0;
  if (body.kind !== "hold") {
    const after = bodyOf(peak, body, begin);
    if (!after) return null;
    schedulers.push(after);
  }
  // A Runner refuses those that would begin after its end.
  const used = schedulers.filter((settings) => settings.begin < run.steps);
  if (!used.length) return null;
  const lines = [...weightsBefore(peak, body), listed(used, run)];
  if (body.kind !== "cycles") return own(lines);
  const end = begin + body.lengths.reduce((a, b) => a + b);
  return own(lines, [], end, "the rate stays above its floor");
}

/** Return the scheduler for what comes from the peak on, at `begin`. */
function bodyOf(peak, body, begin) {
  const { kind, curve, hold, span, floor, factor } = body;
  if (kind === "drops") {
    const milestones = `[${body.boundaries.join(", ")}]`;
    return { type: '"MultiStepLR"', milestones, gamma: float(factor), begin };
  }
  if (kind === "fall") {
    const ends = { begin: begin + hold, end: begin + hold + span + 1 };
    const low = { T_max: span, eta_min: float(floor) };
    if (curve === "wave") return { type: '"CosineAnnealingLR"', ...low, ...ends };
    const factors = { start_factor: "1.0", end_factor: ratio(floor, peak) };
    return { type: '"LinearLR"', ...factors, ...ends };
  }
  if (body.endpoint) return null;
  return {
    type: '"CosineRestartLR"',
    periods: `[${body.lengths.join(", ")}]`,
    restart_weights: weights(body),
    eta_min: float(floor),
    begin,
  };
}

/** Return each cycle's peak as a share of the first. */
function weights({ lengths, factor, floor }) {
  if (factor === 1) return `[1.0] * ${lengths.length}`;
  if (floor) return "weights";
  return `[${float(factor)}**cycle for cycle in range(${lengths.length})]`;
}

/** Return lines that make `weights`, where they need a floor. */
function weightsBefore(peak, { kind, lengths, factor, floor }) {
  if (kind !== "cycles" || factor === 1 || !floor) return [];
  const powers = `${float(factor)}**cycle for cycle in range(${lengths.length})`;
  return [
    `peak = ${float(peak)}`,
    `floor = ${float(floor)}`,
    `heights = [(peak - floor) * ${powers}]`,
    "weights = [(floor + height) / peak for height in heights]",
  ];
}

function oneCycle(peak, { start, length }, { kind, span, floor }, run) {
  if (kind !== "fall" || !start || !floor) return null;
  const total = length + span + 1;
  const settings = {
    type: '"OneCycleLR"',
    begin: 0,
    eta_max: float(peak),
    total_steps: total,
    pct_start: `${length + 1} / ${total}`,
    div_factor: ratio(peak, start),
    final_div_factor: ratio(start, floor),
  };
  const made = listed([settings], run);
  return own([made], [], total, "the training stops with an error");
}

/** Return the list of schedulers, each a dict of settings. */
function listed(schedulers, run) {
  const dicts = schedulers.map((settings) => {
    const all = Object.entries({ ...settings, by_epoch: byEpoch(run) });
    const rows = all.map(([name, value]) => row(`"${name}": ${value}`, " ".repeat(8)));
    return `    {\n${rows.join("\n")}\n    },`;
  });
  return `schedulers = [\n${dicts.join("\n")}\n]`;
}

function byEpoch({ stepsPerEpoch }) {
  return stepsPerEpoch ? "True" : "False";
}
