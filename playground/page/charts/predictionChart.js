/** The best peak as a multiple of the constant rate's: predicted, and measured. */
import { drawn } from "../elements.js";
import { number } from "../numbers.js";
import { say } from "../text.js";
import { axes, textAt } from "./axes.js";
import { chart } from "./chart.js";
import { nearestOf, readout } from "./readout.js";

const HEIGHT = 150;
const UP = { predicted: 0.72, measured: 0.26 }; // how high a row lies, as a share
const TICKS = [1 / 4, 1 / 2, 1, 2, 4, 8, 16];

/**
 * Keep the chart in a box; return what draws it again. `view()` gives the ratios
 * `predicted` and `measured`, which is null before a training, the `shape`, and the `rival`, for a sentence.
 */
export function predictionChart(box, view) {
  const redraw = chart(box, HEIGHT, (svg, width, height) => {
    const { predicted, measured, shape, rival } = view();
    const marks = [predicted.peak, measured?.peak ?? 1];
    const low = Math.min(0.5, ...marks) / 1.4;
    const high = Math.max(4, ...marks) * 1.4;
    const place = axes(svg, width, height, {
      x: {
        low,
        high,
        log: true,
        label: say("axes.multiple", { rival }),
        format: (tick) => `${number(tick)}×`,
        ticks: TICKS.filter((tick) => tick >= low && tick <= high),
      },
      y: { low: 0, high: 1, ticks: [], label: "" },
      margin: { left: 76 },
    });
    drawRow(svg, UP.predicted, say("predict.rowPredicted"), predicted, shape, place);
    drawRow(svg, UP.measured, say("predict.rowMeasured"), measured, shape, place);
    const rows = Object.entries({ predicted, measured }).filter(([, row]) => row);
    const downs = rows.map(([name]) => place.y(UP[name]));
    show({
      count: rows.length,
      at: (i) => place.x(rows[i][1].peak),
      say: (i) => readingOf(...rows[i]),
      nearest: (_, down) => nearestOf(downs, down),
    });
    const values = { rival, predicted: number(predicted.peak, 3) };
    if (!measured) return say("predict.alternative", values);
    values.measured = number(measured.peak, 3);
    return say("predict.alternativeMeasured", values);
  });
  const show = readout(box, say("predict.read"));
  return redraw;
}

function readingOf(name, row) {
  const entries = Object.entries(row).map(([key, value]) => [key, number(value, 3)]);
  return say(`predict.read_${name}`, Object.fromEntries(entries));
}

/** Draw a line with the constant rate's dot at 1 and the schedule's at its multiple. */
function drawRow(svg, up, name, ratios, shape, { x, y, left, right }) {
  const at = y(up);
  svg.append(
    drawn("line", { class: "grid", x1: left, x2: right, y1: at, y2: at }),
    textAt(left - 10, at + 4, name, "end"),
  );
  if (!ratios) return;
  const multiple = `${number(ratios.peak, 3)}×`;
  svg.append(
    drawn("circle", { class: "dot of-constant", cx: x(1), cy: at, r: 6 }),
    drawn("circle", { class: `dot of-${shape}`, cx: x(ratios.peak), cy: at, r: 8 }),
    textAt(x(ratios.peak), at - 13, multiple, "middle", "strong"),
  );
}
