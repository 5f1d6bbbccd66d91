/** The repeats: on a line each its pairs and their mean; below them the interval. */
import { axes, textAt } from "./axes.js";
import { REPEATS } from "../../engine/experiment.js";
import { means } from "../../engine/verdicts.js";
import { chart } from "./chart.js";
import { drawn } from "../elements.js";
import { FARTHEST } from "../guess.js";
import { guessHandle } from "./guessHandle.js";
import { nearestOf, readout } from "./readout.js";
import { decimals } from "../numbers.js";
import { say } from "../text.js";

const HEIGHT = 210;
const BETWEEN = 15; // pixels from the last repeat to the words above the interval

/**
 * Keep the chart in a box; return what draws it again.
 *
 * @param {() => import("../trainingWorker.js").View} view
 * @param {((name: string, value: number) => void) | null} guessed hears of a guess
 */
export function pairsChart(box, view, guessed = null) {
  const redraw = chart(box, HEIGHT, (svg, width, height) => {
    const { result, shape, rival, guess } = view();
    const { differences, verdict } = result;
    const pairs = differences.flat();
    const repeats = means(differences);
    const least = guess ? FARTHEST : 4;
    const reach = 1.15 * Math.max(least, ...pairs.map(Math.abs), farthest(verdict));
    const place = axes(svg, width, height, {
      x: {
        low: -reach,
        high: reach,
        label: say("axes.difference", { rival: rival.long }),
        format: signed,
      },
      y: { low: 0, high: 1, ticks: [], label: "" },
      margin: { top: 24, left: 16 },
    });
    const { x, top, bottom, left, right } = place;
    svg.append(
      drawn("line", { class: "zero", x1: x(0), x2: x(0), y1: top, y2: bottom }),
      textAt(left, top - 10, say("train.fewer"), "start"),
      textAt(right, top - 10, say("train.more"), "end"),
    );
    const room = bottom - top;
    const lineOf = (i) =>
      top + room * (i < REPEATS ? 0.06 + (0.66 * i) / (REPEATS - 1) : 0.9);
    const dot = (difference, cy, r, kind = "") => {
      const at = { cx: x(difference), cy, r };
      svg.append(drawn("circle", { class: `dot of-${shape} ${kind}`, ...at }));
    };
    differences.forEach((row, i) => {
      const cy = lineOf(i);
      row.forEach((difference) => dot(difference, cy, 3.5, "pale"));
      dot(repeats[i], cy, 5);
    });
    if (verdict) {
      const { mean, halfWidth } = verdict;
      const y = lineOf(REPEATS);
      const ends = [x(mean - halfWidth), x(mean + halfWidth)];
      const bar = { x1: ends[0], x2: ends[1], y1: y, y2: y };
      svg.append(drawn("line", { class: `bar of-${shape}`, ...bar }));
      dot(mean, y, 5);
      for (const end of ends) {
        const upright = { x1: end, x2: end, y1: y - 9, y2: y + 9 };
        svg.append(drawn("line", { class: `bar end of-${shape}`, ...upright }));
      }
    }
    const inWords = (value) => say("guess.markDifference", { value: signed(value) });
    showGuess(svg, guess, inWords, { ...place, down: lineOf(REPEATS - 1) + BETWEEN });
    const lines = readings(differences, verdict);
    show({
      count: lines.length,
      at: (i) => x(lines[i].mean),
      say: (i) => lines[i].text,
      nearest: (_, down) =>
        nearestOf(
          lines.map((_, i) => lineOf(i)),
          down,
        ),
    });
    if (differences.length === 0) return say("train.pairsEmpty");
    return say("train.pairsShown", {
      pairs: pairs.length,
      repeats: repeats.length,
      low: decimals(Math.min(...repeats), 1, true),
      high: decimals(Math.max(...repeats), 1, true),
      fewer: repeats.filter((mean) => mean < 0).length,
    });
  });
  const show = readout(box, say("train.readPairs"));
  const showGuess = guessHandle(box, "difference", guessed);
  return redraw;
}

/** Return what can be read, a line for each repeat and one for all: `{mean, text}`. */
function readings(differences, verdict) {
  const points = (value) => decimals(value, 1, true);
  const repeats = means(differences);
  const lines = differences.map((row, i) => ({
    mean: repeats[i],
    text: say("train.readRepeat", {
      repeat: i + 1,
      mean: points(repeats[i]),
      low: points(Math.min(...row)),
      high: points(Math.max(...row)),
    }),
  }));
  if (!verdict) return lines;
  const { mean, halfWidth } = verdict;
  const text = say("train.readAll", {
    mean: points(mean),
    low: points(mean - halfWidth),
    high: points(mean + halfWidth),
  });
  return [...lines, { mean, text }];
}

function farthest(verdict) {
  return verdict ? Math.abs(verdict.mean) + verdict.halfWidth : 0;
}

function signed(value) {
  return decimals(value, Number.isInteger(value) ? 0 : 1, true);
}
