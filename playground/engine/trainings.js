/** Trainings in turn or side by side, piece by piece, so that they can be paused. */
import { Networks } from "./networks.js";

const PIECE = 10; // updates of each network between two messages
const SIDE_BY_SIDE = 40; // networks at most, so that they need little memory

/**
 * @typedef {object} Run one network to train
 * @property {string} shape the name of its column, whose rates are multiplied
 * @property {number} peak by this
 * @property {number} seed
 * @property {boolean} [asksWhen] whether it is found out when it diverged
 */

/**
 * @typedef {object} Job
 * @property {Run[]} runs
 * @property {{[name: string]: Float64Array}} shapes columns, equally long
 * @property {"validation" | "test"} part of the data, on which the networks are judged
 * @property {string} [task] one of TASKS in `data.js`, the first if there is none
 * @property {number[]} [readings] increasing updates after which they are judged too
 */

/**
 * @typedef {object} Trained
 * @property {number} error in %, NaN where the network diverged
 * @property {number} after the update since which it is NaN; 0 where it isn't, or
 *   where nobody asked
 * @property {number[]} curve the errors at the readings
 */

/** Return what trains jobs one after the other: `train(job)`, see `trainedBy`. */
export function trainings(data) {
  const networks = new Networks(data, SIDE_BY_SIDE);
  return (job) => trainedBy(networks, job);
}

/**
 * Train a job's networks: give the updates that were made, piece by piece, and in the
 * end return a Trained for each run.
 *
 * @param {Networks} networks
 * @param {Job} job
 */
function* trainedBy(networks, { runs, shapes, part, readings = [] }) {
  const all = [];
  for (let first = 0; first < runs.length; first += SIDE_BY_SIDE) {
    const own = runs.slice(first, first + SIDE_BY_SIDE);
    const columns = own.map(({ shape, peak }) =>
      shapes[shape].map((rate) => rate * peak),
    );
    networks.start(
      columns,
      own.map(({ seed }) => seed),
    );
    const curves = own.map(() => []);
    const steps = columns[0].length;
    const stops = [...readings, steps];
    while (networks.done < steps) {
      const before = networks.done;
      const stop = stops.find((reading) => reading > before);
      networks.advance(Math.min(PIECE, stop - before));
      yield own.length * (networks.done - before);
      if (!readings.includes(networks.done)) continue;
      for (const [i, curve] of curves.entries()) {
        curve.push(networks.error(i, part));
        yield 0;
      }
    }
    const errors = [];
    for (const i of own.keys()) {
      errors.push(networks.error(i, part));
      yield 0;
    }
    for (const [i, run] of own.entries()) {
      const isAsked = run.asksWhen && Number.isNaN(errors[i]);
      const after = isAsked ? divergence(networks, columns[i], run.seed, part) : 0;
      all.push({ error: errors[i], after, curve: curves[i] });
    }
  }
  return all;
}

/** Return the update after which there is no error any more, by training again. */
function divergence(networks, column, seed, part) {
  networks.start([column], [seed]);
  do networks.advance(1);
  while (networks.done < column.length && !Number.isNaN(networks.error(0, part)));
  return networks.done;
}
