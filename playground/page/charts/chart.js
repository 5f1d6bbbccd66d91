/** A chart: an SVG that fills its box. */
import { drawn, set } from "../elements.js";
import { clear } from "./axes.js";

/**
 * Keep a chart in a box, drawn anew whenever the box changes its width.
 *
 * `draw(svg, width, height)` fills an empty SVG and returns what a screen reader says
 * of it. Returns a function that draws again.
 */
export function chart(box, height, draw) {
  const svg = drawn("svg", { role: "img", class: "chart" });
  box.append(svg);
  let seen = 0; // its width: asking for it anew would lay out the page each time
  function redraw() {
    seen ||= box.clientWidth;
    const width = Math.max(seen, 200);
    set(svg, { width, height, viewBox: `0 0 ${width} ${height}` });
    clear(svg);
    set(svg, { "aria-label": draw(svg, width, height) });
  }
  new ResizeObserver(() => {
    if (box.clientWidth === seen) return;
    seen = box.clientWidth;
    redraw();
  }).observe(box);
  return redraw;
}
