/** The valley: the validation error over the peak, for both arms, as it grows. */
import { chosenPeaks } from "../chosenPeaks.js";
import { drawn } from "../elements.js";
import { decimals, number } from "../numbers.js";
import { say } from "../text.js";
import { axes } from "./axes.js";
import { chart } from "./chart.js";
import { pathThrough } from "./paths.js";
import { guessHandle } from "./guessHandle.js";
import { readout, sourceOf } from "./readout.js";
import { markPeak, markPrediction, ring, shadeDiverged } from "./valleyMarks.js";

const HEIGHT = 270;

/**
 * Keep the chart in a box; return what draws it again.
 *
 * @param {() => import("../trainingWorker.js").View} view
 * @param {(peak: number) => void} choose hears of a click on a peak, or of Enter
 * @param {((name: string, value: number) => void) | null} guessed hears of a guess
 */
export function valleyChart(box, view, choose, guessed = null) {
  let shown = []; // what can be read
  const redraw = chart(box, HEIGHT, (svg, width, height) => {
    const {
      result,
      shape,
      peaks,
      predicted,
      before,
      marked,
      guess,
      rival: other,
    } = view();
    const { tuned, own } = result;
    const { schedule, rival } = result.valley;
    const all = [...peaks, marked, own?.peak ?? marked];
    const place = axes(svg, width, height, {
      x: {
        low: Math.min(...all) / 1.2,
        high: Math.max(...all) * 1.2,
        log: true,
        label: say("axes.peak"),
      },
      y: {
        ...limits([schedule, rival, before, tuned?.schedule, tuned?.rival]),
        label: say("axes.error"),
      },
      margin: { top: 26 },
    });
    shadeDiverged(svg, rival, "constant", place);
    const whole = withOwn(schedule, own);
    shadeDiverged(svg, whole, shape, place);
    if (before) {
      const d = pathThrough(points(before, place));
      svg.append(drawn("path", { class: "before", d }));
    }
    drawArm(svg, rival, "constant", place);
    drawArm(svg, schedule, shape, place);
    if (rival) markPrediction(svg, rival, predicted, shape, place);
    showGuess(svg, guess, peakGuessed, { ...place, down: place.top + 14 });
    markPeak(svg, marked, own, shape, place);
    const [mine, best] = [lowest(schedule), lowest(rival)];
    ring(svg, tuned?.rival, "constant", place);
    ring(svg, tuned?.schedule, shape, place);
    shown = readings(whole, rival, other.short, place);
    show(sourceOf(shown));
    if (!mine || !best) return say("train.valleyEmpty");
    const words = say("train.valleyShown", {
      schedule: decimals(mine.error, 1),
      schedulePeak: number(mine.peak, 2),
      rival: other.long,
      constant: decimals(best.error, 1),
      constantPeak: number(best.peak, 2),
    });
    const sentences = [words];
    if (tuned) sentences.push(chosenPeaks(tuned, other.long));
    if (guess) sentences.push(`${peakGuessed(guess.peak)}.`);
    return sentences.join(" ");
  });
  const show = readout(box, say("train.readValley"), (i) => choose(shown[i].peak));
  const showGuess = guessHandle(box, "peak", guessed);
  return redraw;
}

const peakGuessed = (peak) => say("guess.markPeak", { peak: number(peak, 2) });

/**
 * Return an arm's valley with the reader's peak in its place.
 *
 * @param {import("../trainingWorker.js").Arm} arm
 * @param {import("../trainingWorker.js").Own | null} own
 */
function withOwn(arm, own) {
  if (!arm || !own || arm.peaks.includes(own.peak)) return arm;
  const place = arm.peaks.filter((peak) => peak < own.peak).length;
  return {
    peaks: arm.peaks.toSpliced(place, 0, own.peak),
    errors: arm.errors.toSpliced(place, 0, own.error),
    diverged: arm.diverged.toSpliced(place, 0, own.diverged),
  };
}

/** Return what can be read at each peak, from left to right: `{at, text, peak}`. */
function readings(schedule, rival, name, { x }) {
  const arms = Object.entries({ readSchedule: schedule, readRival: rival });
  const peaks = new Set(arms.flatMap(([, arm]) => arm?.peaks ?? []));
  return [...peaks]
    .sort((a, b) => a - b)
    .map((peak) => {
      const parts = [say("train.readPeak", { peak: number(peak, 3) })];
      for (const [key, arm] of arms) {
        const i = arm?.peaks.indexOf(peak) ?? -1;
        if (i < 0) continue;
        parts.push(say(`train.${key}`, { name, error: decimals(arm.errors[i], 1) }));
        const count = arm.diverged[i];
        if (count) parts.push(say("train.readDiverged", { count }));
      }
      return { at: x(peak), text: parts.join(" · "), peak };
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
