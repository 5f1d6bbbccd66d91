/** The rates that move the balls, and how large a rate each well can bear. */
import { sharpness } from "../../engine/landscapes.js";
import { drawn, set } from "../elements.js";
import { number } from "../numbers.js";
import { say } from "../text.js";
import { axes, textAt } from "./axes.js";
import { chart } from "./chart.js";
import { pathThrough, staircasePoints } from "./paths.js";

const HEIGHT = 170;
const HEADROOM = 1.12; // the upper end, as a multiple of the peak
const LINE = 14; // pixels from a name to the next

/**
 * Keep the curve in a box: `draw()` draws it, `move()` moves the mark of the step
 * alone. `scene()` gives the `landscape`, the `column`, the `step` and the `shape`.
 */
export function ratesChart(box, scene) {
  let mark = null;
  let scales = null;

  function move() {
    const at = scales.x(scene().step);
    set(mark, { x1: at, x2: at });
  }

  const draw = chart(box, HEIGHT, (svg, width, height) => {
    const { landscape, column, shape } = scene();
    const high = HEADROOM * Math.max(...column);
    scales = axes(svg, width, height, {
      x: { low: 0, high: column.length, label: say("axes.step") },
      y: { low: 0, high, label: say("axes.rate") },
      margin: { right: 70 },
    });
    const { x, y, top, bottom } = scales;
    const d = pathThrough(staircasePoints(column, x, y));
    svg.append(drawn("path", { class: `line of-${shape}`, d }));
    const limits = limitsOf(landscape).filter(({ limit }) => limit < high);
    drawLimits(svg, limits, scales);
    mark = drawn("line", { class: "now", y1: top, y2: bottom });
    svg.append(mark);
    move();
    const rates = say("descend.alternativeRates", {
      steps: column.length,
      first: number(column[0], 2),
      last: number(column.at(-1), 2),
    });
    return [rates, ...limits.map((own) => say("descend.limitOf", own))].join(" ");
  });
  return { draw, move };
}

/** Return above which rate each well lets go, the lowest first: `{limit, well}`. */
function limitsOf({ wells }) {
  const names = [say("descend.left"), say("descend.right")];
  const limits = wells.map((well, i) => ({
    limit: 2 / sharpness(well),
    well: names[i],
  }));
  return limits.sort((a, b) => a.limit - b.limit);
}

function drawLimits(svg, limits, { y, left, right, bottom }) {
  let lowest = bottom;
  for (const { limit, well } of limits) {
    const at = y(limit);
    const baseline = Math.min(at + 4, lowest);
    lowest = baseline - LINE;
    svg.append(
      drawn("line", { class: "before", x1: left, x2: right, y1: at, y2: at }),
      textAt(right + 6, baseline, well, "start"),
    );
  }
}
