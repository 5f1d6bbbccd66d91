/** A training in a worker, and all that has come of it so far. */

const NOTHING = {
  phase: "ready", // "ready", "running", "stopped", "done", "failed"
  done: 0,
  valley: {}, // by arm: {peaks, errors}
  tuned: null,
  differences: [],
  verdict: null,
  failed: null,
};

/**
 * Return a trainer. `start(experiment)` begins anew, `stop()` and `go()` halt and go on;
 * `result` is as NOTHING describes, and `hear()` is called when it has changed.
 */
export function trainer(hear) {
  let worker = null;
  let result = NOTHING;
  let heard = false;

  function become(change) {
    result = { ...result, ...change };
    if (heard) return;
    heard = true; // what comes within one frame is drawn once
    requestAnimationFrame(() => {
      heard = false;
      hear();
    });
  }

  const TAKE = {
    valley: ({ arm, peaks, errors, diverged }) =>
      become({ valley: { ...result.valley, [arm]: { peaks, errors, diverged } } }),
    tuned: ({ schedule, constant, atEdge }) =>
      become({ tuned: { schedule, constant, atEdge } }),
    pairs: ({ differences }) => become({ differences }),
    progress: ({ done }) => become({ done }),
    verdict: (verdict) => become({ verdict, phase: "done", done: 1 }),
    failed: (failed) => become({ failed, phase: "failed" }),
  };

  function start(experiment) {
    worker?.terminate();
    worker = new Worker(new URL("../engine/worker.js", import.meta.url), {
      type: "module",
    });
    worker.onmessage = ({ data }) => TAKE[data.type]?.(data);
    worker.onerror = (event) => {
      event.preventDefault();
      become({ phase: "failed", failed: { message: event.message } });
    };
    worker.postMessage({ type: "start", experiment });
    become({ ...NOTHING, phase: "running" });
  }

  return {
    get result() {
      return result;
    },
    start,
    stop() {
      worker.postMessage({ type: "stop" });
      become({ phase: "stopped" });
    },
    go() {
      worker.postMessage({ type: "continue" });
      become({ phase: "running" });
    },
  };
}
