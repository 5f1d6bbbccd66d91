/** A schedule as a short function of plain Python, `def rate(step): …`, or as a list. */
import { float } from "../pythonCode.js";
import { numbers } from "./layout.js";
import { multiplierOf } from "./parts.js";

/**
 * Return the definition of `rate(step)`, and the imports that it needs.
 *
 * Past its end it stays where it is. Without parts it looks the rate up in a list.
 */
export function formula({ parts, column, steps }) {
  if (!parts) {
    const look = `def rate(step):\n    return rates[min(step, ${steps - 1})]`;
    return { text: `${listed(column)}\n\n\n${look}`, imports: [] };
  }
  const { peak, rise, body } = parts;
  const { constants = [], lines } = bodyOf(body);
  const names = { peak, floor: body.floor, start: rise?.start };
  const text = [
    ...Object.keys(names)
      .filter((name) => names[name] || name === "peak")
      .map((name) => `${name} = ${float(names[name])}`),
    ...constants,
    "\n\ndef rate(step):",
    ...[...riseOf(rise), ...lines].map((line) => `    ${line}`),
  ].join("\n");
  const modules = ["math", "bisect"].filter((module) => text.includes(`${module}.`));
  return { text, imports: modules.map((module) => `import ${module}`) };
}

/** Return the definition of the list `rates`, one rate per step. */
export function columnOf(run) {
  if (!run.parts) return { text: listed(run.column), imports: [] };
  const { text, imports } = formula(run);
  const rates = `rates = [rate(step) for step in range(${run.steps})]`;
  return { text: `${text}\n\n\n${rates}`, imports };
}

function listed(column) {
  return numbers("rates", Array.from(column, float));
}

function riseOf(rise) {
  if (!rise) return [];
  const { curve, start, length } = rise;
  const share = `step / ${length}`;
  const progress = curve === "line" ? share : `(1 - math.cos(math.pi * ${share})) / 2`;
  const value = start ? `start + (peak - start) * ${progress}` : `peak * ${progress}`;
  return [`if step < ${length}:`, `    return ${value}`, `step -= ${length}`];
}

/** Return constants, and lines of the function. */
function bodyOf(body) {
  switch (body.kind) {
    case "drops":
      return {
        constants: [numbers("boundaries", body.boundaries)],
        lines: [
          "drops = sum(step >= boundary for boundary in boundaries)",
          `return peak * ${float(body.factor)}**drops`,
        ],
      };
    case "fall": {
      const into = body.hold ? `max(step - ${body.hold}, 0)` : "step";
      const progress = `progress = min(${into} / ${body.span}, 1)`;
      return { lines: [progress, between(body.floor, share(body.curve, "progress"))] };
    }
    case "cycles":
      return cycles(body);
    default:
      return { lines: ["return peak"] };
  }
}

function cycles(body) {
  const { lengths, floor, factor, endpoint } = body;
  const equal = multiplierOf(body) === 1;
  const starts = [0];
  for (const length of lengths) starts.push(starts.at(-1) + length);
  const find = equal
    ? [
        factor === 1
          ? `step %= ${lengths[0]}`
          : `cycle, step = divmod(step, ${lengths[0]})`,
      ]
    : [
        "cycle = bisect.bisect(starts, step) - 1",
        `length = starts[cycle + 1] - starts[cycle]${endpoint ? " - 1" : ""}`,
        "step -= starts[cycle]",
      ];
  const span = equal ? lengths[0] - Number(endpoint) : "length";
  const wave = share("wave", `step / ${span}`);
  let value = between(floor, wave);
  if (factor !== 1) {
    const height = floor ? "(peak - floor)" : "peak";
    find.push(`height = ${height} * ${float(factor)}**cycle`);
    value = `return ${floor ? "floor + " : ""}height * ${wave}`;
  }
  const end = [`if step >= ${starts.at(-1)}:`, `    return ${floor ? "floor" : "0.0"}`];
  return {
    constants: equal ? [] : [numbers("starts", starts)],
    lines: [...end, ...find, value],
  };
}

function share(curve, progress) {
  if (curve === "line") return `(1 - ${progress})`;
  return `(1 + math.cos(math.pi * ${progress})) / 2`;
}

function between(floor, part) {
  return floor ? `return floor + (peak - floor) * ${part}` : `return peak * ${part}`;
}
