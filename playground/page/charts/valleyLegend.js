/** What the lines of the valley are. */
import { drawn, element } from "../elements.js";
import { nameOf, say } from "../text.js";

/** Fill a list: the line of the shape, of the constant rate, and the one before. */
export function fillValleyLegend(place, { shape, before }) {
  const lines = [
    [shape, nameOf(shape)],
    ["constant", say("train.keyConstant")],
  ];
  if (before) lines.push(["before", say("train.keyBefore")]);
  const items = lines.map(([name, text]) =>
    element("li", { class: `of-${name}` }, swatch(name), text),
  );
  place.replaceChildren(...items);
}

function swatch(name) {
  const kind = name === "before" ? "before" : "line";
  const line = drawn("line", { class: kind, x1: 0, x2: 26, y1: 6, y2: 6 });
  return drawn("svg", { width: 26, height: 12, "aria-hidden": "true" }, line);
}
