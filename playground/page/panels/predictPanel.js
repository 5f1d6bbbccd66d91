/** The panel "Predict": what the bound says of a column, and what was measured. */
import { predictionChart } from "../charts/predictionChart.js";
import { byId } from "../elements.js";
import { number } from "../numbers.js";
import { say } from "../text.js";

/**
 * Fill the panel; return what draws it again. `view()` gives the ratios `predicted` and
 * `measured`, which is null before a training, the `shape` they are of,
 * the `rival` that they are multiples of, and the `updates`
 * to which its column was fitted, or null.
 */
export function mountPredictPanel(view) {
  const redraw = predictionChart(byId("predicted"), view);
  return () => {
    redraw();
    const { predicted, measured, updates, rival } = view();
    const sentences = [say("predict.before", { ...rounded(predicted), rival })];
    if (updates) sentences.push(say("predict.fitted", { updates }));
    if (measured) sentences.push(say("predict.after", { ...rounded(measured), rival }));
    byId("predicted-text").textContent = sentences.join(" ");
  };
}

function rounded(values) {
  const entries = Object.entries(values);
  return Object.fromEntries(entries.map(([name, value]) => [name, number(value, 3)]));
}
