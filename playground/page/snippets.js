/** The chosen schedule as code that runs as it stands, by library. */
import { asCode, asList, translations } from "../engine/translations.js";
import { PASTED } from "./state.js";

const SHOWN = 5000; // letters of a long list; what is copied is whole

// What comes before a call of another library, and the name its result gets.
const AROUND = {
  Keras: ["from keras.optimizers import schedules", "schedule"],
  PyTorch: ["from torch.optim import lr_scheduler", "scheduler"],
  optax: ["import optax", "schedule"],
  timm: ["from timm.scheduler import CosineLRScheduler", "scheduler"],
  transformers: [
    "from transformers import get_cosine_schedule_with_warmup",
    "scheduler",
  ],
};

/** Return functions that write the code, by the name of the library or "list". */
export function snippets({ state, derived }) {
  const { column, shape } = derived;
  const found = { list: () => asTable(column) };
  if (state.shape === PASTED) return found;
  found.helpers = () => inPython(shape, state);
  if (state.stairs) return found;
  for (const [library, call] of Object.entries(translations(shape, state.steps))) {
    if (library === "helpers") continue;
    const [imported, name] = AROUND[library];
    found[library] = () => `${imported}\n\n${name} = ${call}`;
  }
  return found;
}

/** Return code so short that a page can show it, and whether that is all of it. */
export function shortened(code) {
  if (code.length <= SHOWN) return { text: code, whole: true };
  return { text: `${code.slice(0, SHOWN)} …`, whole: false };
}

function asTable(column) {
  return [
    "from helpers.keras_schedule import TableSchedule",
    "",
    `rates = ${asList(column)}`,
    "schedule = TableSchedule(rates)",
  ].join("\n");
}

function inPython(shape, { steps, stairs }) {
  const call = asCode(shape, steps);
  const made = [...call.matchAll(/\b([a-z_]+)\(/g)].map(([, name]) => name);
  const freehand = shape.name === "freehand";
  const lines = [];
  if (freehand || stairs) lines.push("import numpy as np");
  if (freehand && stairs) lines.push("");
  if (!freehand) {
    if (stairs) lines.push("");
    lines.push(`from helpers.schedules import ${[...made, "table"].sort().join(", ")}`);
  }
  lines.push("", freehand ? `rates = ${call}` : `rates = table(${call}, ${steps})`);
  if (stairs) lines.push(`rates = rates[np.arange(${steps}) // ${stairs} * ${stairs}]`);
  return lines.join("\n");
}
