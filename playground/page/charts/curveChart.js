/** The curve of the chosen schedule. */
import { drawn } from "../elements.js";
import { argumentsOf } from "../derive.js";
import { number, percent } from "../numbers.js";
import { INITIAL_STATE } from "../state.js";
import { nameOf, say } from "../text.js";
import { axes } from "./axes.js";
import { chart } from "./chart.js";
import { pathThrough, staircasePoints } from "./paths.js";
import { readout } from "./readout.js";

export const HEIGHT = 260;
export const MARGIN = { top: 14, right: 16, bottom: 42, left: 62 };
/** The chart's upper end, as a multiple of the peak. */
export const HEADROOM = 1.05;

/**
 * Keep the curve of the store's schedule in a box; return what draws it again.
 *
 * @param {import("../store.js").Store} store
 */
export function curveChart(box, store) {
  const redraw = chart(box, HEIGHT, (svg, width, height) => {
    const { derived, state } = store;
    const { column, smooth, peak, mean, belowTenth } = derived;
    const { x, y, bottom } = axes(svg, width, height, {
      x: { low: 0, high: column.length, label: say("axes.step") },
      y: { low: 0, high: HEADROOM * highestRate(peak, state), label: say("axes.rate") },
      margin: MARGIN,
    });
    const points = staircasePoints(column, x, y);
    const under = [[x(0), bottom], ...points, [x(column.length), bottom]];
    const kind = `of-${state.shape}`;
    svg.append(drawn("path", { class: `area ${kind}`, d: pathThrough(under) }));
    if (smooth !== column) {
      const before = pathThrough(staircasePoints(smooth, x, y));
      svg.append(drawn("path", { class: "before", d: before }));
    }
    svg.append(drawn("path", { class: `line ${kind}`, d: pathThrough(points) }));
    show({
      count: column.length,
      at: (step) => x(step + 0.5),
      say: (step) =>
        say("shape.reading", { step: number(step, 6), rate: number(column[step], 4) }),
      nearest: (across) => {
        const share = (across - x.range[0]) / (x.range[1] - x.range[0]);
        const step = Math.floor(share * column.length);
        return Math.min(Math.max(step, 0), column.length - 1);
      },
    });
    return say("shape.alternative", {
      name: nameOf(state.shape),
      steps: column.length,
      first: number(column[0], 3),
      last: number(column.at(-1), 3),
      peak: number(peak, 3),
      mean: percent(mean / peak),
      low: percent(belowTenth),
    });
  });
  const show = readout(box, say("shape.read"));
  return redraw;
}

/** Return the highest rate that the chart shows: freehand may draw up to its peak. */
function highestRate(peak, { shape, args }) {
  if (shape !== "freehand") return peak;
  return argumentsOf({ ...INITIAL_STATE, shape, args }).peak;
}
