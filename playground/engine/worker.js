/**
 * An experiment in a worker, that can be paused and continued at any time.
 *
 * In:
 * - `{type: "start", experiment}`: what `experiment.js` takes; another one is dropped.
 * - `{type: "stop"}` pauses, `{type: "continue"}` goes on.
 *
 * Out, in this order:
 * - `{type: "progress", done}`: the share from 0 to 1 that is done, now and then.
 * - `{type: "valley", arm, peaks, errors, diverged, seeds, done}`: mean validation
 *   errors (%) of the arm "schedule" or "constant" at the peaks tried so far, each with
 *   at least `seeds` seeds; `diverged` counts the networks at each peak that diverged.
 * - `{type: "tuned", schedule, constant}`, each `{peaks, errors, atEdge}`: the bottom of
 *   each repeat's valley and the validation error (%) there, and how many of them are the
 *   first or last peak of all.
 * - `{type: "pairs", differences}`: points of test error, schedule − constant, a row of
 *   pairs for each repeat.
 * - `{type: "verdict", mean, halfWidth, word, detectable, diverged}`, the last one.
 * - `{type: "failed", key, values}`: what is Refused.
 */
import { experiment } from "./experiment.js";
import { Refused } from "./refused.js";

const AT_ONCE = 25; // ms of work, after which what came in is heard
const BETWEEN = 100; // ms from one word about the progress to the next

let messages = null; // of the experiment that runs or is paused
let running = false;
let waiting = false; // for its next turn
let lastPost = 0;

self.onmessage = ({ data }) => {
  if (data.type === "start") messages = experiment(data.experiment);
  running = data.type !== "stop" && messages !== null;
  goOn();
};

function goOn() {
  if (running && !waiting) setTimeout(work);
  waiting = running || waiting;
}

function work() {
  waiting = false;
  const until = performance.now() + AT_ONCE;
  try {
    while (running && performance.now() < until) {
      const { value, done } = messages.next();
      if (done) [messages, running] = [null, false];
      else post(value);
    }
  } catch (problem) {
    [messages, running] = [null, false];
    if (!(problem instanceof Refused)) throw problem;
    self.postMessage({ type: "failed", key: problem.key, values: problem.values });
  }
  goOn();
}

function post(message) {
  const now = performance.now();
  if (message.type === "progress" && now - lastPost < BETWEEN) return;
  lastPost = now;
  self.postMessage(message);
}
