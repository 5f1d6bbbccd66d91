/** A control for a list of steps: a field, and a slider for each of them. */
import { numeral } from "../../engine/pasting/numerals.js";
import { element, set } from "../elements.js";
import { labelFor, problemOf } from "./fieldParts.js";

const MOST_SLIDERS = 12; // a longer list has its field alone

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
    onchange: () => problem.show(enter(field.value)),
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

  function enter(text) {
    const words = text.split(/[\s,;]+/).filter(Boolean);
    const numbers = words.map((word) => numeral(word, "parted"));
    const wrong = words.find((_, i) => Number.isNaN(numbers[i]));
    if (wrong === undefined) return change(numbers);
    return { key: "notANumber", values: { name: label, value: wrong } };
  }

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
    const count = next.length <= MOST_SLIDERS ? next.length : 0;
    while (sliders.childElementCount > count) sliders.lastChild.remove();
    while (sliders.childElementCount < count) {
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
