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
import { AFTER_LOCALS, LAST_WHOLE, LOCALS, product } from "./products.js";

const { get, set, whole, add, load4, store4, multiply4, add4 } = asm;

export const INPUTS = 40;
export const HIDDEN = 32;
export const OUTPUTS = 10;
export const BATCH = 32;
export const MOMENTUM = 0.9;

/** Bytes of a row: an example (inputs, then its label as one-hot numbers), … */
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

/** Where a batch is worked on: an example a row, but for the transposed second layer. */
export const AT = { inputs: 0, labels: BATCH * ROW.input };
AT.gradients = AT.labels + BATCH * ROW.output; // of the units
AT.units = AT.gradients + BATCH * ROW.unit;
AT.scores = AT.units + BATCH * ROW.unit; // of the outputs; then their gradients
AT.turned = AT.scores + BATCH * ROW.output;
AT.end = AT.turned + OUTPUTS * ROW.hidden;

const [NET, ORDER, RATE] = [0, 1, 2]; // parameters
const { rows: COUNT, a: FROM, c: TO } = LOCALS;
const [V, W, ...Z] = [0, 1, 2, 3, 4].map((i) => AFTER_LOCALS + 1 + i);

/**
 * Return two functions of (network, order, rate) on a WebAssembly.Memory.
 *
 * `network` is an address, and `order` that of the addresses of 32 examples, 4 bytes
 * each. `forward` writes their scores, whatever the rate is; `update` is an update.
 */
export function kernels(memory) {
  const shared = {
    parameters: "iif",
    wholes: LAST_WHOLE - RATE,
    vectors: Z[2] - LAST_WHOLE,
  };
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
  const inAll = (operation) => [
    // Fold the four lanes of V, so that each has the result of all.
    ...[get(V), get(V), get(V), asm.reordered4([2, 3, 0, 1]), operation, set(V)],
    ...[get(V), get(V), get(V), asm.reordered4([1, 0, 3, 2]), operation, set(V)],
  ];
  const ofAll = (operation) => [
    ...[
      get(Z[0]),
      get(Z[1]),
      operation,
      get(Z[2]),
      operation,
      set(V),
      inAll(operation),
    ],
  ];
  const each = (code) => Z.map((z, i) => code(z, 16 * i));
  const share = asm.same(1 / BATCH);
  return [
    ...[whole(AT.scores), set(TO), whole(AT.labels), set(FROM)],
    asm.repeat(COUNT, 0, BATCH, 1, [
      each((z, offset) => [get(TO), load4(offset), set(z)]),
      // Two outputs stand where rows are filled up: the largest is one of the ten.
      ...[get(Z[2]), get(Z[2]), asm.reordered4([0, 1, 0, 1]), set(Z[2])],
      ofAll(asm.larger4),
      each((z) => [get(z), get(V), asm.subtract4, set(z), exponential(z)]),
      ...[get(Z[2]), asm.four(Int32Array.of(-1, -1, 0, 0)), asm.both4, set(Z[2])],
      ofAll(add4),
      each((z, offset) => [
        ...[get(TO), get(z), get(V), asm.divide4, get(FROM), load4(offset)],
        ...[asm.subtract4, share, multiply4, store4(offset)],
      ]),
      ...[get(TO), whole(ROW.output), add, set(TO)],
      ...[get(FROM), whole(ROW.output), add, set(FROM)],
    ]),
  ];
}

/**
 * z ← exp(z) for z ≤ 0: 2^n · e^r, with n whole and |r| ≤ ln(2)/2, so that eight terms
 * of the series leave out less than float32 rounds off.
 */
function exponential(z) {
  const factors = [5040, 720, 120, 24, 6, 2, 1, 1].map((factorial) => 1 / factorial);
  const [high, low] = [0.693359375, Math.LN2 - 0.693359375]; // n · high is exact
  const minus = (part) => [get(W), asm.same(part), multiply4, asm.subtract4];
  return [
    ...[get(z), asm.same(-87), asm.larger4, set(z)], // below it float32 underflows
    ...[get(z), asm.same(1 / Math.LN2), multiply4, asm.nearest4, set(W)],
    ...[get(z), minus(high), minus(low), set(z)],
    asm.same(factors[0]),
    factors.slice(1).map((factor) => [get(z), multiply4, asm.same(factor), add4]),
    ...[get(W), asm.toWhole4, asm.four(Int32Array.of(127, 127, 127, 127))],
    ...[asm.addWhole4, whole(23), asm.shiftLeft4, multiply4, set(z)],
  ];
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
