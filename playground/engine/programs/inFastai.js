/** Programs for fastai: an annealer where it is exact, else the formula by position. */
import { float } from "../pythonCode.js";
import { formula } from "./formula.js";
import { call, comment, imports, joined } from "./layout.js";
import { blocksOf, own, ownOr } from "./own.js";
import { epochOf } from "./run.js";

const SCHEDULE = "from fastai.callback.schedule import";

const NEEDED = [
  "import torch",
  "from fastai.callback.tracker import SaveModelCallback",
  "from fastai.data.core import DataLoaders",
  "from fastai.data.load import DataLoader",
  "from fastai.learner import Learner",
  "from fastai.optimizer import SGD",
  "from pathlib import Path",
];

const SAVE = `
save = SaveModelCallback("train_loss", "epoch", every_epoch=True, with_opt=True)
stored = [path.stem.removeprefix("epoch_") for path in Path("models").glob("epoch_*")]
done = max(map(int, stored), default=-1) + 1
if done:
    learner.load(f"epoch_{done - 1}", with_opt=True)
`;

/** Return the program for fastai, whose schedules see the position in the run. */
export function fastai(run) {
  const updates = epochOf(run);
  const epochs = run.updates / updates;
  const made = ownOr(run, annealer, byPosition);
  const callbacks = run.constant ? "[save]" : "[scheduler, save]";
  const rows = 8 * updates;
  return joined([
    comment(`${run.title}, in fastai`),
    imports([...NEEDED, ...made.imports]),
    ...blocksOf(made),
    `\
model = torch.nn.Linear(4, 1)  # your model
rows = list(zip(torch.randn(${rows}, 4), torch.randn(${rows}, 1)))  # your data
loaders = DataLoaders(DataLoader(rows, bs=8), DataLoader(rows, bs=8))
loss = torch.nn.functional.mse_loss
learner = Learner(loaders, model, loss, SGD, lr=${float(run.peak)})`,
    comment(
      `${epochs} epochs of ${updates} updates. To resume, load the last whole ` +
        "epoch with its optimizer; start_epoch moves the position on. Delete " +
        'the folder "models" to start again.',
    ) + `${SAVE}learner.fit(${epochs}, cbs=${callbacks}, start_epoch=done)`,
  ]);
}

/** Return fastai's own, which falls over the whole run; joined they are float32. */
function annealer({ peak, rise, body }, run) {
  const whole = body.span === run.steps && !run.stepsPerEpoch;
  if (rise || body.kind !== "fall" || body.hold || !whole) return null;
  const name = body.curve === "line" ? "SchedLin" : "SchedCos";
  const made = `{"lr": ${name}(${float(peak)}, ${float(body.floor)})}`;
  const needed = `${SCHEDULE} ParamScheduler, ${name}`;
  return own([`scheduler = ParamScheduler(${made})`], [needed]);
}

function byPosition(run) {
  const { text, imports: needed } = formula(run);
  const epoch = run.stepsPerEpoch ? ` // ${run.stepsPerEpoch}` : "";
  const step = `round(position * ${run.updates})${epoch}`;
  const note = comment("The position of an update is its number over all updates.");
  const rule = `{"lr": lambda position: rate(${step})}`;
  const make = call("scheduler = ParamScheduler", [rule]);
  const imported = [`${SCHEDULE} ParamScheduler`, ...needed];
  return own([`${text}\n\n\n${note}\n${make}`], imported);
}
