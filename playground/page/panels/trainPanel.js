/** The panel "Train": a training that grows while you watch, and its verdict. */
import { PAIRS, REPEATS } from "../../engine/experiment.js";
import { MOMENTUM } from "../../engine/kernels.js";
import { BATCH, HIDDEN, INPUTS, OUTPUTS } from "../../engine/layout.js";
import { meanPeak } from "../../engine/peaks.js";
import { announce } from "../announce.js";
import { withPeak } from "../changes.js";
import { pairsChart } from "../charts/pairsChart.js";
import { valleyChart } from "../charts/valleyChart.js";
import { fillValleyLegend } from "../charts/valleyLegend.js";
import { fillValleyTable } from "../charts/valleyTable.js";
import { checkbox } from "../controls/checkbox.js";
import { numberControl } from "../controls/numberControl.js";
import { byId } from "../elements.js";
import { experimentFor, isSameExperiment } from "../experimentFor.js";
import { number } from "../numbers.js";
import { LIMITS, PASTED } from "../state.js";
import { say } from "../text.js";
import { trainingWorker } from "../trainingWorker.js";
import { showVerdict } from "../verdictText.js";

const PAUSE = 700; // milliseconds from the last change until it trains again by itself

const PROTOCOL = {
  layers: [INPUTS, HIDDEN, OUTPUTS].join("-"),
  batch: BATCH,
  momentum: MOMENTUM,
  repeats: REPEATS,
  pairs: PAIRS,
};
const LABELS = {
  ready: "start",
  running: "stop",
  stopped: "continue",
  done: "restart",
  failed: "restart",
};

/**
 * Fill the panel, and keep it as the store's state says.
 *
 * `changed(view)` is called with what is shown, whenever it is another.
 *
 * @param {import("../store.js").Store} store
 * @param {(view: import("../trainingWorker.js").View) => void} changed
 */
export function mountTrainPanel(store, changed) {
  let next = experimentFor(store); // what would be trained now
  /** @type {typeof next | null} */
  let trained = null; // what is trained, or was
  /** @type {import("../trainingWorker.js").Arm | null} */
  let before = null; // the valley of the schedule that was trained before it
  let announced = "ready"; // the last stage that was announced
  let waiting;
  const training = trainingWorker(showResult);
  /** @returns {import("../trainingWorker.js").View} */
  const view = () => ({ ...(trained ?? next), result: training.result, before });
  const redrawValley = valleyChart(byId("valley"), view);
  const redrawPairs = pairsChart(byId("pairs"), view);
  const showSettings = mountSettings(store);

  function start() {
    if (trained) before = training.result.valley.schedule ?? before;
    trained = next;
    announced = "ready";
    training.start(trained.experiment);
  }

  const ACTIONS = {
    ready: start,
    running: training.stop,
    stopped: training.resume,
    done: start,
    failed: start,
  };
  byId("start").onclick = () => ACTIONS[training.result.phase]();
  byId("restart").onclick = start;
  byId("take-peak").onclick = () =>
    store.change(withPeak(store, meanPeak(training.result.tuned.schedule.peaks)));

  function showResult() {
    announceStage(training.result);
    redrawValley();
    redrawPairs();
    show();
  }

  /** Say what has just happened, for those who don't see it. */
  function announceStage({ phase, tuned }) {
    const stage = phase === "running" && tuned ? "peaksFound" : phase;
    if (stage === announced) return;
    const goesOn = announced === "stopped" && phase === "running";
    announced = stage;
    if (goesOn) announce(say("train.goesOn"));
    else if (stage === "running") announce(say("train.begun"));
    else if (stage === "peaksFound") announce(say("train.peaksFound"));
    else if (stage !== "ready") {
      showVerdict(byId("verdict"), training.result);
      announce(byId("verdict").textContent);
    }
  }

  function show() {
    const { result } = training;
    const { phase, tuned, done } = result;
    byId("start").textContent = say(`train.${LABELS[phase]}`);
    byId("restart").hidden = phase !== "stopped";
    byId("progress").value = done;
    byId("stale").hidden = !trained || isSameExperiment(trained, next);
    byId("take-peak").hidden = phase !== "done" || trained.shape === PASTED;
    byId("take-code").hidden = phase !== "done";
    if (tuned) {
      const peak = number(meanPeak(tuned.schedule.peaks), 3);
      byId("take-peak").textContent = say("train.takePeak", { peak });
    }
    showVerdict(byId("verdict"), result);
    fillValleyTable(byId("table"), result);
    fillValleyLegend(byId("valley-key"), view());
    changed(view());
  }

  store.listen(() => {
    next = experimentFor(store);
    showSettings();
    if (trained) show();
    else showResult();
    clearTimeout(waiting);
    const isOther = trained && !isSameExperiment(trained, next);
    if (store.state.again && isOther) waiting = setTimeout(start, PAUSE);
  });
  showSettings();
  show();
}

/**
 * Fill the part for those who want to set more; return what shows the state there.
 *
 * @param {import("../store.js").Store} store
 */
function mountSettings(store) {
  const updates = numberControl({
    id: "updates",
    label: say("arguments.updates"),
    kind: "budget",
    change: (value) => store.change({ updates: value }),
  });
  const seed = numberControl({
    id: "seed",
    label: say("arguments.seed"),
    kind: "count",
    change: (value) => store.change({ seed: value }),
  });
  const again = checkbox({
    id: "again",
    label: say("train.again"),
    change: (on) => store.change({ again: on }),
  });
  byId("about").textContent = say("train.about", PROTOCOL);
  byId("settings").append(updates.node, seed.node, again.node);
  return () => {
    updates.show(store.state.updates, LIMITS.updates);
    seed.show(store.state.seed, LIMITS.seed);
    again.show(store.state.again);
  };
}
