/** A training on the machine's cores, and all that has come of it so far. */
import { Crew } from "../engine/crew.js";
import { experiment, updatesOf } from "../engine/experiment.js";
import { Refused } from "../engine/refused.js";
import { oncePerFrame } from "./frames.js";

/**
 * @typedef {object} Arm
 * @property {number[]} peaks tried so far
 * @property {number[]} errors their mean validation errors, in %
 * @property {number[]} diverged how many networks did, at each peak
 */

/**
 * @typedef {object} Own the networks at the peak that the reader has set
 * @property {number} peak
 * @property {number} error their mean validation error, in %
 * @property {number} networks how many there are so far
 * @property {number} diverged how many of them did
 * @property {number[]} after the updates since which these have no error, increasing
 */

/**
 * @typedef {object} Bottoms of the valleys of an arm, one for each repeat
 * @property {number[]} peaks
 * @property {number[]} errors the validation errors there, in %
 * @property {number} atEdge how many of the peaks are at an end of the grid
 */

/** @typedef {{schedule: Bottoms, rival: Bottoms}} Tuned */

/**
 * @typedef {object} Verdict
 * @property {number} mean of the repeats
 * @property {number} halfWidth of the interval of the mean
 * @property {"better" | "worse" | "none"} word
 * @property {number} detectable the smallest true mean that would have been detected
 * @property {{schedule: number, rival: number}} means of the test errors, in %
 * @property {{schedule: number, rival: number}} diverged how many networks did
 */

/**
 * A plain object, which is never changed: what comes gives another one.
 *
 * @typedef {object} Result
 * @property {"ready" | "running" | "stopped" | "done" | "failed"} phase
 * @property {number} done the share, from 0 to 1
 * @property {{schedule?: Arm, rival?: Arm}} valley
 * @property {Own | null} own
 * @property {Tuned | null} tuned
 * @property {number[][]} differences points of test error, schedule − rival, a row of
 *   pairs for each repeat
 * @property {{schedule: number[][], rival: number[][]}} errors the test errors (%) that
 *   they are made of, likewise
 * @property {Verdict | null} verdict
 * @property {any} failed null, what is Refused, or `{message}` of an error
 */

/**
 * What is trained, or would be: its result, the valley that was there before it, and
 * what was guessed of it, if anything was.
 *
 * @typedef {import("./experimentFor.js").Planned
 *   & {result: Result, before: Arm | null, marked: number,
 *     guess: import("./guess.js").Guess | null}} View
 */

/** @type {Result} */
export const NOTHING = {
  phase: "ready",
  done: 0,
  valley: {},
  own: null,
  tuned: null,
  differences: [],
  errors: { schedule: [], rival: [] },
  verdict: null,
  failed: null,
};

/**
 * Return a training: `start(experiment)` begins anew, `stop()` and `resume()` do so,
 * `result` is the Result so far. `changed(names)` is called when it is another, once in
 * a frame, with the names of what is.
 *
 * @param {(names: Set<string>) => void} changed
 */
export function trainingWorker(changed) {
  /** @type {Crew | null} */
  let crew = null;
  let result = NOTHING;
  let names = new Set();

  const report = oncePerFrame(() => {
    const own = names;
    names = new Set();
    changed(own);
  });

  function update(change) {
    result = { ...result, ...change };
    for (const name of Object.keys(change)) names.add(name);
    report();
  }

  const TAKE = {
    valley: ({ arm, peaks, errors, diverged }) =>
      update({ valley: { ...result.valley, [arm]: { peaks, errors, diverged } } }),
    own: ({ type, ...own }) => update({ own }),
    tuned: ({ schedule, rival }) => update({ tuned: { schedule, rival } }),
    pairs: ({ differences, errors }) => update({ differences, errors }),
    verdict: ({ type, ...verdict }) => update({ verdict, phase: "done", done: 1 }),
  };

  function fail(problem) {
    const { key, values, message } = problem;
    const failed = problem instanceof Refused ? { key, values } : { message };
    update({ phase: "failed", failed });
  }

  /** @param {import("../engine/experiment.js").Experiment} planned */
  async function start(planned) {
    crew?.end();
    let made = 0;
    const all = updatesOf(planned);
    const own = new Crew((updates) => {
      made += updates;
      update({ done: made / all });
    });
    crew = own;
    update({ ...NOTHING, phase: "running" });
    try {
      await experiment(planned, own, (message) => TAKE[message.type](message));
    } catch (problem) {
      fail(problem);
    }
    own.end();
  }

  return {
    /** @returns {Result} */
    get result() {
      return result;
    },
    start,
    stop() {
      crew.stop();
      update({ phase: "stopped" });
    },
    resume() {
      crew.resume();
      update({ phase: "running" });
    },
  };
}
