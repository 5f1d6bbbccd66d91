/** What a valley's chart marks: predictions, peaks, and where networks diverged. */
import { bottomOf } from "../../engine/valleys.js";
import { drawn } from "../elements.js";
import { number } from "../numbers.js";
import { say } from "../text.js";
import { textAt } from "./axes.js";

/** Shade where networks of an arm diverged; return whether there is such a place. */
export function shadeDiverged(svg, arm, name, { x, left, right, top, bottom }) {
  if (!arm?.diverged.some(Boolean)) return false;
  const { peaks, diverged } = arm;
  const between = (i) => (x(peaks[i - 1]) + x(peaks[i])) / 2;
  peaks.forEach((_, i) => {
    if (!diverged[i]) return;
    const from = i ? between(i) : left;
    const to = i + 1 < peaks.length ? between(i + 1) : right;
    const size = { x: from, y: top, width: to - from, height: bottom - top };
    svg.append(drawn("rect", { class: `diverged of-${name}`, ...size }));
  });
  return true;
}

/** Draw a line where the bound predicts the best peak of the schedule. */
export function markPrediction(svg, rival, predicted, shape, place) {
  const { x, top, bottom } = place;
  const at = x(bottomOf(rival).peak * predicted.peak);
  if (at <= x.range[0] || at >= x.range[1]) return;
  svg.append(
    drawn("line", { class: `mark of-${shape}`, x1: at, x2: at, y1: top, y2: bottom }),
    textAt(at, top - 8, say("train.keyPredicted"), "middle", "strong"),
  );
}

/** Draw the peak that the reader has set, and what its networks came to, if any did. */
export function markPeak(svg, peak, own, shape, { x, y, top, bottom, left, right }) {
  const at = x(peak);
  const isRight = at > (left + right) / 2;
  svg.append(
    drawn("line", { class: "own", x1: at, x2: at, y1: top, y2: bottom }),
    textAt(
      at + (isRight ? -6 : 6),
      bottom - 12, // clear of the handle of a guess
      say("train.keyOwn", { peak: number(peak, 3) }),
      isRight ? "end" : "start",
      "strong",
    ),
  );
  if (!own) return;
  const [cx, cy, r] = [x(own.peak), y(own.error), 6];
  svg.append(
    drawn("rect", {
      class: `dot of-${shape}`,
      ...{ x: cx - r, y: cy - r, width: 2 * r, height: 2 * r },
      transform: `rotate(45 ${cx} ${cy})`,
    }),
  );
}

/** Draw the bottom of each repeat's own valley. */
export function ring(svg, bottoms, name, { x, y }) {
  bottoms?.peaks.forEach((peak, i) => {
    const place = { cx: x(peak), cy: y(bottoms.errors[i]), r: 5 };
    svg.append(drawn("circle", { class: `ring of-${name}`, ...place }));
  });
}
