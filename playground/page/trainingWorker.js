/** A training in a worker, and all that has come of it so far. */

/**
 * @typedef {object} Arm
 * @property {number[]} peaks tried so far
 * @property {number[]} errors their mean validation errors, in %
 * @property {number[]} diverged how many networks did, at each peak
 */

/**
 * @typedef {object} Result
 * @property {"ready" | "running" | "stopped" | "done" | "failed"} phase
 * @property {number} done the share, from 0 to 1
 * @property {{schedule?: Arm, constant?: Arm}} valley
 * @property {object | null} tuned the best peaks: `{schedule, constant, atEdge}`
 * @property {number[]} differences points of test error, schedule − constant
 * @property {object | null} verdict as `engine/worker.js` describes it
 * @property {object | null} failed what is Refused, or `{message}` of an error
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
    tuned: ({ schedule, constant, atEdge }) =>
      update({ tuned: { schedule, constant, atEdge } }),
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
