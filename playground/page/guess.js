/** A guess of what a training will say: its values, and it and the truth in words. */
import { PEAKS } from "../engine/experiment.js";
import { meanPeak } from "../engine/peaks.js";
import { decimals, number } from "./numbers.js";
import { say } from "./text.js";

/**
 * @typedef {object} Guess
 * @property {number | null} peak the best of the schedule; null: not guessed yet
 * @property {number | null} difference points of test error, schedule − rival; likewise
 * @property {boolean} isOpen whether it can still be moved
 */

/** @type {Guess} */
export const NO_GUESS = { peak: null, difference: null, isOpen: true };

const PER_PEAK = 4; // places of the handle from one peak of the grid to the next
const PER_POINT = 2;
/** The farthest difference that can be guessed, in points. */
export const FARTHEST = 10;

/**
 * Where a handle can stand: `first` of all, at most `last`, the `value(place)`, and the
 * `place(value)`.
 */
export const PLACES = {
  peak: {
    first: 12, // not where a best peak is likely to be
    last: PER_PEAK * (PEAKS.length - 1),
    value: (place) =>
      Number((PEAKS[0] * (PEAKS[1] / PEAKS[0]) ** (place / PER_PEAK)).toPrecision(2)),
    place: (peak) =>
      Math.round(
        (PER_PEAK * Math.log(peak / PEAKS[0])) / Math.log(PEAKS[1] / PEAKS[0]),
      ),
  },
  difference: {
    first: PER_POINT * FARTHEST,
    last: 2 * PER_POINT * FARTHEST,
    value: (place) => place / PER_POINT - FARTHEST,
    place: (difference) => (difference + FARTHEST) * PER_POINT,
  },
};

/** Return a difference in words: which of the two has fewer errors, and by how much. */
export function differenceInWords(difference, rival) {
  const size = decimals(Math.abs(difference), 1);
  if (Number(Math.abs(difference).toFixed(1)) === 0)
    return say("guess.same", { rival });
  return say(difference < 0 ? "guess.fewer" : "guess.more", { size, rival });
}

/**
 * Return how far a guess was off.
 *
 * @param {Guess} guess
 * @param {import("./trainingWorker.js").Result} result with its verdict
 * @param {string} rival its name, for a sentence
 */
export function guessAndTruth({ peak, difference }, { tuned, verdict }, rival) {
  const { mean, halfWidth } = verdict;
  const best = meanPeak(tuned.schedule.peaks);
  const off = Math.abs(mean - difference);
  return say("guess.told", {
    peak: number(peak, 2),
    guessed: differenceInWords(difference, rival),
    best: number(best, 3),
    factor: number(best / peak, 2),
    found: differenceInWords(mean, rival),
    off: decimals(off, 1),
    where: say(off <= halfWidth ? "guess.inside" : "guess.outside"),
  });
}
