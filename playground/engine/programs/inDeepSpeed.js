/**
 * Programs for DeepSpeed: PyTorch's schedulers, which its engine steps.
 *
 * DeepSpeed's own warm-ups, WarmupLR, WarmupDecayLR and WarmupCosineLR, give their first
 * rate to two updates, so that all that follows comes one update late.
 */
import { byLambda, schedulerOf } from "./inPyTorch.js";
import { call, comment, imports, joined } from "./layout.js";
import { byUpdates } from "./loop.js";
import { blocksOf } from "./own.js";
import { modelOf } from "./torchLoop.js";

const UPDATE = [
  "loss = torch.nn.functional.mse_loss(engine(inputs), targets)",
  "engine.backward(loss)",
  "engine.step()  # steps all that the engine holds",
];

const NOTE =
  "This one is PyTorch's: DeepSpeed's own warm-ups give their first rate to two updates.";

const LOAD = `
_, saved = engine.load_checkpoint("checkpoint")
done = saved["done"] if saved else 0`;

/** Return the program for DeepSpeed, to be started by its launcher. */
export function deepspeed(run) {
  const byEpoch = run.stepsPerEpoch && !run.constant;
  const made = byEpoch ? byLambda(run, run.stepsPerEpoch) : schedulerOf(run);
  return joined([
    `${comment(`${run.title}, in DeepSpeed`)}
# Start it by its launcher: deepspeed FILE.py`,
    imports(["import deepspeed", "import torch", ...made.imports]),
    modelOf(run),
    ...blocksOf(made),
    engine(run.constant ? [] : ["lr_scheduler=scheduler"]),
    comment(
      "To resume, load the engine, which holds all states. Delete the folder to start " +
        "again.",
    ) + LOAD,
    byUpdates(run.updates, UPDATE, (done) => [
      `engine.save_checkpoint("checkpoint", client_state={"done": ${done}})`,
    ]),
  ]);
}

function engine(given) {
  const settings = ["model=model", "optimizer=optimizer", ...given, "config=config"];
  return [
    ...(given.length ? [comment(NOTE)] : []),
    'config = {"train_micro_batch_size_per_gpu": 8}',
    call("engine, *_ = deepspeed.initialize", settings),
    "inputs, targets = inputs.to(engine.device), targets.to(engine.device)",
  ].join("\n");
}
