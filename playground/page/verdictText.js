/** What a training says, in words: how far it is, and in the end its verdict. */
import { REPEATS } from "../engine/experiment.js";
import { chosenPeaks } from "./chosenPeaks.js";
import { element } from "./elements.js";
import { decimals, number } from "./numbers.js";
import { refusal, say } from "./text.js";

/**
 * Fill a paragraph with what a training's result says so far.
 *
 * @param {HTMLElement} place
 * @param {import("./trainingWorker.js").Result} result
 * @param {import("./experimentFor.js").Planned} planned what is trained, or would be
 * @param {number} tried how many schedules were compared on these pairs
 */
export function showVerdict(place, result, planned, tried) {
  const { peak } = planned;
  const rival = planned.rival.long;
  const { phase, own, verdict, failed } = result;
  if (phase === "failed") {
    const sentence = failed.key ? refusal(failed) : say("train.failed", failed);
    place.replaceChildren(element("span", { class: "worse" }, sentence));
  } else if (phase === "done") {
    const sentences = [
      say(`train.scope_${planned.experiment.task}`),
      ownSentence(own, peak),
      ...cautions(result, rival),
    ];
    if (tried > 1) sentences.push(say("train.tried", { count: tried }));
    place.replaceChildren(
      element("strong", { class: verdict.word }, say(`train.${verdict.word}`)),
      ` ${sentenceOf(result, rival)} `,
      element("small", {}, sentences.filter(Boolean).join(" ")),
    );
  } else place.replaceChildren(underWay(result, peak, rival));
}

/** Return the sentence that says what was measured. */
function sentenceOf({ verdict, differences }, rival) {
  const { mean, halfWidth, word, means } = verdict;
  const pairs = differences.flat();
  if (pairs.every((difference) => difference === 0)) {
    return say("train.allEqual", {
      pairs: pairs.length,
      own: decimals(means.schedule, 1),
    });
  }
  const places = halfWidth < 0.1 ? 2 : 1;
  const size = (value) => decimals(Math.abs(value), places);
  const ends = [mean - halfWidth, mean + halfWidth];
  if (word === "better") ends.reverse();
  return say(`train.${word}Than`, {
    rival,
    repeats: differences.length,
    pairs: differences[0].length,
    own: decimals(means.schedule, places),
    other: decimals(means.rival, places),
    size: size(mean),
    from: size(ends[0]),
    to: size(ends[1]),
    direction: say(mean < 0 ? "train.wordFewer" : "train.wordMore"),
    detectable: decimals(verdict.detectable, places),
  });
}

/**
 * Return what came of the peak that the reader had set, or "" if nothing has yet.
 *
 * @param {import("./trainingWorker.js").Own | null} own
 */
export function ownSentence(own, peak) {
  if (!own) return "";
  const { networks, diverged, after } = own;
  const values = { peak: number(peak, 3), networks, diverged };
  if (!diverged) {
    return say("train.ownError", { ...values, error: decimals(own.error, 1) });
  }
  const [first, last] = [after[0], after.at(-1)];
  const when = say(first === last ? "train.nanAfter" : "train.nanBetween", {
    first,
    last,
  });
  const which = diverged === networks ? "ownAllDiverged" : "ownSomeDiverged";
  return say(`train.${which}`, { ...values, when });
}

function cautions({ tuned, verdict: { diverged } }, rival) {
  const names = { schedule: say("train.armSchedule"), rival };
  const sentences = [];
  for (const [arm, name] of Object.entries(names)) {
    const values = { arm: name, repeats: REPEATS };
    const notes = { atEdge: tuned[arm].atEdge, diverged: diverged[arm] };
    for (const [note, count] of Object.entries(notes)) {
      if (count) sentences.push(say(`train.${note}`, { ...values, count }));
    }
  }
  return sentences;
}

function underWay({ phase, tuned, own }, peak, rival) {
  if (phase === "running" && tuned) {
    return `${chosenPeaks(tuned, rival)} ${say("train.runningPairs")}`;
  }
  return [say(`train.${phase}`), ownSentence(own, peak)].filter(Boolean).join(" ");
}
