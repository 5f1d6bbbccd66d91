/** Which peaks the repeats of a training have chosen, in words. */
import { number } from "./numbers.js";
import { say } from "./text.js";

/**
 * Return the sentence that says from where to where they go, in both arms.
 *
 * @param {import("./trainingWorker.js").Tuned} tuned
 * @param {string} name the rival's, for a sentence
 */
export function chosenPeaks({ schedule, rival }, name) {
  const [low, high] = [Math.min, Math.max].map(
    (end) => (peaks) => number(end(...peaks), 2),
  );
  return say("train.peaksChosen", {
    scheduleLow: low(schedule.peaks),
    scheduleHigh: high(schedule.peaks),
    rival: name,
    constantLow: low(rival.peaks),
    constantHigh: high(rival.peaks),
  });
}
