/** The landscape with its balls, and the rates that move them. */
import { loss, sharpness } from "../../engine/landscapes.js";
import { axes, chart, stairs, through, word } from "./chart.js";
import { drawn, set } from "../elements.js";
import { number, say } from "../text.js";

const REACH = 6.5;
const SAMPLES = 400;
const LINE = 14; // pixels from a name to the next

/** Keep the landscape in a box: `draw()` draws it, `move()` moves the balls alone. */
export function hills(box, place) {
  let balls = [];
  let scales = null;

  function move() {
    const { landscape, paths, step } = place();
    balls.forEach((ball, i) => {
      const x = Math.min(Math.max(paths[step][i], -REACH), REACH);
      set(ball, { cx: scales.x(x), cy: scales.y(loss(landscape, x)) - 6 });
    });
  }

  const draw = chart(box, 230, (svg, width, height) => {
    const { landscape, paths, shape } = place();
    const xs = Array.from(
      { length: SAMPLES + 1 },
      (_, i) => REACH * ((2 * i) / SAMPLES - 1),
    );
    const losses = xs.map((x) => loss(landscape, x));
    const [low, high] = [Math.min(...losses) - 0.1, Math.max(...losses) + 0.15];
    scales = axes(svg, width, height, {
      x: { low: -REACH, high: REACH, label: say("axes.weight") },
      y: { low, high, label: say("axes.loss") },
      margin: { top: 20 },
    });
    const { x, y, top, bottom } = scales;
    const line = xs.map((value, i) => [x(value), y(losses[i])]);
    const best = landscape.wells[landscape.best].centre;
    balls = Array.from(paths[0], () =>
      drawn("circle", { class: `ball of-${shape}`, r: 6 }),
    );
    svg.append(
      drawn("path", {
        class: "earth",
        d: through([...line, [x(REACH), bottom], [x(-REACH), bottom]]),
      }),
      drawn("path", { class: "ground", d: through(line) }),
      drawn("line", { class: "goal", x1: x(best), x2: x(best), y1: top, y2: bottom }),
      word(x(best), top - 7, say("descend.best"), "middle", "goal-name"),
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

/** Keep the curve of the rates in a box, with what each well can bear. */
export function rates(box, place) {
  let now = null;
  let scales = null;

  function move() {
    const at = scales.x(place().step);
    set(now, { x1: at, x2: at });
  }

  const draw = chart(box, 170, (svg, width, height) => {
    const { landscape, column, shape } = place();
    const peak = Math.max(...column);
    scales = axes(svg, width, height, {
      x: { low: 0, high: column.length, label: say("axes.step") },
      y: { low: 0, high: 1.12 * peak, label: say("axes.rate") },
      margin: { right: 70 },
    });
    const { x, y, left, right, top, bottom } = scales;
    svg.append(
      drawn("path", { class: `line of-${shape}`, d: through(stairs(column, x, y)) }),
    );
    const limits = landscape.wells
      .map((well, i) => ({
        limit: 2 / sharpness(well),
        well: say(i ? "descend.right" : "descend.left"),
      }))
      .filter(({ limit }) => limit < 1.12 * peak)
      .sort((one, other) => one.limit - other.limit);
    let lowest = bottom;
    for (const { limit, well } of limits) {
      const at = Math.min(y(limit) + 4, lowest);
      lowest = at - LINE;
      svg.append(
        drawn("line", {
          class: "before",
          x1: left,
          x2: right,
          y1: y(limit),
          y2: y(limit),
        }),
        word(right + 6, at, well, "start"),
      );
    }
    now = drawn("line", { class: "now", y1: top, y2: bottom });
    svg.append(now);
    move();
    const told = say("descend.alternativeRates", {
      steps: column.length,
      first: number(column[0], 2),
      last: number(column[column.length - 1], 2),
    });
    return [told, ...limits.map((one) => say("descend.limitOf", one))].join(" ");
  });
  return { draw, move };
}
