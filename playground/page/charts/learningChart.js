/** How both arms learn: the error over the updates, right below the rates. */
import { drawn } from "../elements.js";
import { decimals, number } from "../numbers.js";
import { say } from "../text.js";
import { axes, textAt } from "./axes.js";
import { chart } from "./chart.js";
import { MARGIN } from "./curveChart.js";
import { pathThrough } from "./paths.js";
import { readout, sourceOf } from "./readout.js";

const HEIGHT = 190;
const GUESSING = 90; // % wrong

/**
 * Keep the chart in a box; return what draws it again. `view()` gives the `look`, or null,
 * the `steps` of the schedule on the screen and its `shape`.
 *
 * @param {() => {look: import("../quickLook.js").Look | null, steps: number,
 *   shape: string}} view
 */
export function learningChart(box, view) {
  const redraw = chart(box, HEIGHT, (svg, width, height) => {
    const { look, steps, shape } = view();
    const learning = look?.learning ?? null;
    const means = Object.values(learning ?? {}).flatMap(({ mean }) => mean);
    const seen = means.filter(Number.isFinite);
    const low = Math.max(0, Math.floor((Math.min(GUESSING, ...seen) - 3) / 5) * 5);
    const place = axes(svg, width, height, {
      x: { low: 0, high: steps, label: say("axes.step") },
      y: {
        low,
        high: Math.max(low + 10, ...seen.map((error) => error + 2)),
        label: say("axes.error"),
      },
      margin: MARGIN,
    });
    show(sourceOf(learning ? readings(look, steps, place) : []));
    if (!learning) return say("look.empty");
    const { schedule, rival } = learning;
    drawArm(svg, rival, "constant", steps, place);
    drawArm(svg, schedule, shape, steps, place);
    return say("look.alternative", {
      networks: schedule.networks,
      rival: look.planned.rival.long,
      own: ending(schedule),
      other: ending(rival),
      ownPeak: number(schedule.peak, 3),
      otherPeak: number(rival.peak, 3),
    });
  });
  const show = readout(box, say("look.read"));
  return redraw;
}

/** Return what can be read at each reading, from left to right: `{at, text}`. */
function readings({ learning, planned }, steps, { x }) {
  const { schedule, rival } = learning;
  const name = planned.rival.short;
  const { updates } = schedule;
  const error = ({ mean }, i) => ({ name, error: decimals(mean[i], 1) });
  return updates.map((update, i) => ({
    at: x((update * steps) / updates.at(-1)),
    text: [
      say("look.update", { update }),
      say("train.readSchedule", error(schedule, i)),
      say("train.readRival", error(rival, i)),
    ].join(" · "),
  }));
}

/** Return the points of a column of a Learning that are known, over the schedule. */
function pointsOf({ updates, ...columns }, steps, { x, y, top }, name) {
  const all = updates.at(-1);
  return updates
    .map((update, i) => [x((update * steps) / all), Math.max(y(columns[name][i]), top)])
    .filter(([, at]) => Number.isFinite(at));
}

function drawArm(svg, learning, name, steps, place) {
  const line = pointsOf(learning, steps, place, "mean");
  const high = pointsOf(learning, steps, place, "high");
  const low = pointsOf(learning, steps, place, "low").map(([x, y]) => [
    x,
    Math.min(y, place.bottom),
  ]);
  const band = [...high, ...low.reverse()];
  svg.append(
    drawn("path", { class: `area of-${name}`, d: pathThrough(band) }),
    drawn("path", { class: `line of-${name}`, d: pathThrough(line) }),
  );
  if (line.length === learning.updates.length) return;
  const [x, y] = line.at(-1) ?? [place.left, place.top];
  svg.append(textAt(x + 6, y + 12, say("look.nan"), "start", "strong"));
}

/** Return in words with which error an arm ends. */
function ending({ mean }) {
  const last = mean.at(-1);
  return Number.isFinite(last) ? `${decimals(last, 1)} %` : say("look.nan");
}
