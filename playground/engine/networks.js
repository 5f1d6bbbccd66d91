/**
 * Many small networks that train in step, each at the rates of its own column.
 *
 * Each has its own initial weights and its own order of the examples, both by its seed:
 * networks of one seed share them. `kernels.js` has the arithmetic.
 */
import { checkColumn } from "./checks.js";
import { kernels } from "./kernels.js";
import { AT, BATCH, HIDDEN, INPUTS, NETWORK, OUTPUTS, ROW } from "./layout.js";
import { shuffled, stream } from "./random.js";
import { Refused } from "./refused.js";

const PAGE = 65_536; // bytes, the unit in which a WebAssembly.Memory grows
const BIASES = NETWORK.second + HIDDEN * ROW.output; // of the outputs
const WEIGHTS = 0; // the purpose of a stream; epoch e is e + 1

export class Networks {
  /**
   * Make room for `most` networks.
   *
   * @param {import("./data.js").Data} data with a training part of whole batches
   * @param {number} most
   */
  constructor(data, most) {
    this.parts = data.parts;
    this.labels = data.labels;
    const [from, to] = data.parts.training;
    this.batches = (to - from) / BATCH;
    this.orderBytes = 4 * BATCH * this.batches;
    this.examples = AT.end;
    this.list = this.examples + data.labels.length * ROW.example;
    this.orders = this.list + 4 * BATCH;
    this.networks = this.orders + most * this.orderBytes;
    const bytes = this.networks + most * NETWORK.end;
    this.build(Math.ceil(bytes / PAGE));
    this.fill(data);
  }

  /** Set up a memory of `pages` pages, and the kernels that work on it. */
  build(pages) {
    let memory;
    try {
      memory = new WebAssembly.Memory({ initial: pages });
      this.kernels = kernels(memory);
    } catch {
      throw new Refused("noWebAssembly"); // too old a browser, or too little memory
    }
    this.numbers = new Float32Array(memory.buffer);
    this.addresses = new Int32Array(memory.buffer);
  }

  /** Write the examples, and the input 1 of the second layer's biases. */
  fill({ inputs, labels }) {
    labels.forEach((label, i) => {
      const row = (this.examples + i * ROW.example) / 4;
      this.numbers.set(inputs.subarray(i * INPUTS, (i + 1) * INPUTS), row);
      this.numbers[row + INPUTS] = 1;
      this.numbers[row + ROW.input / 4 + label] = 1;
    });
    for (let i = 0; i < BATCH; i++) {
      this.numbers[(AT.units + i * ROW.unit) / 4 + HIDDEN] = 1;
    }
  }

  /**
   * Begin anew: a network for each of `columns`, which are equally long, with the seed
   * at the same place of `seeds`, a whole number from 0 to below 2^32.
   */
  start(columns, seeds) {
    columns.forEach((column) => checkColumn("rates", column));
    this.columns = columns;
    this.seeds = seeds;
    this.distinct = [...new Set(seeds)];
    this.places = seeds.map((seed) => this.distinct.indexOf(seed));
    this.done = 0;
    this.lost = new Set(); // networks that diverged: nothing brings them back
    const all = columns.length * NETWORK.end;
    this.numbers.fill(0, this.networks / 4, (this.networks + all) / 4);
    seeds.forEach((seed, i) => {
      const next = stream(seed, WEIGHTS);
      const network = this.networks + i * NETWORK.end;
      this.draw(network + NETWORK.first, INPUTS, HIDDEN, ROW.hidden, next);
      this.draw(network + NETWORK.second, HIDDEN, OUTPUTS, ROW.output, next);
    });
  }

  /** Draw a layer's weights, row by row: uniform, as in Keras (Glorot, Bengio 2010). */
  draw(address, rows, columns, rowBytes, next) {
    const limit = Math.sqrt(6 / (rows + columns));
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const place = (address + row * rowBytes) / 4 + column;
        this.numbers[place] = limit * (2 * next() - 1);
      }
    }
  }

  /** Make this number of updates of each network, or fewer where the columns end. */
  advance(updates) {
    const last = Math.min(this.done + updates, this.columns[0].length);
    while (this.done < last) {
      const batch = this.done % this.batches;
      if (batch === 0) this.reorder(this.done / this.batches);
      const until = Math.min(last, this.done - batch + this.batches);
      this.columns.forEach((column, i) => {
        if (this.lost.has(i)) return;
        const network = this.networks + i * NETWORK.end;
        const order = this.orders + this.places[i] * this.orderBytes;
        for (let step = this.done; step < until; step++) {
          const place = order + 4 * BATCH * (step % this.batches);
          this.kernels.update(network, place, column[step]);
        }
      });
      this.done = until;
      // A weight that is not finite spoils the scores, and they these biases for ever.
      this.columns.forEach((_, i) => {
        if (!this.areFinite(i)) this.lost.add(i);
      });
    }
  }

  /** Return whether the biases of network i's outputs are finite numbers. */
  areFinite(i) {
    const from = (this.networks + i * NETWORK.end + BIASES) / 4;
    return this.numbers.subarray(from, from + OUTPUTS).every(Number.isFinite);
  }

  /** Write each seed's order of the training examples, anew in each epoch. */
  reorder(epoch) {
    const [from] = this.parts.training;
    this.distinct.forEach((seed, place) => {
      const order = shuffled(BATCH * this.batches, stream(seed, 1 + epoch));
      const addresses = order.map((i) => this.examples + (from + i) * ROW.example);
      this.addresses.set(addresses, (this.orders + place * this.orderBytes) / 4);
    });
  }

  /** Return network i's errors on a part of the data, in %; NaN if it diverged. */
  error(i, part) {
    return this.judged(i, part, (scores, label) => {
      let best = 0;
      for (let output = 0; output < OUTPUTS; output++) {
        if (!Number.isFinite(scores[output])) return NaN;
        if (scores[output] > scores[best]) best = output;
      }
      return best === label ? 0 : 100;
    });
  }

  /** Return network i's mean cross-entropy on a part of the data. */
  loss(i, part) {
    return this.judged(i, part, (scores, label) => {
      const largest = scores.reduce((a, b) => Math.max(a, b));
      const sum = scores.reduce((all, score) => all + Math.exp(score - largest), 0);
      return Math.log(sum) + largest - scores[label];
    });
  }

  /** Return the mean of what `judge` says of network i's scores and the right label. */
  judged(i, part, judge) {
    const [from, to] = this.parts[part];
    let sum = 0;
    for (let first = from; first < to; first += BATCH) {
      for (let row = 0; row < BATCH; row++) {
        const example = Math.min(first + row, to - 1);
        this.addresses[this.list / 4 + row] = this.examples + example * ROW.example;
      }
      this.kernels.forward(this.networks + i * NETWORK.end, this.list, 0);
      for (let row = 0; row < Math.min(BATCH, to - first); row++) {
        const place = (AT.scores + row * ROW.output) / 4;
        const scores = this.numbers.subarray(place, place + OUTPUTS);
        sum += judge(scores, this.labels[first + row]);
      }
    }
    return sum / (to - from);
  }
}
