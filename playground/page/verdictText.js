/** What a training says, in words: how far it is, and in the end its verdict. */
import { element } from "./elements.js";
import { decimals, number } from "./numbers.js";
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
      [sentenceOf(result), ...cautions(result)].join(" "),
    );
  } else place.replaceChildren(underWay(phase, tuned));
}

/** Return the sentence that says what was measured. */
function sentenceOf({ verdict, differences }) {
  const { mean, halfWidth, word } = verdict;
  if (differences.every((difference) => difference === 0)) {
    return say("train.allEqual", { pairs: differences.length });
  }
  const places = halfWidth < 0.1 ? 2 : 1;
  const interval = say("train.interval", {
    low: decimals(mean - halfWidth, places, true),
    high: decimals(mean + halfWidth, places, true),
  });
  const values = { interval, pairs: differences.length };
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
  const at = ["schedule", "constant"].filter((arm) => tuned?.atEdge?.[arm]);
  const arms = at.map((arm) => say(ARMS[arm])).join(say("train.and"));
  if (at.length) sentences.push(say("train.atEdge", { arms }));
  for (const arm of Object.keys(ARMS)) {
    const values = { count: diverged[arm], arm: say(ARMS[arm]) };
    if (diverged[arm]) sentences.push(say("train.diverged", values));
  }
  return sentences;
}

const ARMS = { schedule: "train.armSchedule", constant: "train.armConstant" };

function underWay(phase, tuned) {
  if (phase === "running" && tuned) {
    const peaks = {
      schedule: number(tuned.schedule, 2),
      constant: number(tuned.constant, 2),
    };
    return say("train.runningPairs", peaks);
  }
  return say(`train.${phase}`);
}
