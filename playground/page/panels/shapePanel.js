/** The part "Shape": a member of the family, its arguments, and how it looks. */
import { FAMILY, MOST_STEPS } from "../../engine/columns.js";
import { byId, element } from "../elements.js";
import { control, list, tick } from "../controls.js";
import { curve, sparkline } from "../charts/curveChart.js";
import { drawing, sampled } from "./freehand.js";
import { BEGINNING, otherArgument, otherSteps, PASTED, SHAPES } from "../state.js";
import { number, percent, say } from "../text.js";

/** Fill the part, and keep it as the store's state says. */
export function mountShape(store) {
  const cards = SHAPES.map((name) => card(name, store));
  byId("family").append(...cards.map(({ node }) => node));
  const steps = control({
    id: "steps",
    label: say("arguments.steps"),
    kind: "budget",
    change: (value) => store.change(otherSteps(store.state, value)),
  });
  const stairs = staircase(store);
  byId("budget").append(steps.node, stairs.node);
  const redraw = curve(byId("curve"), store);
  const draw = drawing(byId("curve"), store);
  let controls = [];
  let shape = null;

  function show() {
    const { state, now } = store;
    if (state.shape !== shape) {
      shape = state.shape;
      controls = controlsOf(state.shape, store);
      byId("arguments").replaceChildren(...controls.map(({ node }) => node));
    }
    for (const { argument, show } of controls) {
      const range = argument.range(now.shape.args, state.steps);
      show(now.shape.args[argument.name], range);
    }
    steps.node.hidden = state.shape === PASTED;
    steps.show(state.steps, [10, MOST_STEPS]);
    stairs.show();
    for (const { show } of cards) show();
    draw();
    redraw();
    facts(now);
  }
  store.listen(show);
  show();
}

/** Return a card to choose a shape with: a radio button that looks like its curve. */
function card(name, store) {
  const input = element("input", {
    type: "radio",
    name: "shape",
    id: `shape-${name}`,
    value: name,
    onchange: () => choose(store, name),
  });
  const node = element(
    "label",
    { class: `card of-${name}` },
    input,
    sparkline(name),
    element("span", {}, say(`shapes.${name}`)),
  );
  return {
    node,
    show() {
      input.checked = store.state.shape === name;
    },
  };
}

/** Take a shape. Freehand, and a pasted column, go on from the curve that is there. */
function choose(store, shape) {
  const { state, now } = store;
  if (shape === "freehand" && state.heights === BEGINNING.heights) {
    store.change({ shape, heights: sampled(now.column) });
  } else if (shape === PASTED) {
    const own = state.column.length > 1;
    const column = own ? state.column : now.column;
    store.change({ shape, column, steps: column.length });
    byId("pasting").open = true;
  } else store.change({ shape });
}

function controlsOf(shape, store) {
  const known = FAMILY[shape]?.arguments ?? [];
  return known
    .filter(({ kind }) => kind !== "points")
    .map((argument) => {
      const { name, kind } = argument;
      const about = {
        id: `argument-${name}`,
        label: say(`arguments.${name}`),
        unit: ["steps", "list"].includes(kind) ? say("shape.inSteps") : "",
        kind,
        change: (value) => store.change(otherArgument(store.state, name, value)),
        each: (i) => say("shape.boundary", { i }),
      };
      const made = kind === "flag" ? tick : kind === "list" ? list : control;
      return { argument, ...made(about) };
    });
}

/** Return the two controls of the staircase: a box, and the updates of an epoch. */
function staircase(store) {
  const box = tick({
    id: "stairs-on",
    label: say("shape.stairs"),
    change: (on) => {
      const stairs = on ? Math.max(1, Math.round(store.now.column.length / 10)) : 0;
      store.change({ stairs });
    },
  });
  const width = control({
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
      if (stairs) width.show(stairs, [1, store.now.column.length]);
    },
  };
}

function facts({ peak, mean, belowTenth, column }) {
  const values = {
    steps: number(column.length),
    peak: number(peak, 3),
    mean: `${number(mean, 3)} (${percent(mean / peak)})`,
    belowTenth: percent(belowTenth, 1),
  };
  const rows = Object.entries(values).map(([name, value]) =>
    element(
      "div",
      {},
      element("dt", {}, say(`facts.${name}`)),
      element("dd", {}, value),
    ),
  );
  byId("facts").replaceChildren(...rows);
}
