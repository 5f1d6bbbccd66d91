/** The panel "Shape": a member of the family, its arguments, and how it looks. */
import { FAMILY } from "../../engine/columns.js";
import { curveChart } from "../charts/curveChart.js";
import { sparkline } from "../charts/sparkline.js";
import { withArgument, withSteps } from "../changes.js";
import { checkbox } from "../controls/checkbox.js";
import { listControl } from "../controls/listControl.js";
import { numberControl } from "../controls/numberControl.js";
import { radioButton } from "../controls/radioButton.js";
import { byId, element } from "../elements.js";
import { oncePerFrame } from "../frames.js";
import { number, percent } from "../numbers.js";
import { INITIAL_STATE, LIMITS, PASTED, SHAPES } from "../state.js";
import { say } from "../text.js";
import { heightsOf, mountFreehand } from "./freehand.js";

/**
 * Fill the panel, and keep it as the store's state says.
 *
 * @param {import("../store.js").Store} store
 */
export function mountShapePanel(store) {
  const cards = SHAPES.map((shape) => card(shape, store));
  byId("family").append(...cards.map(({ node }) => node));
  const steps = numberControl({
    id: "steps",
    label: say("arguments.steps"),
    kind: "budget",
    change: (value) => store.change(withSteps(store.state, value)),
  });
  const stairs = staircaseControl(store);
  byId("budget").append(steps.node, stairs.node);
  const redraw = oncePerFrame(curveChart(byId("curve"), store));
  const showFreehand = mountFreehand(byId("curve"), store);
  let controls = [];
  let shape = null;

  function show() {
    const { state, derived } = store;
    if (state.shape !== shape) {
      shape = state.shape;
      controls = controlsOf(state.shape, store);
      byId("arguments").replaceChildren(...controls.map(({ node }) => node));
    }
    for (const { argument, show } of controls) {
      const { args } = derived.shape;
      show(args[argument.name], argument.range(args, state.steps));
    }
    steps.node.hidden = state.shape === PASTED;
    steps.show(state.steps, LIMITS.steps);
    stairs.show();
    for (const { value, input } of cards) input.checked = value === state.shape;
    showFreehand();
    redraw();
    showFacts(derived);
  }
  store.listen(show);
  show();
}

/** Return a card to choose a shape with: a radio button that looks like its curve. */
function card(shape, store) {
  return radioButton({
    group: "shape",
    value: shape,
    label: say(`shapes.${shape}`),
    picture: sparkline(shape),
    kind: `card of-${shape}`,
    change: () => choose(store, shape),
  });
}

/**
 * Take a shape. Freehand, and a pasted column, go on from the curve that is there.
 *
 * @param {import("../store.js").Store} store
 */
function choose(store, shape) {
  const { state, derived } = store;
  if (shape === "freehand" && state.heights === INITIAL_STATE.heights) {
    store.change({ shape, heights: heightsOf(derived.column) });
  } else if (shape === PASTED) {
    const column = state.column.length > 1 ? state.column : derived.column;
    const log = column === state.column ? state.log : null;
    store.change({ shape, column, log, steps: column.length });
    byId("paste").open = true;
  } else store.change({ shape });
}

function controlsOf(shape, store) {
  const all = FAMILY[shape]?.arguments ?? [];
  return all
    .filter(({ kind }) => kind !== "points")
    .map((argument) => ({ argument, ...controlOf(argument, store) }));
}

function controlOf({ name, kind }, store) {
  const options = {
    id: `argument-${name}`,
    label: say(`arguments.${name}`),
    unit: ["steps", "list"].includes(kind) ? say("shape.inSteps") : "",
    change: (value) => store.change(withArgument(store.state, name, value)),
  };
  if (kind === "flag") return checkbox(options);
  if (kind === "list") {
    return listControl({ ...options, each: (i) => say("shape.boundary", { i }) });
  }
  return numberControl({ ...options, kind });
}

/**
 * Return the two controls of the staircase: a box, and the updates of an epoch.
 *
 * @param {import("../store.js").Store} store
 */
function staircaseControl(store) {
  const box = checkbox({
    id: "stairs-on",
    label: say("shape.stairs"),
    change(on) {
      const tenth = Math.max(1, Math.round(store.derived.column.length / 10));
      store.change({ stairs: on ? tenth : 0 });
    },
  });
  const width = numberControl({
    id: "stairs",
    label: say("arguments.stairs"),
    kind: "steps",
    change: (stairs) => store.change({ stairs }),
  });
  return {
    node: element("div", { class: "stairs" }, box.node, width.node),
    show() {
      const { stairs } = store.state;
      box.show(stairs > 0);
      width.node.hidden = stairs === 0;
      if (stairs) width.show(stairs, [1, store.derived.column.length]);
    },
  };
}

/** @param {import("../derive.js").Derived} derived */
function showFacts({ peak, mean, belowTenth, column }) {
  const facts = {
    steps: number(column.length),
    peak: number(peak, 3),
    mean: `${number(mean, 3)} (${percent(mean / peak)})`,
    belowTenth: percent(belowTenth, 1),
  };
  const rows = Object.entries(facts).map(([name, value]) => {
    const term = element("dt", {}, say(`facts.${name}`));
    return element("div", {}, term, element("dd", {}, value));
  });
  byId("facts").replaceChildren(...rows);
}
