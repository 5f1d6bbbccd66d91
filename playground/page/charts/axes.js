/** The two axes of a chart, with their ticks and names. */
import { drawn, set } from "../elements.js";
import { number } from "../numbers.js";
import { linear, logarithmic } from "./scales.js";

const MARGIN = { top: 14, right: 16, bottom: 42, left: 58 };

/** @type {WeakMap<Element, {key: string, lines: Element}>} */
const kept = new WeakMap();

/**
 * Draw two axes; return their scales `x` and `y`, and the sides of what they enclose.
 *
 * They stay in the SVG until others are drawn there: letters cost more than all else.
 * Each of `x` and `y` has `low`, `high`, `label`, and perhaps `log`, `ticks` and
 * `format(value)`, which writes a tick.
 */
export function axes(svg, width, height, { x, y, margin = {} }) {
  const edge = { ...MARGIN, ...margin };
  const [left, right] = [edge.left, width - edge.right];
  const [top, bottom] = [edge.top, height - edge.bottom];
  const across = scale(x, left, right, Math.max(2, Math.floor((right - left) / 75)));
  const up = scale(y, bottom, top, Math.max(2, Math.floor((bottom - top) / 42)));
  const place = { x: across, y: up, left, right, top, bottom };
  const key = JSON.stringify([x, y, edge, width, height]);
  const last = kept.get(svg);
  if (last?.key === key) return place;
  const lines = drawn("g", { class: "axes" });
  for (const tick of y.ticks ?? up.ticks) {
    const at = up(tick);
    lines.append(
      drawn("line", { class: "grid", x1: left, x2: right, y1: at, y2: at }),
      textAt(left - 8, at + 4, (y.format ?? number)(tick), "end"),
    );
  }
  for (const tick of x.ticks ?? across.ticks) {
    const at = across(tick);
    lines.append(
      drawn("line", { class: "tick", x1: at, x2: at, y1: bottom, y2: bottom + 5 }),
      textAt(at, bottom + 18, (x.format ?? number)(tick)),
    );
  }
  lines.append(
    drawn("line", { class: "base", x1: left, x2: right, y1: bottom, y2: bottom }),
    textAt((left + right) / 2, height - 6, x.label, "middle", "name"),
  );
  if (y.label) {
    const middle = (top + bottom) / 2;
    const name = textAt(0, 0, y.label, "middle", "name");
    lines.append(set(name, { transform: `translate(13 ${middle}) rotate(-90)` }));
  }
  last?.lines.remove();
  svg.prepend(lines);
  kept.set(svg, { key, lines });
  return place;
}

/** Take all but the axes out of an SVG. */
export function clear(svg) {
  const lines = kept.get(svg)?.lines;
  for (const node of [...svg.children]) if (node !== lines) node.remove();
}

function scale({ low, high, log }, from, to, room) {
  return (log ? logarithmic : linear)(low, high, from, to, room);
}

/** Return a text at a place. */
export function textAt(x, y, text, anchor = "middle", kind = "") {
  return drawn("text", { x, y, "text-anchor": anchor, class: kind || null }, text);
}
