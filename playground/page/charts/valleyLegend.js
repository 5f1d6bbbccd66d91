/** What the lines of the valley are. */
import { drawn, element } from "../elements.js";
import { nameOf, say } from "../text.js";

/** Fill a list: the line of the shape, of its rival, the one before, and rings. */
export function fillValleyLegend(place, { shape, before, result, rival }) {
  const lines = [
    [shape, nameOf(shape)],
    ["constant", rival.short],
  ];
  if (before) lines.push(["before", say("train.keyBefore")]);
  const items = lines.map(([name, text]) =>
    element("li", { class: `of-${name}` }, swatch(name), text),
  );
  if (result.tuned) {
    const ring = drawn("circle", { class: "ring", cx: 8, cy: 8, r: 6 });
    const mark = drawn("svg", { width: 16, height: 16, "aria-hidden": "true" }, ring);
    items.push(element("li", { class: `of-${shape}` }, mark, say("train.keyRing")));
  }
  const arms = Object.values(result.valley);
  if (arms.some((arm) => arm.diverged.some(Boolean))) {
    const size = { class: "diverged", width: 16, height: 12 };
    const mark = drawn("rect", size);
    const patch = drawn("svg", { width: 16, height: 12, "aria-hidden": "true" }, mark);
    items.push(
      element("li", { class: `of-${shape}` }, patch, say("train.keyDiverged")),
    );
  }
  place.replaceChildren(...items);
}

function swatch(name) {
  const kind = name === "before" ? "before" : "line";
  const line = drawn("line", { class: kind, x1: 0, x2: 26, y1: 6, y2: 6 });
  return drawn("svg", { width: 26, height: 12, "aria-hidden": "true" }, line);
}
