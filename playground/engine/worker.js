/**
 * A worker that trains networks, and can be paused and continued at any time.
 *
 * In:
 * - `{type: "train", number, job}`: a Job of `trainings.js`; jobs are done in turn.
 * - `{type: "drop"}` forgets all jobs.
 * - `{type: "stop"}` pauses, `{type: "continue"}` goes on.
 *
 * Out:
 * - `{type: "progress", updates}`: how many were made since the last word, now and then.
 * - `{type: "trained", number, results}`: a Trained for each run of the job.
 * - `{type: "failed", key, values}`: what is Refused.
 */
import { dataOf } from "./data.js";
import { Refused } from "./refused.js";
import { trainings } from "./trainings.js";

const AT_ONCE = 25; // ms of work, after which what came in is heard
const turns = new MessageChannel(); // without the pause of a timer, 4 ms after each turn
const BETWEEN = 100; // ms from one word about the progress to the next

const trainers = {}; // by task, each made with its first job
let jobs = []; // those that wait: {number, job}
let pieces = null; // of the first of them
let running = true;
let waiting = false; // for its next turn
let updates = 0;
let lastPost = 0;

const TAKE = {
  train: (message) => jobs.push(message),
  drop() {
    [jobs, pieces, updates] = [[], null, 0];
  },
  stop() {
    running = false;
  },
  continue() {
    running = true;
  },
};

self.onmessage = ({ data }) => {
  TAKE[data.type](data);
  goOn();
};

function goOn() {
  if (!running || waiting || jobs.length === 0) return;
  waiting = true;
  turns.port2.postMessage(null);
}

turns.port1.onmessage = work;

function work() {
  waiting = false;
  const until = performance.now() + AT_ONCE;
  try {
    while (running && jobs.length > 0 && performance.now() < until) advance();
  } catch (problem) {
    TAKE.drop();
    if (!(problem instanceof Refused)) throw problem;
    self.postMessage({ type: "failed", key: problem.key, values: problem.values });
  }
  goOn();
}

function advance() {
  const { job } = jobs[0];
  const { task = "all" } = job;
  trainers[task] ??= trainings(dataOf(task));
  pieces ??= trainers[task](job);
  const { value, done } = pieces.next();
  if (!done) updates += value;
  if (done || performance.now() - lastPost > BETWEEN) {
    lastPost = performance.now();
    self.postMessage({ type: "progress", updates });
    updates = 0;
  }
  if (!done) return;
  self.postMessage({ type: "trained", number: jobs.shift().number, results: value });
  pieces = null;
}
