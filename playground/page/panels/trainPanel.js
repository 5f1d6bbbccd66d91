/** The panel "Train": a training that grows while you watch, and its verdict. */
import { MOST_SEED } from "../../engine/experiment.js";
import { meanPeak } from "../../engine/peaks.js";
import { announce } from "../announce.js";
import { withPeak } from "../changes.js";
import { pairsChart } from "../charts/pairsChart.js";
import { byId } from "../elements.js";
import { experimentFor, isSameExperiment, isSameShape } from "../experimentFor.js";
import { oncePerFrame } from "../frames.js";
import { isFollowed, PASTED } from "../state.js";
import { say } from "../text.js";
import { NOTHING, trainingWorker } from "../trainingWorker.js";
import { countedTries } from "../tries.js";
import { showVerdict } from "../verdictText.js";
import { mountGuessFirst } from "./guessFirst.js";
import { mountRivalChoice } from "./rivalChoice.js";
import { keepFocus, mountTrainButtons } from "./trainButtons.js";
import { mountTrainSettings } from "./trainSettings.js";
import { valleyPart } from "./valleyPart.js";

const PAUSE = 700; // milliseconds from the last change until it trains again by itself

// What of a result each part of the panel shows.
const VALLEY = ["valley", "own", "tuned"];
const PAIRS = ["differences", "verdict"];
const WORDS = ["phase", "own", "tuned", "verdict", "failed"];

/**
 * Fill the panel, and keep it as the store's state says.
 *
 * `changed(view, next)` is called with what is shown and what would be trained now,
 * whenever one of them is another. Returns a function that gives what is shown.
 *
 * @param {import("../store.js").Store} store
 * @param {ReturnType<typeof import("../quickLook.js").quickLook>} look
 * @param {(view: import("../trainingWorker.js").View,
 *   next: import("../experimentFor.js").Planned) => void} changed
 */
export function mountTrainPanel(store, look, changed) {
  const next = () => experimentFor(store); // what would be trained now
  /** @type {ReturnType<typeof next> | null} */
  let trained = null; // what is trained, or was
  /** @type {import("../trainingWorker.js").Arm | null} */
  let before = null; // the valley of the schedule that was trained before it
  let announced = "ready"; // the last stage that was announced
  let tried = 0;
  let wasGuessing = false;
  let waiting;
  const count = countedTries();
  const training = trainingWorker(showResult);
  const isOther = () => trained !== null && !isSameExperiment(trained, next());
  const isOtherShape = () => trained !== null && !isSameShape(trained, next());
  const isGuessing = () => store.state.guess && (trained === null || isOtherShape());
  const guess = mountGuessFirst(store, () => {
    showValley();
    showPairs();
    showGuess();
  });
  const lookShown = () => (isLook() ? look.look : null);
  const showValley = valleyPart(shownView, lookShown, watch, guess.move);
  const showPairs = oncePerFrame(pairsChart(byId("pairs"), view, guess.move));
  const showOthers = oncePerFrame(() => changed(view(), next()));
  const takePeak = () => store.change(withPeak(store, bestPeak()));
  const work = { start, startFresh, takePeak };
  const showButtons = mountTrainButtons(
    { ...work, stop: training.stop, resume: training.resume },
    stage,
  );
  const showSettings = mountTrainSettings(store);
  const showRival = mountRivalChoice(store);

  /** @returns {import("../trainingWorker.js").View} */
  function view() {
    if (isGuessing()) {
      const planned = next();
      const { peak: marked } = planned;
      return { ...planned, result: NOTHING, before: null, marked, guess: guess.open };
    }
    return {
      ...(trained ?? next()),
      result: training.result,
      before,
      marked: isOtherShape() ? trained.peak : next().peak,
      guess: isOtherShape() ? null : guess.kept,
    };
  }

  /** Whether the valley is that of a quick look: no training is, of this schedule. */
  function isLook() {
    if (!isFollowed(store.state) || !look.look) return false;
    if (["running", "stopped"].includes(training.result.phase)) return false;
    return !trained || isOtherShape();
  }

  function shownView() {
    if (!isLook()) return view();
    const { valley, planned } = look.look;
    const result = { ...NOTHING, valley };
    return { ...planned, marked: next().peak, result, before: null, guess: null };
  }

  /** See both arms learn at a peak that was chosen in the valley. */
  function watch(peak) {
    if (isFollowed(store.state)) look.ask(next(), { schedule: peak, rival: peak });
  }

  function start() {
    clearTimeout(waiting);
    if (isGuessing()) {
      if (!guess.keep()) return;
    } else if (!trained || isOtherShape()) guess.drop();
    if (trained && isOtherShape()) before = training.result.valley.schedule ?? before;
    trained = next();
    announced = "ready";
    look.pause(true);
    training.start(trained.experiment);
    keepFocus();
  }

  /** Begin with seeds that no pair had yet. */
  function startFresh() {
    store.change({ seed: store.state.seed < MOST_SEED ? store.state.seed + 1 : 0 });
    start();
  }

  /** Return the mean of the best peaks: no more digits of it than the repeats share. */
  function bestPeak() {
    return Number(meanPeak(training.result.tuned.schedule.peaks).toPrecision(3));
  }

  /** Show what has changed of the result; a word about the progress moves the bar alone. */
  function showResult(names) {
    const has = (list) => names.has("phase") || list.some((name) => names.has(name));
    byId("progress").value = training.result.done;
    if (training.result.verdict) tried = count(trained);
    if (has(WORDS)) {
      showWords();
      announceStage(training.result);
    }
    if (has(VALLEY)) showValley();
    if (has(PAIRS)) showPairs();
    if (has(["tuned"])) showOthers();
    if (names.has("phase")) leaveCores(training.result);
  }

  /** After a training the looks go on: first at the peaks that it has chosen. */
  function leaveCores({ phase, tuned }) {
    if (phase === "running" || phase === "stopped") return;
    look.pause(false);
    if (phase !== "done" || !isFollowed(store.state) || isOtherShape()) return;
    const [schedule, rival] = [tuned.schedule, tuned.rival].map(({ peaks }) =>
      meanPeak(peaks),
    );
    look.ask(trained, { schedule, rival });
  }

  /** Say what has just happened, for those who don't see it. */
  function announceStage({ phase, tuned }) {
    const stage = phase === "running" && tuned ? "peaksFound" : phase;
    if (stage === announced) return;
    const goesOn = announced === "stopped" && phase === "running";
    announced = stage;
    if (goesOn) announce(say("train.goesOn"));
    else if (stage === "running") announce(say("train.begun"));
    else if (stage === "peaksFound") announce(say("train.peaksFound"));
    else if (stage !== "ready") {
      const told = [byId("guess-note"), byId("verdict")].map((it) => it.textContent);
      announce(told.join(" ").trim());
    }
  }

  function showWords() {
    showVerdict(byId("verdict"), training.result, trained ?? next(), tried);
    showGuess();
    showButtons();
  }

  function showGuess() {
    guess.show(isGuessing(), view());
  }

  /** @returns {import("./trainButtons.js").Stage} */
  function stage() {
    const { phase } = training.result;
    const isKept = phase === "done" && trained.shape !== PASTED && !isOtherShape();
    return {
      phase,
      isOther: isOther(),
      isOtherShape: isOtherShape(),
      bestPeak: isKept ? bestPeak() : null,
    };
  }

  const showChange = oncePerFrame(() => {
    showGuess();
    showButtons();
    showValley();
    if (!trained || isGuessing() || wasGuessing) showPairs();
    wasGuessing = isGuessing();
    showOthers();
    clearTimeout(waiting);
    if (store.state.again && isOther() && !isGuessing())
      waiting = setTimeout(start, PAUSE);
  });
  store.listen(() => {
    showSettings();
    showRival();
    showChange();
  });
  look.listen(() => {
    if (isLook()) showValley();
  });
  showSettings();
  showRival();
  showValley();
  showWords();
  changed(view(), next());
  return view;
}
