/** The panel "Descend": balls that roll on a loss with one weight, at your rates. */
import { resampled, shapeOf } from "../../engine/columns.js";
import { descend, LANDSCAPES } from "../../engine/landscapes.js";
import { announce } from "../announce.js";
import { landscapeChart } from "../charts/landscapeChart.js";
import { ratesChart } from "../charts/ratesChart.js";
import { numberControl } from "../controls/numberControl.js";
import { radioButton } from "../controls/radioButton.js";
import { byId } from "../elements.js";
import { number } from "../numbers.js";
import { LIMITS } from "../state.js";
import { say } from "../text.js";

const STEPS = 600; // as in notebook 06
const BALLS = 40;
const MANY = 10; // steps at a press of the button
const SPEED = 60; // steps a second, on any screen
const STARTS = Float64Array.from(
  { length: BALLS },
  (_, i) => -5.9 + (11.8 * i) / (BALLS - 1),
);
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const OWN = ["landscape", "roll", "noise"]; // choices of this panel
const CHANGES_NOTHING = ["updates", "seed", "against", "task", "again", "follow"];
const PAUSE = 150; // milliseconds from the last change of the schedule

/**
 * Fill the panel, and keep it as the store's state says.
 *
 * @param {import("../store.js").Store} store
 */
export function mountDescendPanel(store) {
  let descent = null; // {landscape, column, paths, shape}
  let step = 0;
  let waiting = 0; // for the pause after a change; 0: nothing has changed
  let frame = 0; // the next one that is asked for; 0 while nothing moves
  let from = { step: 0, time: NaN }; // where it began to move; no time before a frame
  const scene = () => ({ ...descent, step });
  const charts = [
    landscapeChart(byId("landscape"), scene),
    ratesChart(byId("rolling"), scene),
  ];
  const choices = Object.keys(LANDSCAPES).map((name) => landscapeButton(name, store));
  byId("landscapes").append(...choices.map(({ node }) => node));
  const peak = numberControl({
    id: "roll",
    label: say("arguments.roll"),
    kind: "rate",
    change: (roll) => store.change({ roll }),
  });
  const noise = numberControl({
    id: "noise",
    label: say("arguments.noise"),
    kind: "share",
    change: (noise) => store.change({ noise }),
  });
  byId("descending").append(peak.node, noise.node);

  function go(to) {
    if (waiting) beginAnew();
    step = Math.min(to, STEPS);
    for (const chart of charts) chart.move();
    describe();
  }

  function describe() {
    const sentence = description(scene());
    byId("descend-text").textContent = sentence;
    byId("play").textContent = say(frame ? "descend.pause" : "descend.play");
    if (step === STEPS) announce(sentence);
  }

  function nextFrame(time) {
    if (!frame) return;
    if (step === STEPS) return pause();
    if (waiting) beginAnew();
    if (Number.isNaN(from.time)) from = { step, time };
    go(from.step + Math.floor(((time - from.time) * SPEED) / 1000));
    frame = requestAnimationFrame(nextFrame);
  }

  function play() {
    if (step === STEPS) step = 0;
    from = { step, time: NaN };
    frame = requestAnimationFrame(nextFrame);
    describe();
  }

  function pause() {
    cancelAnimationFrame(frame);
    frame = 0;
    describe();
  }

  function jump(to) {
    pause();
    go(to);
  }

  byId("play").onclick = () => (frame ? pause() : play());
  byId("step").onclick = () => jump(step + MANY);
  byId("to-end").onclick = () => jump(STEPS);
  byId("rewind").onclick = () => jump(0);

  function showMotion() {
    byId("play").hidden = STILL.matches;
    byId("step").className = STILL.matches ? "main" : "";
    if (STILL.matches) pause();
  }
  STILL.addEventListener("change", showMotion);

  function beginAnew() {
    clearTimeout(waiting);
    waiting = 0;
    descent = descentOf(store);
    step = 0;
    from = { step, time: NaN };
    for (const chart of charts) chart.draw();
    describe();
  }

  function show(changed) {
    const { state } = store;
    for (const { value, input } of choices) input.checked = value === state.landscape;
    peak.show(state.roll, [0, Infinity]);
    noise.show(state.noise, LIMITS.noise);
    const keys = Object.keys(changed);
    if (keys.every((key) => CHANGES_NOTHING.includes(key))) return;
    clearTimeout(waiting);
    if (keys.some((key) => OWN.includes(key))) beginAnew();
    else waiting = setTimeout(beginAnew, PAUSE);
  }
  store.listen(show);
  show(store.state);
  showMotion();
}

function landscapeButton(name, store) {
  return radioButton({
    group: "landscape",
    value: name,
    label: say(`landscapes.${name}`),
    change: () => store.change({ landscape: name, roll: LANDSCAPES[name].peak }),
  });
}

/**
 * Return the whole way of all balls, at the rates of the store's schedule.
 *
 * @param {import("../store.js").Store} store
 */
function descentOf({ state: { landscape: name, roll, noise, shape }, derived }) {
  const landscape = LANDSCAPES[name];
  const column = resampled(shapeOf(derived.column), STEPS).map((rate) => roll * rate);
  const paths = descend(landscape, column, STARTS, { noise, seed: 1 });
  return { landscape, column, paths, shape };
}

function description({ landscape, column, paths, step }) {
  const { centre, width } = landscape.wells[landscape.best];
  return say("descend.now", {
    step,
    steps: STEPS,
    rate: number(column[Math.min(step, STEPS - 1)], 2),
    best: paths[step].filter((x) => Math.abs(x - centre) < width).length,
    balls: BALLS,
  });
}
