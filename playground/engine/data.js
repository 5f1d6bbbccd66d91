/**
 * MNIST-1D: 5 000 sequences of 40 numbers in ten classes, as they come with the page.
 *
 * S. Greydanus and D. Kobak, *Scaling Down Deep Learning with MNIST-1D* (2024); their
 * package, which makes the data, is licensed under Apache-2.0.
 * `playground/make_data.py` takes its sequences from `helpers.data.mnist_1d` and rounds
 * them to 8 bits.
 */
import * as packed from "./mnist1d.js";
import { unpack } from "./unpack.js";

const WIDTH = 40;
const PARTS = { training: 3008, validation: 992, test: 1000 };

/**
 * @typedef {object} Data
 * @property {Float32Array} inputs shape (5000, 40), row by row
 * @property {Uint8Array} labels from 0 to 9
 * @property {{[part: string]: number[]}} parts for "training", "validation" and "test"
 *   the first row, and the one after the last
 */

/** Tasks: learning from all training examples, or from a fifth of them. */
export const TASKS = ["all", "few"];
const FEW = 640; // whole batches too

/** Return the data of one of TASKS. */
export function dataOf(task) {
  const data = mnist1d();
  const { training } = data.parts;
  if (task === "few") data.parts.training = [training[0], training[0] + FEW];
  return data;
}

/**
 * Return the data. The validation examples are the end of the package's training set;
 * both parts of it are whole batches.
 *
 * @returns {Data}
 */
export function mnist1d() {
  const labels = Uint8Array.from(packed.LABELS, Number);
  const count = labels.length * WIDTH;
  const numbers = unpack(packed.PACKED, count, WIDTH, packed.LOW);
  const inputs = new Float32Array(numbers).map((one) => one * packed.SCALE);
  /** @type {Data["parts"]} */
  const parts = {};
  let first = 0;
  for (const [name, count] of Object.entries(PARTS)) {
    parts[name] = [first, (first += count)];
  }
  return { inputs, labels, parts };
}
