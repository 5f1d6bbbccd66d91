/** Workers that share trainings by their place, so the numbers hang on no timing. */
import { Refused } from "./refused.js";

/** Workers at most: each has its own copy of the data, about 4 MB with the networks. */
export const MOST_WORKERS = 8;

/** What a dropped job fails with. */
export const DROPPED = new Error("dropped");

/** Return how many workers this machine can keep busy. */
export function coresHere() {
  return Math.min(Math.max(navigator.hardwareConcurrency || 2, 1), MOST_WORKERS);
}

export class Crew {
  /**
   * Start workers. `progressed(updates)` hears how many updates were made.
   *
   * @param {(updates: number) => void} progressed
   * @param {number} size how many workers
   */
  constructor(progressed = () => {}, size = coresHere()) {
    this.progressed = progressed;
    this.shares = new Array(size).fill(0); // networks that each worker was given
    this.next = 0; // the worker whose turn it is
    this.asked = 0; // jobs so far
    this.open = new Map(); // jobs that are under way, by their number
    this.workers = this.shares.map(() => this.started());
  }

  started() {
    const worker = new Worker(new URL("./worker.js", import.meta.url), {
      type: "module",
    });
    const TAKE = {
      progress: ({ updates }) => this.progressed(updates),
      trained: ({ number, results }) => {
        this.open.get(number)?.resolve(results);
        this.open.delete(number);
      },
      failed: ({ key, values }) => this.fail(new Refused(key, values)),
    };
    worker.onmessage = ({ data }) => TAKE[data.type](data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.fail(new Error(event.message));
    };
    return worker;
  }

  /** End all jobs with a problem. */
  fail(problem) {
    for (const { reject } of this.open.values()) reject(problem);
    this.open.clear();
  }

  /**
   * Train networks; return a promise of a Trained for each run, in their order.
   *
   * Run after run goes to the next worker in turn, or `together` of them at once, which
   * may share their seed: that saves a little. Several trainings may be under way, and
   * come to their ends in turn.
   *
   * @param {import("./trainings.js").Job} job
   * @returns {Promise<import("./trainings.js").Trained[]>}
   */
  async train({ runs, ...rest }, together = 1) {
    const places = this.workers.map(() => []);
    runs.forEach((_, i) => {
      places[this.next].push(i);
      const isLast = (i + 1) % together === 0 || i === runs.length - 1;
      if (isLast) this.next = (this.next + 1) % this.workers.length;
    });
    const parts = this.workers.map(async (worker, w) => {
      if (places[w].length === 0) return [];
      this.shares[w] += places[w].length;
      const own = places[w].map((i) => runs[i]);
      return this.job(worker, { ...rest, runs: own });
    });
    const all = new Array(runs.length);
    (await Promise.all(parts)).forEach((results, w) =>
      results.forEach((result, i) => (all[places[w][i]] = result)),
    );
    return all;
  }

  /** Give a job to a worker; return a promise of its results. */
  job(worker, job) {
    const number = this.asked++;
    return new Promise((resolve, reject) => {
      this.open.set(number, { resolve, reject });
      worker.postMessage({ type: "train", number, job });
    });
  }

  stop() {
    this.tell("stop");
  }

  resume() {
    this.tell("continue");
  }

  /** Forget all jobs that are under way: their promises fail with DROPPED. */
  drop() {
    this.tell("drop");
    this.fail(DROPPED);
  }

  tell(type) {
    for (const worker of this.workers) worker.postMessage({ type });
  }

  /** Release the workers. */
  end() {
    this.open.clear();
    for (const worker of this.workers) worker.terminate();
  }
}
