/** The repeats: on a line each its pairs and their mean; below them the interval. */
import { axes, textAt } from "./axes.js";
import { REPEATS } from "../../engine/experiment.js";
import { means } from "../../engine/verdicts.js";
import { chart } from "./chart.js";
import { drawn } from "../elements.js";
import { decimals } from "../numbers.js";
import { say } from "../text.js";

const HEIGHT = 210;

/**
 * Keep the chart in a box; return what draws it again.
 *
 * @param {() => import("../trainingWorker.js").View} view
 */
export function pairsChart(box, view) {
  return chart(box, HEIGHT, (svg, width, height) => {
    const { result, shape } = view();
    const { differences, verdict } = result;
    const pairs = differences.flat();
    const repeats = means(differences);
    const reach = 1.15 * Math.max(4, ...pairs.map(Math.abs), ends(verdict));
    const { x, top, bottom, left, right } = axes(svg, width, height, {
      x: { low: -reach, high: reach, label: say("axes.difference"), format: signed },
      y: { low: 0, high: 1, ticks: [], label: "" },
      margin: { top: 24, left: 16 },
    });
    svg.append(
      drawn("line", { class: "zero", x1: x(0), x2: x(0), y1: top, y2: bottom }),
      textAt(left, top - 10, say("train.fewer"), "start"),
      textAt(right, top - 10, say("train.more"), "end"),
    );
    const room = bottom - top;
    const dot = (difference, cy, r, kind = "") => {
      const place = { cx: x(difference), cy, r };
      svg.append(drawn("circle", { class: `dot of-${shape} ${kind}`, ...place }));
    };
    differences.forEach((row, i) => {
      const cy = top + room * (0.06 + (0.66 * i) / (REPEATS - 1));
      row.forEach((difference) => dot(difference, cy, 3.5, "pale"));
      dot(repeats[i], cy, 5);
    });
    if (verdict) {
      const { mean, halfWidth } = verdict;
      const y = top + room * 0.9;
      const bar = { x1: x(mean - halfWidth), x2: x(mean + halfWidth), y1: y, y2: y };
      svg.append(drawn("line", { class: `bar of-${shape}`, ...bar }));
      dot(mean, y, 7.5);
    }
    if (differences.length === 0) return say("train.pairsEmpty");
    return say("train.pairsShown", {
      pairs: pairs.length,
      repeats: repeats.length,
      low: decimals(Math.min(...repeats), 1, true),
      high: decimals(Math.max(...repeats), 1, true),
      fewer: repeats.filter((mean) => mean < 0).length,
    });
  });
}

function ends(verdict) {
  return verdict ? Math.abs(verdict.mean) + verdict.halfWidth : 0;
}

function signed(value) {
  return decimals(value, Number.isInteger(value) ? 0 : 1, true);
}
