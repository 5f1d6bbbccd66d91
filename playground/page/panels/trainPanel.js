/** The part "Train": a training that grows while you watch, and its verdict in words. */
import { MOST_SEED, PAIRS, TUNING_SEEDS } from "../../engine/experiment.js";
import { MOMENTUM } from "../../engine/kernels.js";
import { BATCH, HIDDEN, INPUTS, OUTPUTS } from "../../engine/layout.js";
import { announce } from "../announce.js";
import { control, tick } from "../controls.js";
import { byId, drawn, element } from "../elements.js";
import { pairs } from "../charts/pairsChart.js";
import { FEWEST_UPDATES, MOST_UPDATES, otherPeak, PASTED } from "../state.js";
import { table } from "../charts/valleyTable.js";
import { trainer } from "../trainingWorker.js";
import { conclusion } from "../verdictText.js";
import { valley } from "../charts/valleyChart.js";
import { nameOf, number, say } from "../text.js";

const PAUSE = 700; // milliseconds from the last change until it trains again by itself

const PROTOCOL = {
  layers: [INPUTS, HIDDEN, OUTPUTS].join("-"),
  batch: BATCH,
  momentum: MOMENTUM,
  tuning: TUNING_SEEDS,
  testing: PAIRS,
};
const LABELS = {
  ready: "start",
  running: "stop",
  stopped: "continue",
  done: "restart",
  failed: "restart",
};

/**
 * Fill the part. `prepared(store)` makes the experiment of a state, with what a view
 * needs; `hear(view)` is called with what is seen, whenever it has changed.
 */
export function mountTrain(store, prepared, hear) {
  let next = prepared(store); // what would be trained now
  let trained = null; // what is trained, or was
  let before = null; // the valley of the schedule that was trained before it
  let waiting;
  let told = "ready"; // the last stage that was announced
  const course = trainer(heard);
  const view = () => {
    const about = trained ?? next;
    return { ...about, result: course.result, before };
  };
  const redraw = [valley(byId("valley"), view), pairs(byId("pairs"), view)];
  const seed = control({
    id: "seed",
    label: say("arguments.seed"),
    kind: "count",
    change: (value) => store.change({ seed: value }),
  });
  const updates = control({
    id: "updates",
    label: say("arguments.updates"),
    kind: "budget",
    change: (value) => store.change({ updates: value }),
  });
  const again = tick({
    id: "again",
    label: say("train.again"),
    change: (on) => store.change({ again: on }),
  });
  byId("about").textContent = say("train.about", PROTOCOL);
  byId("settings").append(updates.node, seed.node, again.node);

  function start() {
    if (trained) before = course.result.valley.schedule ?? before;
    trained = next;
    told = "ready";
    course.start(trained.experiment);
  }

  const ACTS = {
    ready: start,
    running: course.stop,
    stopped: course.go,
    done: start,
    failed: start,
  };
  byId("start").onclick = () => ACTS[course.result.phase]();
  byId("restart").onclick = start;
  byId("take-peak").onclick = () =>
    store.change(otherPeak(store, course.result.tuned.schedule));

  function heard() {
    tell(course.result);
    for (const draw of redraw) draw();
    show();
    hear(view());
  }

  /** Say what has just been found, for those who don't see it. */
  function tell({ phase, tuned }) {
    const now = phase === "running" && tuned ? "peaksFound" : phase;
    if (now === told) return;
    const goesOn = told === "stopped" && phase === "running";
    told = now;
    if (goesOn) announce(say("train.goesOn"));
    else if (now === "running") announce(say("train.begun"));
    else if (now === "peaksFound") announce(say("train.peaksFound"));
    else if (now !== "ready") {
      conclusion(byId("verdict"), course.result);
      announce(byId("verdict").textContent);
    }
  }

  function settings() {
    updates.show(store.state.updates, [FEWEST_UPDATES, MOST_UPDATES]);
    seed.show(store.state.seed, [0, MOST_SEED]);
    again.show(store.state.again);
  }

  function show() {
    const { result } = course;
    const { phase, tuned } = result;
    byId("start").textContent = say(`train.${LABELS[phase]}`);
    byId("restart").hidden = phase !== "stopped";
    byId("progress").value = result.done;
    byId("stale").hidden = !trained || same(trained, next);
    byId("take-peak").hidden = phase !== "done" || trained.shape === PASTED;
    byId("take-code").hidden = phase !== "done";
    if (tuned) {
      byId("take-peak").textContent = say("train.takePeak", {
        peak: number(tuned.schedule, 3),
      });
    }
    conclusion(byId("verdict"), result);
    table(byId("table"), result);
    legend();
  }

  function legend() {
    const { shape, result } = view();
    const known = [[shape, nameOf(shape)]];
    known.push(["constant", say("train.keyConstant")]);
    if (before) known.push(["before", say("train.keyBefore")]);
    byId("valley-key").replaceChildren(
      ...known.map(([name, text]) =>
        element("li", { class: `of-${name}` }, swatch(name), text),
      ),
    );
  }

  store.listen(() => {
    next = prepared(store);
    settings();
    if (!trained) heard();
    else {
      show();
      hear(view());
    }
    clearTimeout(waiting);
    const changed = trained && !same(trained, next);
    if (store.state.again && changed) waiting = setTimeout(start, PAUSE);
  });
  settings();
  show();
  hear(view());
}

function swatch(name) {
  const kind = name === "before" ? "before" : "line";
  const line = drawn("line", { class: kind, x1: 0, x2: 26, y1: 6, y2: 6 });
  return drawn("svg", { width: 26, height: 12, "aria-hidden": "true" }, line);
}

/** Tell whether two experiments are one: the same shape, length and seed. */
function same({ experiment: a }, { experiment: b }) {
  if (a.seed !== b.seed || a.column.length !== b.column.length) return false;
  // Another peak gives the same shape, but for the last digits.
  return a.column.every((rate, step) => Math.abs(rate - b.column[step]) < 1e-9);
}
