/** The buttons of the panel "Train": what they do, and which of them are seen. */
import { byId } from "../elements.js";
import { number } from "../numbers.js";
import { say } from "../text.js";

const LABELS = {
  ready: "start",
  running: "stop",
  stopped: "continue",
  failed: "again",
};

/**
 * @typedef {object} Stage
 * @property {import("../trainingWorker.js").Result["phase"]} phase
 * @property {boolean} isOther whether something else would be trained now
 * @property {boolean} isOtherShape whether of another shape
 * @property {number | null} bestPeak that the schedule on the screen can take over
 */

/**
 * Let the buttons do their work: `start`, `startFresh` on fresh pairs, `stop`, `resume`,
 * and `takePeak`. Return what shows those that belong to a stage.
 *
 * @param {{[name: string]: () => void}} work
 * @param {() => Stage} stage
 */
export function mountTrainButtons(work, stage) {
  const { start, startFresh, stop, resume } = work;
  const ACTIONS = {
    ready: start,
    running: stop,
    stopped: resume,
    done: () => (stage().isOther ? start() : startFresh()),
    failed: start,
  };
  byId("start").onclick = () => ACTIONS[stage().phase]();
  byId("restart").onclick = start;
  byId("fresh").onclick = startFresh;
  byId("take-peak").onclick = work.takePeak;

  return function show() {
    const { phase, isOther, isOtherShape, bestPeak } = stage();
    const isUnderWay = phase === "running" || phase === "stopped";
    const label = LABELS[phase] ?? (isOther ? "start" : "freshStart");
    byId("start").textContent = say(`train.${label}`);
    byId("restart").hidden = !(phase === "stopped" || (isUnderWay && isOther));
    byId("fresh").hidden = phase !== "done" || !isOther;
    byId("stale").hidden = !isOther;
    byId("stale").textContent = say(isOtherShape ? "train.stale" : "train.stalePeak");
    byId("take-code").hidden = phase !== "done";
    byId("take-peak").hidden = bestPeak === null;
    if (bestPeak === null) return;
    byId("take-peak").textContent = say("train.takePeak", {
      peak: number(bestPeak, 3),
    });
  };
}

/** Let the focus stay on the page where a button that has it hides itself. */
export function keepFocus() {
  const focused = document.activeElement;
  if (["restart", "fresh"].includes(focused?.id)) byId("start").focus();
}
