/** A landscape, a loss with one weight, and the balls on it. */
import { loss } from "../../engine/landscapes.js";
import { drawn, set } from "../elements.js";
import { number } from "../numbers.js";
import { say } from "../text.js";
import { axes, textAt } from "./axes.js";
import { chart } from "./chart.js";
import { pathThrough } from "./paths.js";

const HEIGHT = 230;
const REACH = 6.5;
const SAMPLES = 400;

/**
 * Keep the landscape in a box: `draw()` draws it, `move()` moves the balls alone.
 * `scene()` gives the `landscape`, the `paths` of the balls, the `step` and the
 * `shape`.
 */
export function landscapeChart(box, scene) {
  let balls = [];
  let scales = null;

  function move() {
    const { landscape, paths, step } = scene();
    balls.forEach((ball, i) => {
      const x = Math.min(Math.max(paths[step][i], -REACH), REACH);
      set(ball, { cx: scales.x(x), cy: scales.y(loss(landscape, x)) - 6 });
    });
  }

  const draw = chart(box, HEIGHT, (svg, width, height) => {
    const { landscape, paths, shape } = scene();
    const places = Array.from({ length: SAMPLES + 1 }, (_, i) => i / SAMPLES);
    const xs = places.map((place) => REACH * (2 * place - 1));
    const losses = xs.map((x) => loss(landscape, x));
    const [low, high] = [Math.min(...losses) - 0.1, Math.max(...losses) + 0.15];
    scales = axes(svg, width, height, {
      x: { low: -REACH, high: REACH, label: say("axes.weight") },
      y: { low, high, label: say("axes.loss") },
      margin: { top: 20 },
    });
    const { x, y, top, bottom } = scales;
    const line = xs.map((value, i) => [x(value), y(losses[i])]);
    const under = [...line, [x(REACH), bottom], [x(-REACH), bottom]];
    const best = landscape.wells[landscape.best].centre;
    const ball = { class: `ball of-${shape}`, r: 6 };
    balls = Array.from(paths[0], () => drawn("circle", ball));
    svg.append(
      drawn("path", { class: "earth", d: pathThrough(under) }),
      drawn("path", { class: "ground", d: pathThrough(line) }),
      drawn("line", { class: "goal", x1: x(best), x2: x(best), y1: top, y2: bottom }),
      textAt(x(best), top - 7, say("descend.best"), "middle", "goal-name"),
      ...balls,
    );
    move();
    return say("descend.alternative", {
      left: number(landscape.wells[0].centre),
      right: number(landscape.wells[1].centre),
      best: number(best),
      balls: balls.length,
    });
  });
  return { draw, move };
}
