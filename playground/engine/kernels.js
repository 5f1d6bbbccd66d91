/**
 * The arithmetic of one update, four numbers at a time: WebAssembly SIMD.
 *
 * A network has 40 inputs, 32 hidden units (ReLU) and 10 outputs (softmax). Its update
 * is that of gradient descent with momentum on the mean cross-entropy of 32 examples:
 *
 *     velocity ← 0.9 · velocity − rate · gradient;  weights ← weights + velocity
 */
import {
  assemble,
  call,
  f32Load,
  f32Store,
  f32x4Add,
  f32x4Const,
  f32x4Gt,
  f32x4Mul,
  f32x4Pmax,
  f32x4Splat,
  f32x4Sub,
  i32Add,
  i32Const,
  i32Load,
  i32Mul,
  increase,
  localGet,
  localSet,
  loop,
  v128And,
  v128Load,
  v128Store,
} from "./assembler.js";
import { AT, BATCH, HIDDEN, INPUTS, NETWORK, OUTPUTS, ROW } from "./layout.js";
import { I32_LOCALS, LOCALS, product, V128_LOCALS } from "./products.js";
import { softmaxGradients } from "./softmax.js";

export const MOMENTUM = 0.9;

const [NET, ORDER, RATE] = [0, 1, 2]; // parameters
const { rows: COUNT, a: FROM, c: TO, same: STEP } = LOCALS;

/** @typedef {(network: number, order: number, rate: number) => void} Kernel */

/**
 * Return two functions of (network, order, rate) on a WebAssembly.Memory.
 *
 * `network` is an address, and `order` that of the addresses of 32 examples, 4 bytes
 * each. `forward` writes their scores, whatever the rate is; `update` is an update.
 *
 * @param {WebAssembly.Memory} memory
 * @returns {{forward: Kernel, update: Kernel}}
 */
export function kernels(memory) {
  const types = { parameters: "iif", i32Locals: I32_LOCALS, v128Locals: V128_LOCALS };
  const forward = [gatherBatch(), units(), scores()];
  const update = [
    [localGet(NET), localGet(ORDER), localGet(RATE), call(0)],
    [scoreGradients(), transposedSecondLayer(), unitGradients()],
    [updateFirstLayer(), updateSecondLayer()],
  ];
  const bytes = assemble([
    { name: "forward", code: forward, ...types },
    { name: "update", code: update, ...types },
  ]);
  const module = new WebAssembly.Module(bytes);
  const { exports } = new WebAssembly.Instance(module, { js: { memory } });
  return /** @type {any} */ (exports);
}

const secondLayer = [localGet(NET), i32Const(NETWORK.second), i32Add];

/** Copy the examples of a batch to where it is worked on. */
function gatherBatch() {
  const copy = (bytes, from) =>
    Array.from({ length: bytes / 16 }, (_, i) => [
      [localGet(TO), localGet(FROM), v128Load(from + 16 * i), v128Store(16 * i)],
    ]);
  return loop(COUNT, 0, BATCH, 1, [
    [localGet(ORDER), localGet(COUNT), i32Const(4), i32Mul, i32Add],
    [i32Load(0), localSet(FROM)],
    [localGet(COUNT), i32Const(ROW.input), i32Mul, localSet(TO)],
    copy(ROW.input, 0),
    [localGet(COUNT), i32Const(ROW.output), i32Mul],
    [i32Const(AT.labels), i32Add, localSet(TO)],
    copy(ROW.output, ROW.input),
  ]);
}

/** units = max(0, inputs · first layer) */
function units() {
  return product({
    a: { at: [i32Const(AT.inputs)], row: ROW.input, step: 4 },
    b: { at: [localGet(NET)], row: ROW.hidden },
    c: { at: [i32Const(AT.units)], row: ROW.unit },
    rows: BATCH,
    terms: INPUTS + 1,
    vectors: HIDDEN / 4,
    put: (sum, offset) => {
      return [localGet(TO), sum, f32x4Const(0), f32x4Pmax, v128Store(offset)];
    },
  });
}

/** scores = units · second layer */
function scores() {
  return product({
    a: { at: [i32Const(AT.units)], row: ROW.unit, step: 4 },
    b: { at: secondLayer, row: ROW.output },
    c: { at: [i32Const(AT.scores)], row: ROW.output },
    rows: BATCH,
    terms: HIDDEN + 1,
    vectors: 3,
    put: (sum, offset) => [localGet(TO), sum, v128Store(offset)],
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

/** transposed = second layer without its biases, transposed */
function transposedSecondLayer() {
  return [
    [secondLayer, localSet(FROM), i32Const(AT.transposed), localSet(TO)],
    loop(COUNT, 0, HIDDEN, 1, [
      Array.from({ length: OUTPUTS }, (_, i) => [
        [localGet(TO), localGet(FROM), f32Load(4 * i), f32Store(ROW.hidden * i)],
      ]),
      [increase(FROM, ROW.output), increase(TO, 4)],
    ]),
  ];
}

/** gradients of units = gradients of scores · transposed, where a unit is above 0 */
function unitGradients() {
  const isOn = (offset) => [
    [localGet(TO), v128Load(offset + AT.units - AT.gradients)],
    [f32x4Const(0), f32x4Gt],
  ];
  return product({
    a: { at: [i32Const(AT.scores)], row: ROW.output, step: 4 },
    b: { at: [i32Const(AT.transposed)], row: ROW.hidden },
    c: { at: [i32Const(AT.gradients)], row: ROW.unit },
    rows: BATCH,
    terms: OUTPUTS,
    vectors: HIDDEN / 4,
    put: (sum, offset) => [localGet(TO), sum, isOn(offset), v128And, v128Store(offset)],
  });
}

function updateFirstLayer() {
  return product({
    a: { at: [i32Const(AT.inputs)], row: 4, step: ROW.input },
    b: { at: [i32Const(AT.gradients)], row: ROW.unit },
    c: { at: [localGet(NET)], row: ROW.hidden },
    rows: INPUTS + 2,
    terms: BATCH,
    vectors: HIDDEN / 4,
    put: descend,
  });
}

function updateSecondLayer() {
  return product({
    a: { at: [i32Const(AT.units)], row: 4, step: ROW.unit },
    b: { at: [i32Const(AT.scores)], row: ROW.output },
    c: { at: secondLayer, row: ROW.output },
    rows: HIDDEN + 2,
    terms: BATCH,
    vectors: 3,
    put: descend,
  });
}

/** Move four weights along the gradient in `sum`. */
function descend(sum, offset) {
  const velocity = offset + NETWORK.velocity;
  return [
    [localGet(TO), v128Load(velocity), f32x4Const(MOMENTUM), f32x4Mul],
    [localGet(RATE), f32x4Splat, sum, f32x4Mul, f32x4Sub, localSet(STEP)],
    [localGet(TO), localGet(STEP), v128Store(velocity)],
    [localGet(TO), localGet(TO), v128Load(offset), localGet(STEP), f32x4Add],
    v128Store(offset),
  ];
}
