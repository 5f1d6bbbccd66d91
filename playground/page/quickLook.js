/** A quick look at the schedule on the screen, which follows each change of it. */
import { Crew, DROPPED } from "../engine/crew.js";
import { bottomsOf, lookAtLearning, lookAtValley, shapesOf } from "../engine/looks.js";
import { oncePerFrame } from "./frames.js";

const REST = 200; // milliseconds without a change, after which it looks more closely
const RELEASE = 3000; // and after which the workers go
// Seeds of each valley, and networks that are seen to learn.
const FAST = { seeds: 1, networks: 2 };
const CLOSE = { seeds: 4, networks: 8 };
const MOST_KNOWN = 100;
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

/** @typedef {import("../engine/looks.js").Arm} Arm */
/** @typedef {import("../engine/looks.js").Learning} Learning */
/** @typedef {{schedule: number, rival: number}} Peaks */

/**
 * @typedef {object} Look
 * @property {import("./experimentFor.js").Planned} planned what was looked at
 * @property {Peaks | null} at which both are seen to learn; null: each at its best here
 * @property {number} updates of each network
 * @property {number} seeds of each valley
 * @property {{schedule: Arm, rival: Arm}} valley
 * @property {{schedule: Learning, rival: Learning} | null} learning
 */

/**
 * Return what looks: `ask(planned, at)` wants a look, `pause(on)` leaves the cores to
 * others, `listen(hear)` hears of each Look, and `look` is the newest one, or null.
 *
 * While one is under way only the newest of what is asked waits, so a hand that goes on
 * moving sees several of them a second.
 */
export function quickLook() {
  /** @type {Crew | null} */
  let crew = null;
  /** @type {Look | null} */
  let look = null;
  /** @type {{planned: Look["planned"], at: Peaks | null} | null} */
  let wanted = null;
  let [busy, close, paused] = [false, false, false];
  let wake = () => {}; // ends the rest
  let release;
  const listeners = [];
  const known = new Map(); // looks at the rival, which rests while the schedule moves
  const report = oncePerFrame(() => listeners.forEach((hear) => hear(look)));

  function publish(next) {
    look = next;
    report();
  }

  async function remembered(key, compute) {
    if (known.size > MOST_KNOWN) known.clear();
    if (!known.has(key)) known.set(key, await compute());
    return known.get(key);
  }

  function ask(planned, at = null) {
    wanted = { planned, at };
    wake();
    if (close) crew?.drop();
    if (!busy && !paused) run();
  }

  async function run() {
    busy = true;
    clearTimeout(release);
    let seen = null;
    try {
      while (wanted !== seen && !paused) {
        seen = wanted;
        await lookTwice(seen).catch((problem) => {
          if (problem !== DROPPED) throw problem;
        });
      }
    } catch {
      wanted = null; // too old a browser: a training says so
    }
    busy = false;
    release = setTimeout(end, paused ? 0 : RELEASE);
  }

  /** Look fast, if things may move; and closely, if nothing else is wanted then. */
  async function lookTwice(own) {
    crew ??= new Crew();
    if (!STILL.matches && !own.at) await lookWith(own, FAST);
    if (!own.at) await rest();
    if (own !== wanted || paused) return;
    close = true;
    try {
      await (own.at ? watch(own) : lookWith(own, CLOSE));
    } finally {
      close = false;
    }
  }

  function rest() {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, REST);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function lookWith({ planned }, { seeds, networks }) {
    const shapes = shapesOf(planned.experiment);
    const { experiment } = planned;
    const { seed, task } = experiment;
    const valleyOf = (arm) => lookAtValley(crew, shapes, arm, experiment, seeds);
    const key = [seed, task, seeds, shapes.rival.join()].join(" ");
    const [schedule, rival] = await Promise.all([
      valleyOf("schedule"),
      remembered(key, () => valleyOf("rival")),
    ]);
    const valley = { schedule, rival };
    const updates = shapes.schedule.length;
    const learning = look?.learning ?? null;
    publish({ planned, at: null, updates, seeds, valley, learning });
    await learn(shapes, experiment, bottomsOf(valley), networks);
  }

  /** See networks learn at given peaks, with all the updates of a training. */
  async function watch({ planned, at }) {
    const { experiment } = planned;
    publish({ ...look, planned, at });
    const shapes = shapesOf(experiment, experiment.steps);
    await learn(shapes, experiment, at, CLOSE.networks);
  }

  async function learn(shapes, experiment, at, networks) {
    const { seed, task } = experiment;
    const learnt = (arm) =>
      lookAtLearning(crew, shapes, arm, at[arm], experiment, networks);
    const key = [seed, task, networks, at.rival, "learns", shapes.rival.join()].join(
      " ",
    );
    const [schedule, rival] = await Promise.all([
      learnt("schedule"),
      remembered(key, () => learnt("rival")),
    ]);
    publish({ ...look, learning: { schedule, rival } });
  }

  function end() {
    crew?.end();
    crew = null;
  }

  return {
    /** @returns {Look | null} */
    get look() {
      return look;
    },
    ask,
    pause(on) {
      paused = on;
      wake();
      if (on) crew?.drop();
      if (on && !busy) end();
      else if (!on && wanted && !busy) run();
    },
    /** @param {(look: Look) => void} hear */
    listen(hear) {
      listeners.push(hear);
    },
  };
}
