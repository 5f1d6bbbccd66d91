/** The curve of the chosen schedule, and the small ones on the cards. */
import { FAMILY } from "../../engine/columns.js";
import { axes, chart, stairs, through } from "./chart.js";
import { drawn } from "../elements.js";
import { linear } from "./scales.js";
import { argumentsOf, BEGINNING, PASTED } from "../state.js";
import { nameOf, number, percent, say } from "../text.js";

export const HEIGHT = 260;
export const MARGIN = { top: 14, right: 16, bottom: 42, left: 62 };

/** Keep the curve of the store's schedule in a box; return what draws it again. */
export function curve(box, store) {
  return chart(box, HEIGHT, (svg, width, height) => {
    const { now, state } = store;
    const { column, smooth, peak, mean, belowTenth } = now;
    const { x, y, bottom } = axes(svg, width, height, {
      x: { low: 0, high: column.length, label: say("axes.step") },
      y: { low: 0, high: top(peak, state), label: say("axes.rate") },
      margin: MARGIN,
    });
    const points = stairs(column, x, y);
    const under = [[x(0), bottom], ...points, [x(column.length), bottom]];
    svg.append(drawn("path", { class: `area of-${state.shape}`, d: through(under) }));
    if (smooth !== column) {
      svg.append(drawn("path", { class: "before", d: through(stairs(smooth, x, y)) }));
    }
    svg.append(drawn("path", { class: `line of-${state.shape}`, d: through(points) }));
    return say("shape.alternative", {
      name: nameOf(state.shape),
      steps: column.length,
      first: number(column[0], 3),
      last: number(column[column.length - 1], 3),
      peak: number(peak, 3),
      mean: percent(mean / peak),
      low: percent(belowTenth),
    });
  });
}

/** Return the rate at the upper end of the chart: freehand may draw up to its peak. */
export function top(peak, { shape, args }) {
  return (
    1.05 *
    (shape === "freehand" ? argumentsOf({ ...BEGINNING, shape, args }).peak : peak)
  );
}

const SKETCH = [
  0.12, 0.3, 0.62, 0.86, 0.95, 0.8, 0.74, 0.82, 0.6, 0.36, 0.3, 0.12, 0.04,
];

/** Return a small picture of a member of the family, as it is at the beginning. */
export function sparkline(name) {
  const [width, height, steps] = [72, 34, 60];
  const x = linear(0, steps, 2, width - 2);
  const y = linear(0, 1, height - 2, 3);
  const state = {
    ...BEGINNING,
    shape: name,
    steps,
    args: { peak: 1 },
    heights: SKETCH,
  };
  const column =
    name === PASTED
      ? Float64Array.from({ length: steps }, (_, t) => 1 - Math.floor(t / 12) / 5)
      : FAMILY[name].column(argumentsOf(state), steps);
  const points = stairs(column, x, y);
  const under = [[x(0), height], ...points, [x(steps), height]];
  return drawn(
    "svg",
    { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    drawn("path", { class: "area", d: through(under) }),
    drawn("path", { class: "line", d: through(points) }),
  );
}
