/** The numbers of the valley in a table. */
import { element } from "../elements.js";
import { decimals, number } from "../numbers.js";
import { say } from "../text.js";

/**
 * Fill a table with a training's result: a row for each peak.
 *
 * @param {HTMLElement} place
 * @param {import("../trainingWorker.js").Result} result
 * @param {string} name the rival's
 */
export function fillValleyTable(place, { valley, own }, name) {
  const heads = ["headPeak", "headSchedule", "headRival"];
  const head = heads.map((head) =>
    element("th", { scope: "col" }, say(`train.${head}`, { name })),
  );
  const { schedule, rival } = valley;
  const all = [schedule, rival].flatMap((arm) => arm?.peaks ?? []);
  if (own) all.push(own.peak);
  const peaks = [...new Set(all)].sort((a, b) => a - b);
  const rows = peaks.map((peak) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, number(peak, 3)),
      element("td", {}, errorAt(schedule, peak, own)),
      element("td", {}, errorAt(rival, peak)),
    ),
  );
  place.replaceChildren(
    element("thead", {}, element("tr", {}, head)),
    element("tbody", {}, rows),
  );
}

function errorAt(arm, peak, own = null) {
  const found = arm?.errors[arm.peaks.indexOf(peak)];
  const error = found ?? (own?.peak === peak ? own.error : NaN);
  return Number.isFinite(error) ? decimals(error, 1) : say("train.notYet");
}
