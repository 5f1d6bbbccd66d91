/** A control for a list of steps: a field, and a slider for each of them. */
import { element, set } from "../elements.js";
import { labelFor, problemOf } from "./fieldParts.js";

/**
 * Return a control: `{node, show(steps, range)}`. `change(steps)` returns null, or what
 * is Refused; `each(i)` is the label of the slider of step i, from 1.
 */
export function listControl({ id, label, unit, change, each }) {
  const field = element("input", {
    type: "text",
    id,
    inputmode: "text",
    autocomplete: "off",
    onchange: () => problem.show(change(stepsIn(field.value))),
  });
  const problem = problemOf(field);
  const sliders = element("div", { class: "each" });
  const node = element(
    "div",
    { class: "control list" },
    labelFor(id, label, unit),
    field,
    problem.node,
    sliders,
  );
  let steps = [];
  let range = [1, 1];

  function slider(i) {
    const node = element("input", {
      type: "range",
      "aria-label": each(i + 1),
      oninput: () => {
        const low = (steps[i - 1] ?? range[0] - 1) + 1;
        const high = (steps[i + 1] ?? range[1] + 1) - 1;
        const step = Math.min(Math.max(Number(node.value), low), high);
        problem.show(change(steps.with(i, step)));
      },
    });
    return node;
  }

  function show(next, limits) {
    [steps, range] = [next, limits];
    while (sliders.childElementCount > next.length) sliders.lastChild.remove();
    while (sliders.childElementCount < next.length) {
      sliders.append(slider(sliders.childElementCount));
    }
    [...sliders.children].forEach((node, i) => {
      set(node, { min: limits[0], max: limits[1], step: 1 });
      node.value = next[i];
    });
    field.value = next.join(", ");
    problem.show(null);
  }
  return { node, show };
}

function stepsIn(text) {
  const words = text.split(/[\s,;]+/).filter(Boolean);
  return words.map(Number);
}
