/** What a training says, in words: how far it is, and in the end its verdict. */
import { REPEATS } from "../engine/experiment.js";
import { chosenPeaks } from "./chosenPeaks.js";
import { element } from "./elements.js";
import { decimals } from "./numbers.js";
import { refusal, say } from "./text.js";

/**
 * Fill a paragraph with what a training's result says so far.
 *
 * @param {HTMLElement} place
 * @param {import("./trainingWorker.js").Result} result
 */
export function showVerdict(place, result) {
  const { phase, tuned, verdict, failed } = result;
  if (phase === "failed") {
    const sentence = failed.key ? refusal(failed) : say("train.failed", failed);
    place.replaceChildren(element("span", { class: "worse" }, sentence));
  } else if (phase === "done") {
    place.replaceChildren(
      element("strong", { class: verdict.word }, say(`train.${verdict.word}`)),
      " ",
      [sentenceOf(result), say("train.scope"), ...cautions(result)].join(" "),
    );
  } else place.replaceChildren(underWay(phase, tuned));
}

/** Return the sentence that says what was measured. */
function sentenceOf({ verdict, differences }) {
  const { mean, halfWidth, word } = verdict;
  const pairs = differences.flat();
  if (pairs.every((difference) => difference === 0)) {
    return say("train.allEqual", { pairs: pairs.length });
  }
  const places = halfWidth < 0.1 ? 2 : 1;
  const interval = say("train.interval", {
    low: decimals(mean - halfWidth, places, true),
    high: decimals(mean + halfWidth, places, true),
  });
  const values = {
    interval,
    repeats: differences.length,
    pairs: differences[0].length,
  };
  if (word !== "none") {
    return say(`train.${word}Than`, {
      ...values,
      size: decimals(Math.abs(mean), places),
    });
  }
  return say("train.noneFound", {
    ...values,
    mean: decimals(mean, places, true),
    detectable: decimals(verdict.detectable, places),
  });
}

function cautions({ tuned, verdict: { diverged } }) {
  const sentences = [];
  for (const arm of Object.keys(ARMS)) {
    const values = { arm: say(ARMS[arm]), repeats: REPEATS };
    const notes = { atEdge: tuned[arm].atEdge, diverged: diverged[arm] };
    for (const [note, count] of Object.entries(notes)) {
      if (count) sentences.push(say(`train.${note}`, { ...values, count }));
    }
  }
  return sentences;
}

const ARMS = { schedule: "train.armSchedule", constant: "train.armConstant" };

function underWay(phase, tuned) {
  if (phase === "running" && tuned) {
    return `${chosenPeaks(tuned)} ${say("train.runningPairs")}`;
  }
  return say(`train.${phase}`);
}
