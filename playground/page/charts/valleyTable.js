/** The numbers of the valley in a table. */
import { element } from "../elements.js";
import { decimals, number } from "../numbers.js";
import { say } from "../text.js";

/**
 * Fill a table with a training's result: a row for each peak.
 *
 * @param {HTMLElement} place
 * @param {import("../trainingWorker.js").Result} result
 */
export function fillValleyTable(place, { valley }) {
  const heads = ["headPeak", "headSchedule", "headConstant"];
  const head = heads.map((name) =>
    element("th", { scope: "col" }, say(`train.${name}`)),
  );
  const { schedule, constant } = valley;
  const all = [...(schedule?.peaks ?? []), ...(constant?.peaks ?? [])];
  const peaks = [...new Set(all)].sort((a, b) => a - b);
  const rows = peaks.map((peak) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, number(peak, 3)),
      element("td", {}, errorAt(schedule, peak)),
      element("td", {}, errorAt(constant, peak)),
    ),
  );
  place.replaceChildren(
    element("thead", {}, element("tr", {}, head)),
    element("tbody", {}, rows),
  );
}

function errorAt(arm, peak) {
  const error = arm?.errors[arm.peaks.indexOf(peak)];
  return Number.isFinite(error) ? decimals(error, 1) : say("train.notYet");
}
