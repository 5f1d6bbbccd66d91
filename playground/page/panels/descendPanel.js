/** The part "Descend": balls that roll on a loss with one weight, at your rates. */
import { descend, LANDSCAPES } from "../../engine/landscapes.js";
import { resampled, shapeOf } from "../../engine/columns.js";
import { announce } from "../announce.js";
import { control } from "../controls.js";
import { byId, element } from "../elements.js";
import { hills, rates } from "../charts/landscapeChart.js";
import { number, say } from "../text.js";

const STEPS = 600; // as in notebook 06
const BALLS = 40;
const MANY = 10; // steps at a press of the button
const STARTS = Float64Array.from(
  { length: BALLS },
  (_, i) => -5.9 + (11.8 * i) / (BALLS - 1),
);
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

/** Fill the part, and keep it as the store's state says. */
export function mountDescend(store) {
  let scene = null; // {landscape, column, paths, shape}
  let step = 0;
  let playing = 0;
  const place = () => ({ ...scene, step });
  const ground = hills(byId("landscape"), place);
  const curve = rates(byId("rolling"), place);
  const choices = Object.keys(LANDSCAPES).map((name) => choice(name, store));
  byId("landscapes").append(...choices.map(({ node }) => node));
  const peak = control({
    id: "roll",
    label: say("arguments.roll"),
    kind: "rate",
    change: (roll) => store.change({ roll }),
  });
  const noise = control({
    id: "noise",
    label: say("arguments.noise"),
    kind: "share",
    change: (noise) => store.change({ noise }),
  });
  byId("descending").append(peak.node, noise.node);

  function go(to) {
    step = Math.min(to, STEPS);
    ground.move();
    curve.move();
    tell();
  }

  function tell() {
    const said = describe(place());
    byId("descend-said").textContent = said;
    byId("play").textContent = say(playing ? "descend.pause" : "descend.play");
    if (step === STEPS) announce(said);
  }

  function frame() {
    if (!playing) return;
    if (step === STEPS) return pause();
    go(step + 1);
    playing = requestAnimationFrame(frame);
  }

  function pause() {
    cancelAnimationFrame(playing);
    playing = 0;
    tell();
  }

  byId("play").onclick = () => {
    if (playing) return pause();
    if (step === STEPS) step = 0;
    playing = requestAnimationFrame(frame);
    return tell();
  };
  const jump = (to) => () => {
    pause();
    go(to());
  };
  byId("step").onclick = jump(() => step + MANY);
  byId("to-end").onclick = jump(() => STEPS);
  byId("rewind").onclick = jump(() => 0);

  function motion() {
    byId("play").hidden = STILL.matches;
    byId("step").className = STILL.matches ? "main" : "";
    if (STILL.matches) pause();
  }
  STILL.addEventListener("change", motion);

  function show(changed = {}) {
    const { landscape, roll, noise: sigma, shape } = store.state;
    for (const { name, input } of choices) input.checked = name === landscape;
    peak.show(roll, [0, Infinity]);
    noise.show(sigma, [0, 2]);
    if (!Object.keys(changed).every((key) => key in UNMOVED)) {
      const column = resampled(shapeOf(store.now.column), STEPS).map(
        (rate) => roll * rate,
      );
      const chosen = LANDSCAPES[landscape];
      const paths = descend(chosen, column, STARTS, { noise: sigma, seed: 1 });
      scene = { landscape: chosen, column, paths, shape };
      step = 0;
      ground.draw();
      curve.draw();
    }
    tell();
  }
  const UNMOVED = { seed: 0, again: 0 };
  store.listen(show);
  show({ shape: 0 });
  motion();
}

function choice(name, store) {
  const input = element("input", {
    type: "radio",
    name: "landscape",
    id: `landscape-${name}`,
    onchange: () => store.change({ landscape: name, roll: LANDSCAPES[name].peak }),
  });
  const label = element("span", {}, say(`landscapes.${name}`));
  return { name, input, node: element("label", { class: "pill" }, input, label) };
}

function describe({ landscape, column, paths, step }) {
  const best = landscape.wells[landscape.best];
  const there = Array.from(paths[step]).filter(
    (x) => Math.abs(x - best.centre) < best.width,
  );
  return say("descend.said", {
    step,
    steps: STEPS,
    rate: number(column[Math.min(step, STEPS - 1)], 2),
    best: there.length,
    balls: BALLS,
  });
}
