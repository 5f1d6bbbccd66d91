/** A slider and a field for one number, with one label. */
import { element, set } from "../elements.js";
import { number } from "../numbers.js";
import { enteredNumber } from "./enteredNumber.js";
import { labelFor, problemOf } from "./fieldParts.js";
import { SLIDER_SCALES } from "./sliderScales.js";

/**
 * Return a control: `{node, show(value, range)}`.
 *
 * `kind` names the scale of the slider. `change(value)` returns null, or what is
 * Refused: then a sentence says so beside the control, and the value stays.
 */
export function numberControl({ id, label, unit = "", kind, change }) {
  let scale = SLIDER_SCALES[kind](1, 2);
  let shown = 0;
  const slider = element("input", {
    type: "range",
    id: `${id}-slider`,
    "aria-label": label,
    oninput: () => attempt(change(scale.value(Number(slider.value)))),
  });
  const field = element("input", {
    type: "text",
    id,
    inputmode: "decimal",
    autocomplete: "off",
    size: 8,
    onchange: () => enter(enteredNumber(label, kind, field.value)),
  });
  const problem = problemOf(field);
  const node = element(
    "div",
    { class: "control" },
    labelFor(id, label, unit),
    slider,
    field,
    problem.node,
  );

  /** @param {ReturnType<enteredNumber>} entered */
  function enter({ value, refused }) {
    attempt(refused ?? change(value));
    if (!refused && value === shown) field.value = String(value);
  }

  function attempt(refused) {
    problem.show(refused);
    if (refused) slider.value = scale.place(shown);
  }

  function show(value, [low, high]) {
    shown = value;
    scale = SLIDER_SCALES[kind](low, high);
    set(slider, { min: 0, max: scale.last, step: 1 });
    slider.value = scale.place(value);
    set(slider, { "aria-valuetext": number(value) });
    field.value = String(value);
    problem.show(null);
  }
  return { node, show };
}
