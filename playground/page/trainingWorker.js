/** A training in a worker, and all that has come of it so far. */

/**
 * @typedef {object} Arm
 * @property {number[]} peaks tried so far
 * @property {number[]} errors their mean validation errors, in %
 * @property {number[]} diverged how many networks did, at each peak
 */

/**
 * @typedef {object} Bottoms of the valleys of an arm, one for each repeat
 * @property {number[]} peaks
 * @property {number[]} errors the validation errors there, in %
 * @property {number} atEdge how many of the peaks are at an end of the grid
 */

/** @typedef {{schedule: Bottoms, constant: Bottoms}} Tuned */

/**
 * @typedef {object} Verdict
 * @property {number} mean of the repeats
 * @property {number} halfWidth of the interval of the mean
 * @property {"better" | "worse" | "none"} word
 * @property {number} detectable the smallest true mean that would have been detected
 * @property {{schedule: number, constant: number}} diverged how many networks did
 */

/**
 * @typedef {object} Result
 * @property {"ready" | "running" | "stopped" | "done" | "failed"} phase
 * @property {number} done the share, from 0 to 1
 * @property {{schedule?: Arm, constant?: Arm}} valley
 * @property {Tuned | null} tuned
 * @property {number[][]} differences points of test error, schedule − constant, a row of
 *   pairs for each repeat
 * @property {Verdict | null} verdict
 * @property {any} failed null, what is Refused, or `{message}` of an error
 */

/**
 * What is trained, or would be: its result, and the valley that was there before it.
 *
 * @typedef {import("./experimentFor.js").Planned
 *   & {result: Result, before: Arm | null}} View
 */

/** @type {Result} */
const NOTHING = {
  phase: "ready",
  done: 0,
  valley: {},
  tuned: null,
  differences: [],
  verdict: null,
  failed: null,
};

/**
 * Return a training: `start(experiment)` begins anew, `stop()` and `resume()` do so,
 * `result` is the Result so far. `changed()` is called when it is another.
 *
 * @param {() => void} changed
 */
export function trainingWorker(changed) {
  let worker = null;
  let result = NOTHING;
  let waiting = false; // for the next frame

  function update(change) {
    result = { ...result, ...change };
    if (waiting) return;
    waiting = true; // what comes within one frame is drawn once
    requestAnimationFrame(() => {
      waiting = false;
      changed();
    });
  }

  const TAKE = {
    valley: ({ arm, peaks, errors, diverged }) =>
      update({ valley: { ...result.valley, [arm]: { peaks, errors, diverged } } }),
    tuned: ({ schedule, constant }) => update({ tuned: { schedule, constant } }),
    pairs: ({ differences }) => update({ differences }),
    progress: ({ done }) => update({ done }),
    verdict: (verdict) => update({ verdict, phase: "done", done: 1 }),
    failed: (failed) => update({ failed, phase: "failed" }),
  };

  function start(experiment) {
    worker?.terminate();
    worker = new Worker(new URL("../engine/worker.js", import.meta.url), {
      type: "module",
    });
    worker.onmessage = ({ data }) => TAKE[data.type]?.(data);
    worker.onerror = (event) => {
      event.preventDefault();
      update({ phase: "failed", failed: { message: event.message } });
    };
    worker.postMessage({ type: "start", experiment });
    update({ ...NOTHING, phase: "running" });
  }

  return {
    /** @returns {Result} */
    get result() {
      return result;
    },
    start,
    stop() {
      worker.postMessage({ type: "stop" });
      update({ phase: "stopped" });
    },
    resume() {
      worker.postMessage({ type: "continue" });
      update({ phase: "running" });
    },
  };
}
