/** "Guess first": nothing of a training is seen until a visitor has guessed it. */
import { announce } from "../announce.js";
import { checkbox } from "../controls/checkbox.js";
import { byId, set } from "../elements.js";
import { differenceInWords, guessAndTruth, NO_GUESS } from "../guess.js";
import { number } from "../numbers.js";
import { say } from "../text.js";

/**
 * Make the box to tick, and hold the guess; `moved()` hears of each move of it.
 *
 * @param {import("../store.js").Store} store
 * @param {() => void} moved
 */
export function mountGuessFirst(store, moved) {
  let open = NO_GUESS; // of what would be trained now
  /** @type {typeof NO_GUESS | null} */
  let kept = null; // of what is trained
  const tick = checkbox({
    id: "guess",
    label: say("guess.label"),
    change: (on) => store.change({ guess: on }),
  });
  byId("guess-place").append(tick.node);
  const missing = () => ["peak", "difference"].find((name) => open[name] === null);

  function wordsOf({ isGuessing, view }) {
    const { long } = view.rival;
    if (isGuessing && missing()) return say("guess.ask", { rival: long });
    const guess = isGuessing ? open : kept;
    if (!guess) return store.state.guess ? say("guess.seen") : "";
    if (view.result.verdict) return guessAndTruth(guess, view.result, long);
    const values = {
      peak: number(guess.peak, 2),
      guessed: differenceInWords(guess.difference, long),
    };
    return say(isGuessing ? "guess.made" : "guess.stands", values);
  }

  return {
    get open() {
      return open;
    },
    get kept() {
      return kept;
    },
    /** Move the guess of one of both. */
    move(name, value) {
      open = { ...open, [name]: value };
      moved();
    },
    /** Keep the guess for the training that begins; return false if one is missing. */
    keep() {
      const name = missing();
      if (name) {
        byId(`guess-${name}`).focus();
        announce(say("guess.first"));
        return false;
      }
      kept = { ...open, isOpen: false };
      open = NO_GUESS;
      return true;
    },
    /** Another training begins, without a guess. */
    drop() {
      kept = null;
    },
    /** Show what there is to do, or how far off the guess was; hide the truth till then. */
    show(isGuessing, view) {
      tick.show(store.state.guess);
      set(document.documentElement, { "data-guessing": isGuessing ? "" : null });
      const note = byId("guess-note");
      note.textContent = wordsOf({ isGuessing, view });
      note.hidden = note.textContent === "";
    },
  };
}
