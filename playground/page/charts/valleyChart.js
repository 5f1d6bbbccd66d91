/** The valley: the validation error over the peak, for both arms, as it grows. */
import { bottomOf } from "../../engine/valleys.js";
import { chosenPeaks } from "../chosenPeaks.js";
import { drawn } from "../elements.js";
import { decimals, number } from "../numbers.js";
import { say } from "../text.js";
import { axes, textAt } from "./axes.js";
import { chart } from "./chart.js";
import { pathThrough } from "./paths.js";

const HEIGHT = 270;

/**
 * Keep the chart in a box; return what draws it again.
 *
 * @param {() => import("../trainingWorker.js").View} view
 */
export function valleyChart(box, view) {
  return chart(box, HEIGHT, (svg, width, height) => {
    const { result, shape, peaks, predicted, before } = view();
    const { tuned } = result;
    const { schedule, constant } = result.valley;
    const place = axes(svg, width, height, {
      x: {
        low: peaks[0] / 1.2,
        high: peaks.at(-1) * 1.2,
        log: true,
        label: say("axes.peak"),
      },
      y: {
        ...limits([schedule, constant, before, tuned?.schedule, tuned?.constant]),
        label: say("axes.error"),
      },
      margin: { top: 26 },
    });
    if (before) {
      const d = pathThrough(points(before, place));
      svg.append(drawn("path", { class: "before", d }));
    }
    drawArm(svg, constant, "constant", place);
    drawArm(svg, schedule, shape, place);
    if (constant) markPrediction(svg, constant, predicted, shape, place);
    const [own, best] = [lowest(schedule), lowest(constant)];
    ring(svg, tuned?.constant, "constant", place);
    ring(svg, tuned?.schedule, shape, place);
    if (!own || !best) return say("train.valleyEmpty");
    const shown = say("train.valleyShown", {
      schedule: decimals(own.error, 1),
      schedulePeak: number(own.peak, 2),
      constant: decimals(best.error, 1),
      constantPeak: number(best.peak, 2),
    });
    return tuned ? `${shown} ${chosenPeaks(tuned)}` : shown;
  });
}

/** Return the lowest point of an arm's valley, {peak, error}, or null. */
function lowest(arm) {
  if (!arm) return null;
  const known = arm.errors.map((error) => (Number.isFinite(error) ? error : Infinity));
  const least = Math.min(...known);
  if (least === Infinity) return null;
  return { peak: arm.peaks[known.indexOf(least)], error: least };
}

function limits(arms) {
  const errors = arms.filter(Boolean).flatMap((arm) => arm.errors);
  const seen = errors.filter(Number.isFinite);
  if (seen.length === 0) return { low: 20, high: 90 };
  return { low: Math.max(0, Math.floor(Math.min(...seen) / 10) * 10), high: 90 };
}

function points({ peaks, errors }, { x, y }) {
  return peaks
    .map((peak, i) => [x(peak), y(errors[i])])
    .filter(([, at]) => Number.isFinite(at));
}

function drawArm(svg, arm, name, place) {
  if (!arm) return;
  const d = pathThrough(points(arm, place));
  svg.append(drawn("path", { class: `line of-${name}`, d }));
  for (const [cx, cy] of points(arm, place)) {
    svg.append(drawn("circle", { class: `dot of-${name}`, cx, cy, r: 4.5 }));
  }
}

/** Draw a line where the bound predicts the best peak of the schedule. */
function markPrediction(svg, constant, predicted, shape, { x, top, bottom }) {
  const level = bottomOf(constant);
  const at = x(level.peak * predicted.peak);
  if (at <= x.range[0] || at >= x.range[1]) return;
  svg.append(
    drawn("line", { class: `mark of-${shape}`, x1: at, x2: at, y1: top, y2: bottom }),
    textAt(at, top - 8, say("train.keyPredicted"), "middle", "strong"),
  );
}

/** Draw the bottom of each repeat's own valley. */
function ring(svg, bottoms, name, { x, y }) {
  bottoms?.peaks.forEach((peak, i) => {
    const place = { cx: x(peak), cy: y(bottoms.errors[i]), r: 5 };
    svg.append(drawn("circle", { class: `ring of-${name}`, ...place }));
  });
}
