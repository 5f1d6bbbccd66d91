/** The results of a training as a table, for a spreadsheet or any program. */
import { nameOf } from "./text.js";

const HEAD = ["kind", "arm", "repeat", "pair", "peak", "value"];

/**
 * Return what a training has measured so far as CSV, a row for each number.
 *
 * @param {import("./trainingWorker.js").View} view
 * @param {string} link to the schedule
 */
export function resultsCsv({ shape, rival, result, experiment, guess }, link) {
  const { valley, own, tuned, errors, differences, verdict } = result;
  const rows = [
    ["link", "", "", "", "", link],
    ["seed", "", "", "", "", experiment.seed],
    ["updates", "", "", "", "", experiment.steps],
    ["name", "schedule", "", "", "", nameOf(shape)],
    ["name", "rival", "", "", "", rival.short],
  ];
  for (const [arm, { peaks, errors: means, diverged }] of Object.entries(valley)) {
    peaks.forEach((peak, i) => {
      rows.push(["validation error", arm, "", "", peak, means[i]]);
      rows.push(["diverged", arm, "", "", peak, diverged[i]]);
    });
  }
  if (guess) {
    rows.push(["guessed best peak", "schedule", "", "", "", guess.peak]);
    rows.push(["guessed difference", "", "", "", "", guess.difference]);
  }
  if (own) rows.push(["validation error", "schedule", "", "", own.peak, own.error]);
  for (const [arm, { peaks, errors: least }] of Object.entries(tuned ?? {})) {
    peaks.forEach((peak, i) =>
      rows.push(["best peak", arm, i + 1, "", peak, least[i]]),
    );
  }
  const eachPair = (kind, arm, table) =>
    table.forEach((pairs, i) =>
      pairs.forEach((value, j) => rows.push([kind, arm, i + 1, j + 1, "", value])),
    );
  for (const arm in errors) eachPair("test error", arm, errors[arm]);
  eachPair("difference", "", differences);
  if (verdict) {
    const { mean, halfWidth } = verdict;
    rows.push(["mean difference", "", "", "", "", mean]);
    rows.push(["interval from", "", "", "", "", mean - halfWidth]);
    rows.push(["interval to", "", "", "", "", mean + halfWidth]);
  }
  return [HEAD, ...rows].map((row) => `${row.map(cell).join(",")}\n`).join("");
}

/** Write a cell; what isn't finite stays empty. */
function cell(value) {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  return /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
