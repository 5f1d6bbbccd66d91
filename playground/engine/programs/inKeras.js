/** Programs for Keras: its schedules where they are exact, else a column of rates. */
import { float } from "../pythonCode.js";
import { columnOf, formula } from "./formula.js";
import { call, comment, imports, joined, noted, ratio } from "./layout.js";
import { blocksOf, own, ownOr } from "./own.js";
import { multiplierOf } from "./parts.js";
import { epochOf } from "./run.js";

const COLUMN = `@keras.saving.register_keras_serializable()
class Column(keras.optimizers.schedules.LearningRateSchedule):
    def __call__(self, step):
        row = keras.ops.minimum(step, len(rates) - 1)
        return keras.ops.convert_to_tensor(rates, "float32")[row]

    def get_config(self):
        return {}


schedule = Column()`;
const BACKUP = 'keras.callbacks.BackupAndRestore("backup")';
const BY_EPOCH = "keras.callbacks.LearningRateScheduler(lambda epoch, _: rate(epoch))";

/**
 * Return the program for Keras.
 *
 * A schedule of updates goes into the optimizer; one of epochs is a callback.
 */
export function keras(run) {
  const inFit = Boolean(run.stepsPerEpoch) && !run.constant;
  const plain = run.constant || inFit;
  const made = inFit ? formulaOf(run) : ownOr(run, ownOf, byColumn);
  const rate = plain ? float(run.peak) : "schedule";
  const sgd = `optimizer = keras.optimizers.SGD(learning_rate=${rate})`;
  const note = run.constant ? "the rate" : inFit ? "the peak" : "asked at each update";
  const updates = epochOf(run);
  return joined([
    comment(`${run.title}, in Keras`),
    imports(["import keras", ...made.imports]),
    ...blocksOf(made),
    `\
layer = keras.layers.Dense(1)
model = keras.Sequential([keras.Input((4,)), layer])  # your model
${noted(sgd, note)}
model.compile(optimizer, loss="mse")`,
    `\
inputs = keras.random.normal((${8 * updates}, 4))  # your data
targets = keras.random.normal((${8 * updates}, 1))`,
    fit(run.updates / updates, updates, inFit ? [BY_EPOCH, BACKUP] : [BACKUP]),
  ]);
}

function fit(epochs, updates, callbacks) {
  const resume =
    `${epochs} epochs of ${updates} updates; nothing else steps the rate. Run again ` +
    "after a break, BackupAndRestore goes on behind the last whole epoch, with its " +
    "weights and the optimizer's count of updates.";
  const rows = callbacks.map((callback) => `    ${callback},\n`).join("");
  const listed = callbacks.length > 1 ? `\n${rows}` : callbacks[0];
  const settings = ["batch_size=8", `epochs=${epochs}`, "callbacks=callbacks"];
  const line = call("model.fit", ["inputs", "targets", ...settings]);
  return `${comment(resume)}\ncallbacks = [${listed}]\n${line}`;
}

function formulaOf(run) {
  const { text, imports: needed } = formula(run);
  return own([text], needed);
}

function byColumn(run) {
  const { text, imports: needed } = columnOf(run);
  return own([`${text}\n\n\n${COLUMN}`], needed);
}

function ownOf({ peak, rise, body }) {
  const { kind, curve, hold, span, floor, lengths, factor } = body;
  const alpha = floor ? [`alpha=${ratio(floor, peak)}`] : [];
  if (kind === "fall" && curve === "wave" && rise?.curve !== "wave" && !hold) {
    const { start = peak, length = 0 } = rise ?? {};
    const target = `warmup_target=${float(peak)}`;
    const warmup = rise ? [target, `warmup_steps=${length}`] : [];
    const settings = [float(start), `decay_steps=${span}`, ...alpha, ...warmup];
    return named("CosineDecay", settings);
  }
  if (rise) return null;
  if (kind === "fall" && curve === "line" && !hold) {
    const end = `end_learning_rate=${float(floor)}`;
    return named("PolynomialDecay", [float(peak), `decay_steps=${span}`, end]);
  }
  if (kind === "drops") {
    const last = body.boundaries.map((boundary) => boundary - 1);
    const drops = `for drops in range(${last.length + 1})`;
    return named("PiecewiseConstantDecay", [
      `boundaries=[${last.join(", ")}]`,
      `values=[${float(peak)} * ${float(factor)}**drops ${drops}]`,
    ]);
  }
  if (kind === "cycles" && !body.endpoint && multiplierOf(body) === 1) {
    const first = `first_decay_steps=${lengths[0]}`;
    const factors = ["t_mul=1.0", `m_mul=${float(factor)}`];
    const settings = [float(peak), first, ...factors, ...alpha];
    const total = lengths.reduce((a, b) => a + b);
    return { ...named("CosineDecayRestarts", settings), exact: total, after: AGAIN };
  }
  return null;
}

const AGAIN = "it restarts again";

function named(name, settings) {
  return own([call(`schedule = keras.optimizers.schedules.${name}`, settings)]);
}
