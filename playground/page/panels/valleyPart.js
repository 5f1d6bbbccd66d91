/** The valley in the panel "Train", with its key and its table. */
import { valleyChart } from "../charts/valleyChart.js";
import { fillValleyLegend } from "../charts/valleyLegend.js";
import { fillValleyTable } from "../charts/valleyTable.js";
import { byId } from "../elements.js";
import { oncePerFrame } from "../frames.js";
import { say } from "../text.js";

/**
 * Return what shows the valley of a view; it is a look's where `lookShown()` gives one.
 *
 * @param {() => import("../trainingWorker.js").View} view
 * @param {() => import("../quickLook.js").Look | null} lookShown
 * @param {(peak: number) => void} choose hears of a peak that was chosen in the valley
 * @param {(name: string, value: number) => void} guessed hears of a guess
 */
export function valleyPart(view, lookShown, choose, guessed) {
  const redraw = oncePerFrame(valleyChart(byId("valley"), view, choose, guessed));
  const write = oncePerFrame(() => {
    const { result, rival } = view();
    fillValleyTable(byId("table"), result, rival.short);
    fillValleyLegend(byId("valley-key"), view());
    const look = lookShown();
    byId("valley-note").hidden = look === null;
    if (!look) return;
    byId("valley-note").textContent = say("look.valley", {
      seeds: say(look.seeds === 1 ? "look.network" : "look.networks", {
        count: look.seeds,
      }),
      updates: look.updates,
    });
  });
  return () => {
    redraw();
    write();
  };
}
