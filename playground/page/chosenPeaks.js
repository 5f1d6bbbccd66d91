/** Which peaks the repeats of a training have chosen, in words. */
import { number } from "./numbers.js";
import { say } from "./text.js";

/**
 * Return the sentence that says from where to where they go, in both arms.
 *
 * @param {import("./trainingWorker.js").Tuned} tuned
 */
export function chosenPeaks({ schedule, constant }) {
  const [low, high] = [Math.min, Math.max].map(
    (end) => (peaks) => number(end(...peaks), 2),
  );
  return say("train.peaksChosen", {
    scheduleLow: low(schedule.peaks),
    scheduleHigh: high(schedule.peaks),
    constantLow: low(constant.peaks),
    constantHigh: high(constant.peaks),
  });
}
