/** Charts: an SVG that fills its box, with axes, and curves on it. */
import { drawn, set } from "../elements.js";
import { linear, logarithmic } from "./scales.js";
import { number } from "../text.js";

const MARGIN = { top: 14, right: 16, bottom: 42, left: 58 };

/**
 * Keep a chart in a box, drawn anew whenever the box changes its width.
 *
 * `draw(svg, width, height)` fills an empty SVG and returns what a screen reader says
 * of it. Returns a function that draws again.
 */
export function chart(box, height, draw) {
  const svg = drawn("svg", { role: "img", class: "chart" });
  box.append(svg);
  function redraw() {
    const width = Math.max(box.clientWidth, 200);
    set(svg, { width, height, viewBox: `0 0 ${width} ${height}` });
    svg.replaceChildren();
    set(svg, { "aria-label": draw(svg, width, height) });
  }
  let seen = 0;
  new ResizeObserver(() => {
    if (box.clientWidth === seen) return;
    seen = box.clientWidth;
    redraw();
  }).observe(box);
  return redraw;
}

/**
 * Draw two axes and return their scales.
 *
 * Each of `x` and `y` has `low`, `high`, `label`, and perhaps `log`, `ticks` and
 * `tell(value)`, which writes a tick.
 */
export function axes(svg, width, height, { x, y, margin = {} }) {
  const edge = { ...MARGIN, ...margin };
  const [left, right] = [edge.left, width - edge.right];
  const [top, bottom] = [edge.top, height - edge.bottom];
  const across = scale(x, left, right, Math.max(2, Math.floor((right - left) / 75)));
  const up = scale(y, bottom, top, Math.max(2, Math.floor((bottom - top) / 42)));
  const lines = drawn("g", { class: "axes" });
  for (const tick of y.ticks ?? up.ticks) {
    const at = up(tick);
    lines.append(
      drawn("line", { class: "grid", x1: left, x2: right, y1: at, y2: at }),
      word(left - 8, at + 4, (y.tell ?? number)(tick), "end"),
    );
  }
  for (const tick of x.ticks ?? across.ticks) {
    const at = across(tick);
    lines.append(
      drawn("line", { class: "tick", x1: at, x2: at, y1: bottom, y2: bottom + 5 }),
      word(at, bottom + 18, (x.tell ?? number)(tick)),
    );
  }
  lines.append(
    drawn("line", { class: "base", x1: left, x2: right, y1: bottom, y2: bottom }),
    word((left + right) / 2, height - 6, x.label, "middle", "name"),
  );
  if (y.label) {
    const middle = (top + bottom) / 2;
    const name = word(0, 0, y.label, "middle", "name");
    lines.append(set(name, { transform: `translate(13 ${middle}) rotate(-90)` }));
  }
  svg.append(lines);
  return { x: across, y: up, left, right, top, bottom };
}

function scale({ low, high, log }, from, to, room) {
  return (log ? logarithmic : linear)(low, high, from, to, room);
}

/** Return a text at a place. */
export function word(x, y, text, anchor = "middle", kind = "") {
  return drawn("text", { x, y, "text-anchor": anchor, class: kind || null }, text);
}

/** Return the line through points [x, y], as a path's text. */
export function through(points) {
  return points.map(([x, y], i) => `${i ? "L" : "M"}${round(x)} ${round(y)}`).join("");
}

/**
 * Return the points of a column as the staircase that it is: row t from t to t + 1.
 *
 * Where many rows share a pixel, the least and the largest of them are enough.
 */
export function stairs(column, x, y) {
  const [from, to] = x.range;
  const perPixel = column.length / Math.max(to - from, 1);
  if (perPixel < 1) {
    return Array.from(column).flatMap((rate, t) => [
      [x(t), y(rate)],
      [x(t + 1), y(rate)],
    ]);
  }
  const points = [];
  for (let pixel = 0; pixel < to - from; pixel++) {
    const first = Math.floor(pixel * perPixel);
    const rows = column.subarray(first, Math.max(first + 1, (pixel + 1) * perPixel));
    const [low, high] = [Math.min(...rows), Math.max(...rows)];
    const at = from + pixel;
    points.push([at, y(rows[0])]);
    if (high > low) points.push([at, y(high)], [at, y(low)]);
    points.push([at, y(rows[rows.length - 1])]);
  }
  return points;
}

function round(value) {
  return Math.round(value * 100) / 100;
}
