/** A slider and a number field for one value, with one label. */
import { announce } from "./announce.js";
import { element, set } from "./elements.js";
import { SPACINGS } from "./sliderScales.js";
import { number, refusal } from "./text.js";

/**
 * Return a control: `{node, show(value, range)}`.
 *
 * `kind` says how the slider is spaced: "rate" by equal factors, with 0 at its left end
 * where 0 is allowed; "steps" and "count" by whole numbers, "factor" by hundredths, and
 * "budget" by equal factors of whole numbers. `change(value)` returns null, or what is
 * Refused: then a sentence says so beside the control, and the value stays.
 */
export function control({ id, label, unit, kind, change }) {
  let spacing = SPACINGS[kind](0, 1);
  let shown = 0;
  const slider = element("input", {
    type: "range",
    id: `${id}-slider`,
    "aria-label": label,
    oninput: () => attempt(change(spacing.value(Number(slider.value)))),
  });
  const field = element("input", {
    type: "text",
    id,
    inputmode: "decimal",
    autocomplete: "off",
    size: 8,
    onchange: () => attempt(entered(label, field.value) ?? change(Number(field.value))),
  });
  const { place, tell } = complaint(field);
  const node = element(
    "div",
    { class: "control" },
    labelFor(id, label, unit),
    slider,
    field,
    place,
  );

  function attempt(refused) {
    tell(refused);
    if (refused) slider.value = spacing.place(shown);
  }

  function show(value, [low, high]) {
    shown = value;
    spacing = SPACINGS[kind](low, high);
    set(slider, { min: 0, max: spacing.last, step: 1 });
    slider.value = spacing.place(value);
    set(slider, { "aria-valuetext": number(value) });
    if (document.activeElement !== field || Number(field.value) !== value) {
      field.value = String(value);
    }
    tell(null);
  }
  return { node, show };
}

/** Return null if a text is a number, or what is refused. */
function entered(label, text) {
  const wrong = text.trim() === "" || Number.isNaN(Number(text));
  return wrong ? { key: "notANumber", values: { name: label, value: text } } : null;
}

/** Return a sentence's place beside a field, and the function that fills it. */
function complaint(field) {
  const id = `${field.id}-problem`;
  const place = element("p", { id, class: "problem", hidden: true });
  function tell(refused) {
    place.hidden = refused === null;
    set(field, {
      "aria-invalid": refused ? "true" : null,
      "aria-describedby": refused ? id : null,
    });
    if (!refused) return;
    place.textContent = refusal(refused);
    announce(place.textContent);
  }
  return { place, tell };
}

function labelFor(id, label, unit) {
  const shown = unit ? [" ", element("span", { class: "unit" }, unit)] : [];
  return element("label", { for: id }, label, ...shown);
}

/** Return a control with a box to tick. */
export function tick({ id, label, change }) {
  const box = element("input", {
    type: "checkbox",
    id,
    onchange: () => change(box.checked),
  });
  const node = element(
    "div",
    { class: "control tick" },
    box,
    element("label", { for: id }, label),
  );
  return {
    node,
    show(value) {
      box.checked = value;
    },
  };
}

/** Return a control for a list of steps: a field, and a slider for each of them. */
export function list({ id, label, unit, change, each }) {
  const field = element("input", {
    type: "text",
    id,
    inputmode: "text",
    autocomplete: "off",
    onchange: () => tell(change(stepsIn(field.value))),
  });
  const { place, tell } = complaint(field);
  const sliders = element("div", { class: "each" });
  const node = element(
    "div",
    { class: "control list" },
    labelFor(id, label, unit),
    field,
    place,
    sliders,
  );
  let values = [];
  let range = [1, 1];

  function slider(i) {
    const node = element("input", {
      type: "range",
      "aria-label": each(i + 1),
      oninput: () => {
        const [low, high] = [
          values[i - 1] ?? range[0] - 1,
          values[i + 1] ?? range[1] + 1,
        ];
        const value = Math.min(Math.max(Number(node.value), low + 1), high - 1);
        tell(change(values.with(i, value)));
      },
    });
    return node;
  }

  function show(next, limits) {
    [values, range] = [next, limits];
    while (sliders.childElementCount > next.length) sliders.lastChild.remove();
    while (sliders.childElementCount < next.length) {
      sliders.append(slider(sliders.childElementCount));
    }
    [...sliders.children].forEach((node, i) => {
      set(node, { min: limits[0], max: limits[1], step: 1 });
      node.value = next[i];
    });
    field.value = next.join(", ");
    tell(null);
  }
  return { node, show };
}

function stepsIn(text) {
  return text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(Number);
}
