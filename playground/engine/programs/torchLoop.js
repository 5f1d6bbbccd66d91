/** A training loop of PyTorch, for each library whose schedulers it steps. */
import { float } from "../pythonCode.js";
import { comment, imports, joined, noted } from "./layout.js";
import { loop } from "./loop.js";
import { blocksOf, own } from "./own.js";

/**
 * How a scheduler goes on in the loop, and how it is found again at a resume: the line
 * after an update or an epoch, what is to be known at a resume, the line that restores
 * it, and whether it has a state to be stored.
 */
export const STEPPING = {
  line: "scheduler.step()",
  note:
    "To resume, load after all three are made: making a scheduler sets the rate " +
    "anew, and the optimizer's state brings it back.",
  loaded: 'scheduler.load_state_dict(saved["scheduler"])',
  saved: true,
};
const WITHOUT = {
  line: "",
  note: "To resume, load both states.",
  loaded: "",
  saved: false,
};

const MODEL = `\
model = torch.nn.Linear(4, 1)  # your model
inputs, targets = torch.randn(8, 4), torch.randn(8, 1)  # your batches
`;
const UPDATE = [
  "loss = torch.nn.functional.mse_loss(model(inputs), targets)",
  "optimizer.zero_grad()",
  "loss.backward()",
  "optimizer.step()",
];

/** Return a whole program around the lines that make `scheduler`. */
export function torchProgram(run, library, made, stepping = STEPPING) {
  if (run.constant) [made, stepping] = [own([]), WITHOUT];
  return joined([
    comment(`${run.title}, in ${library}`),
    imports(["from pathlib import Path", "import torch", ...made.imports]),
    modelOf(run),
    ...blocksOf(made),
    load(stepping),
    loop(run, UPDATE, stepping.line ? [stepping.line] : [], storing(stepping)),
  ]);
}

/** Return a model to replace, and its optimizer with the peak as its rate. */
export function modelOf(run) {
  const sgd = `optimizer = torch.optim.SGD(model.parameters(), lr=${float(run.peak)})`;
  return MODEL + noted(sgd, run.constant ? "the rate" : "the peak");
}

function load({ note, loaded }) {
  return `\
${comment(`${note} Delete the file to start again.`)}
done, checkpoint = 0, Path("checkpoint.pt")
if checkpoint.exists():
    saved = torch.load(checkpoint)
    model.load_state_dict(saved["model"])
    optimizer.load_state_dict(saved["optimizer"])
    done = saved["done"]${loaded && `\n    ${loaded}`}`;
}

function storing({ saved }) {
  const kept = ["model", "optimizer", ...(saved ? ["scheduler"] : [])];
  return (done) => [
    "saved = {",
    ...kept.map((name) => `    "${name}": ${name}.state_dict(),`),
    `    "done": ${done},`,
    "}",
    "torch.save(saved, checkpoint)",
  ];
}
