/**
 * The arithmetic of one update, four numbers at a time: WebAssembly SIMD.
 *
 * A network has 40 inputs, 32 hidden units (ReLU) and 10 outputs (softmax). Its update
 * is that of gradient descent with momentum on the mean cross-entropy of 32 examples:
 *
 *     velocity ← 0.9 · velocity − rate · gradient;  weights ← weights + velocity
 *
 * All matrices lie row by row in one memory, as float32. The last row of each layer's
 * weights are its biases: their input is 1. Rows are filled up with zeros to whole
 * vectors, and matrices to an even number of rows; all of these stay zeros.
 */
import * as asm from "./assembler.js";
import { LOCALS, product, VECTORS, WHOLES } from "./products.js";
import { softmaxGradients } from "./softmax.js";

const { get, set, whole, add, load4, store4, multiply4, add4 } = asm;

export const INPUTS = 40;
export const HIDDEN = 32;
export const OUTPUTS = 10;
export const BATCH = 32;
export const MOMENTUM = 0.9;

/**
 * Bytes from a row to the next: of examples (inputs, then a one-hot label), of inputs, of
 * units and their gradients, of weights to units, and of all that has ten columns.
 */
export const ROW = {
  example: 4 * 56,
  input: 4 * 44,
  unit: 4 * 36,
  hidden: 4 * 32,
  output: 4 * 12,
};

/** Where a network's layers begin, its velocities (laid out likewise), and its end. */
export const NETWORK = { first: 0, second: 42 * ROW.hidden };
NETWORK.velocity = NETWORK.second + 34 * ROW.output;
NETWORK.end = 2 * NETWORK.velocity;

/** Where a batch is worked on, an example a row; and the transposed second layer. */
export const AT = { inputs: 0, labels: BATCH * ROW.input };
AT.gradients = AT.labels + BATCH * ROW.output; // of the units
AT.units = AT.gradients + BATCH * ROW.unit;
AT.scores = AT.units + BATCH * ROW.unit; // of the outputs; then their gradients
AT.turned = AT.scores + BATCH * ROW.output;
AT.end = AT.turned + OUTPUTS * ROW.hidden;

const [NET, ORDER, RATE] = [0, 1, 2]; // parameters
const { rows: COUNT, a: FROM, c: TO, same: V } = LOCALS;

/**
 * Return two functions of (network, order, rate) on a WebAssembly.Memory.
 *
 * `network` is an address, and `order` that of the addresses of 32 examples, 4 bytes
 * each. `forward` writes their scores, whatever the rate is; `update` is an update.
 */
export function kernels(memory) {
  const shared = { parameters: "iif", wholes: WHOLES, vectors: VECTORS };
  const bytes = asm.assembled([
    { ...shared, name: "forward", code: [gathered(), units(), scores()] },
    {
      ...shared,
      name: "update",
      code: [
        ...[get(NET), get(ORDER), get(RATE), asm.call(0)],
        ...[scoreGradients(), turned(), unitGradients(), firstLayer(), secondLayer()],
      ],
    },
  ]);
  const module = new WebAssembly.Module(bytes);
  return new WebAssembly.Instance(module, { js: { memory } }).exports;
}

const atSecond = [get(NET), whole(NETWORK.second), add];

/** Copy the examples of a batch to where it is worked on. */
function gathered() {
  const copied = (bytes, from) =>
    Array.from({ length: bytes / 16 }, (_, i) => [
      ...[get(TO), get(FROM), load4(from + 16 * i), store4(16 * i)],
    ]);
  return asm.repeat(COUNT, 0, BATCH, 1, [
    ...[get(ORDER), get(COUNT), whole(4), asm.times, add, asm.loadWhole(0), set(FROM)],
    ...[get(COUNT), whole(ROW.input), asm.times, set(TO), copied(ROW.input, 0)],
    ...[get(COUNT), whole(ROW.output), asm.times, whole(AT.labels), add, set(TO)],
    copied(ROW.output, ROW.input),
  ]);
}

/** units = max(0, inputs · first layer) */
function units() {
  return product({
    a: { at: [whole(AT.inputs)], row: ROW.input, step: 4 },
    b: { at: [get(NET)], row: ROW.hidden },
    c: { at: [whole(AT.units)], row: ROW.unit },
    ...{ rows: BATCH, terms: INPUTS + 1, vectors: HIDDEN / 4 },
    put: (sum, offset) => [get(TO), sum, asm.ZERO4, asm.larger4, store4(offset)],
  });
}

/** scores = units · second layer */
function scores() {
  return product({
    a: { at: [whole(AT.units)], row: ROW.unit, step: 4 },
    b: { at: atSecond, row: ROW.output },
    c: { at: [whole(AT.scores)], row: ROW.output },
    ...{ rows: BATCH, terms: HIDDEN + 1, vectors: 3 },
    put: (sum, offset) => [get(TO), sum, store4(offset)],
  });
}

/** scores ← (softmax of scores − labels) / 32: the gradients of the mean loss */
function scoreGradients() {
  const vectors = [0, 1, 2, 3, 4].map((i) => LOCALS.sums + i);
  return softmaxGradients({
    scores: AT.scores,
    labels: AT.labels,
    row: ROW.output,
    rows: BATCH,
    locals: { count: COUNT, from: FROM, to: TO, vectors },
  });
}

/** turned = second layer without its biases, transposed */
function turned() {
  return [
    ...[atSecond, set(FROM), whole(AT.turned), set(TO)],
    asm.repeat(COUNT, 0, HIDDEN, 1, [
      Array.from({ length: OUTPUTS }, (_, output) => [
        ...[get(TO), get(FROM), asm.load1(4 * output), asm.store1(ROW.hidden * output)],
      ]),
      ...[get(FROM), whole(ROW.output), add, set(FROM)],
      ...[get(TO), whole(4), add, set(TO)],
    ]),
  ];
}

/** gradients of units = gradients of scores · turned, where a unit is above 0 */
function unitGradients() {
  const isOn = (offset) => [
    ...[get(TO), load4(offset + AT.units - AT.gradients), asm.ZERO4, asm.above4],
  ];
  return product({
    a: { at: [whole(AT.scores)], row: ROW.output, step: 4 },
    b: { at: [whole(AT.turned)], row: ROW.hidden },
    c: { at: [whole(AT.gradients)], row: ROW.unit },
    ...{ rows: BATCH, terms: OUTPUTS, vectors: HIDDEN / 4 },
    put: (sum, offset) => [get(TO), sum, isOn(offset), asm.both4, store4(offset)],
  });
}

function firstLayer() {
  return product({
    a: { at: [whole(AT.inputs)], row: 4, step: ROW.input },
    b: { at: [whole(AT.gradients)], row: ROW.unit },
    c: { at: [get(NET)], row: ROW.hidden },
    ...{ rows: INPUTS + 2, terms: BATCH, vectors: HIDDEN / 4, put: descent },
  });
}

function secondLayer() {
  return product({
    a: { at: [whole(AT.units)], row: 4, step: ROW.unit },
    b: { at: [whole(AT.scores)], row: ROW.output },
    c: { at: atSecond, row: ROW.output },
    ...{ rows: HIDDEN + 2, terms: BATCH, vectors: 3, put: descent },
  });
}

/** Move four weights along the gradient in `sum`. */
function descent(sum, offset) {
  const step = [get(RATE), asm.same4, sum, multiply4, asm.subtract4];
  return [
    ...[get(TO), load4(offset + NETWORK.velocity), asm.same(MOMENTUM), multiply4],
    ...[step, set(V), get(TO), get(V), store4(offset + NETWORK.velocity)],
    ...[get(TO), get(TO), load4(offset), get(V), add4, store4(offset)],
  ];
}
