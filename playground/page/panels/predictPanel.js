/** The part "Foretell": what the bound expects of a column, and what was found. */
import { bestMultiple } from "../../engine/bounds.js";
import { bottom } from "../../engine/peaks.js";
import { axes, chart, word } from "../charts/chart.js";
import { byId, drawn } from "../elements.js";
import { number, say } from "../text.js";

const HEIGHT = 150;
const ROWS = { foretold: 0.72, found: 0.26 };
const FARTHEST = [1 / 4, 1 / 2, 1, 2, 4, 8, 16];

/**
 * Return what the bound expects of a shape (a column with the peak 1), relative to a
 * constant rate: `peak`, where its best one lies, and `bound`, how large the loss is.
 */
export function expected(shape) {
  const [peak, bound] = bestMultiple(shape);
  const [level, ofLevel] = bestMultiple(new Float64Array(shape.length).fill(1));
  return { peak: peak / level, bound: bound / ofLevel };
}

/** Return the same of what a training found, or null where it has found nothing yet. */
export function found({ valley, tuned }) {
  if (!tuned) return null;
  const [own, level] = [valley.schedule, valley.constant].map(({ peaks, errors }) =>
    bottom(peaks, errors),
  );
  return { peak: own.peak / level.peak, error: own.error / level.error };
}

/**
 * Fill the part; return what draws it again. `view()` gives `foretold` and `found`, as
 * above, and the `shape` they are of.
 */
export function mountForetell(view) {
  const redraw = chart(byId("foretold"), HEIGHT, (svg, width, height) =>
    draw(svg, width, height, view()),
  );
  return () => {
    redraw();
    const { foretold, found } = view();
    const sentences = [say("foretell.before", rounded(foretold))];
    if (found) sentences.push(say("foretell.after", rounded(found)));
    byId("foretold-said").textContent = sentences.join(" ");
  };
}

function draw(svg, width, height, { foretold, found, shape }) {
  const marks = [foretold.peak, found?.peak ?? 1];
  const low = Math.min(0.5, ...marks) / 1.4;
  const high = Math.max(4, ...marks) * 1.4;
  const { x, y, left, right } = axes(svg, width, height, {
    x: {
      ...{
        low,
        high,
        log: true,
        label: say("axes.multiple"),
        tell: (tick) => `${number(tick)}×`,
      },
      ticks: FARTHEST.filter((tick) => tick >= low && tick <= high),
    },
    y: { low: 0, high: 1, ticks: [], label: "" },
    margin: { left: 76 },
  });
  for (const [name, place] of Object.entries(ROWS)) {
    const at = y(place);
    svg.append(
      drawn("line", { class: "grid", x1: left, x2: right, y1: at, y2: at }),
      word(
        left - 10,
        at + 4,
        say(name === "found" ? "foretell.rowFound" : "foretell.rowForetold"),
        "end",
      ),
    );
    const values = name === "found" ? found : foretold;
    if (!values) continue;
    svg.append(
      drawn("circle", { class: "dot of-constant", cx: x(1), cy: at, r: 6 }),
      drawn("circle", { class: `dot of-${shape}`, cx: x(values.peak), cy: at, r: 8 }),
      word(x(values.peak), at - 13, `${number(values.peak, 3)}×`, "middle", "strong"),
    );
  }
  const values = {
    foretold: number(foretold.peak, 3),
    found: number(found?.peak ?? 0, 3),
  };
  return say(found ? "foretell.alternativeFound" : "foretell.alternative", values);
}

function rounded(values) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, number(value, 3)]),
  );
}
