/** The small curves on the cards. */
import { FAMILY } from "../../engine/columns.js";
import { drawn } from "../elements.js";
import { argumentsOf } from "../derive.js";
import { INITIAL_STATE, PASTED } from "../state.js";
import { pathThrough, staircasePoints } from "./paths.js";
import { linear } from "./scales.js";

const STEPS = 60;
const SKETCH = [
  0.12, 0.3, 0.62, 0.86, 0.95, 0.8, 0.74, 0.82, 0.6, 0.36, 0.3, 0.12, 0.04,
];

/** Return a small picture of a shape, as it is at first. */
export function sparkline(shape) {
  const [width, height] = [72, 34];
  const x = linear(0, STEPS, 2, width - 2);
  const y = linear(0, 1, height - 2, 3);
  const points = staircasePoints(columnOf(shape), x, y);
  const under = [[x(0), height], ...points, [x(STEPS), height]];
  return drawn(
    "svg",
    { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    drawn("path", { class: "area", d: pathThrough(under) }),
    drawn("path", { class: "line", d: pathThrough(points) }),
  );
}

function columnOf(shape) {
  if (shape === PASTED) {
    return Float64Array.from({ length: STEPS }, (_, t) => 1 - Math.floor(t / 12) / 5);
  }
  const own = { shape, steps: STEPS, args: { peak: 1 }, heights: SKETCH };
  const args = argumentsOf({ ...INITIAL_STATE, ...own });
  return FAMILY[shape].column(args, STEPS);
}
