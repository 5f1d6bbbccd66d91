/** The valley: the validation error over the peak, for both arms, as it grows. */
import { bottom as bottomOf } from "../../engine/peaks.js";
import { axes, chart, through, word } from "./chart.js";
import { drawn } from "../elements.js";
import { decimals, number, say } from "../text.js";

const HEIGHT = 270;

/**
 * Keep the chart in a box; return what draws it again.
 *
 * `view()` gives the trainer's `result`, the `shape` it trains, the grid of `peaks`, the
 * `foretold` multiple of the best constant rate, and the valley `before`, or null.
 */
export function valley(box, view) {
  return chart(box, HEIGHT, (svg, width, height) => {
    const { result, shape, peaks, foretold, before } = view();
    const arms = Object.values(result.valley);
    const errors = [...arms, before].filter(Boolean).flatMap((arm) => arm.errors);
    const seen = errors.filter(Number.isFinite);
    const { x, y, top, bottom } = axes(svg, width, height, {
      x: {
        low: peaks[0] / 1.2,
        high: peaks.at(-1) * 1.2,
        log: true,
        label: say("axes.peak"),
      },
      y: { ...limits(seen), label: say("axes.error") },
      margin: { top: 26 },
    });
    if (before) svg.append(drawn("path", { class: "before", d: line(before, x, y) }));
    const { schedule, constant } = result.valley;
    draw(svg, constant, "constant", x, y);
    draw(svg, schedule, shape, x, y);
    if (constant) {
      const level = bottomOf(constant.peaks, constant.errors);
      const at = x(level.peak * foretold.peak);
      if (at > x.range[0] && at < x.range[1]) {
        svg.append(
          drawn("line", {
            class: `mark of-${shape}`,
            x1: at,
            x2: at,
            y1: top,
            y2: bottom,
          }),
          word(at, top - 8, say("train.keyForetold"), "middle", "strong"),
        );
      }
    }
    const [own, best] = [lowest(schedule), lowest(constant)];
    for (const [arm, name] of [
      [best, "constant"],
      [own, shape],
    ]) {
      if (!arm) continue;
      const place = { cx: x(arm.peak), cy: y(arm.error), r: 8 };
      svg.append(drawn("circle", { class: `ring of-${name}`, ...place }));
    }
    if (!own || !best) return say("train.valleyEmpty");
    return say("train.valleyShown", {
      schedule: decimals(own.error, 1),
      schedulePeak: number(own.peak, 2),
      constant: decimals(best.error, 1),
      constantPeak: number(best.peak, 2),
    });
  });
}

/** Return the lowest point of an arm's valley, {peak, error}, or null. */
export function lowest(arm) {
  if (!arm) return null;
  const known = arm.errors.map((error) => (Number.isFinite(error) ? error : Infinity));
  const least = Math.min(...known);
  if (least === Infinity) return null;
  return { peak: arm.peaks[known.indexOf(least)], error: least };
}

function limits(errors) {
  if (errors.length === 0) return { low: 20, high: 90 };
  return { low: Math.max(0, Math.floor(Math.min(...errors) / 10) * 10), high: 90 };
}

function points({ peaks, errors }, x, y) {
  return peaks
    .map((peak, i) => [x(peak), y(errors[i])])
    .filter(([, at]) => Number.isFinite(at));
}

function line(arm, x, y) {
  return through(points(arm, x, y));
}

function draw(svg, arm, name, x, y) {
  if (!arm) return;
  svg.append(drawn("path", { class: `line of-${name}`, d: line(arm, x, y) }));
  for (const [cx, cy] of points(arm, x, y)) {
    svg.append(drawn("circle", { class: `dot of-${name}`, cx, cy, r: 4.5 }));
  }
}
