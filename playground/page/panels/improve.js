/** "Improve it": a search for a better curve, which one can watch, and its verdict. */
import { Crew } from "../../engine/crew.js";
import { TASKS } from "../../engine/data.js";
import { MOST_SEED, PEAKS, REPEATS } from "../../engine/experiment.js";
import * as evolution from "../../engine/search.js";
import { announce } from "../announce.js";
import { byId } from "../elements.js";
import { decimals, number } from "../numbers.js";
import { say } from "../text.js";

const { CANDIDATES, GENERATIONS, SEARCH_UPDATES, SEEDS } = evolution;

/**
 * Let the buttons search, and train what was found.
 *
 * @param {import("../store.js").Store} store
 * @param {ReturnType<typeof import("../quickLook.js").quickLook>} look
 * @param {() => import("../trainingWorker.js").View} viewOfTraining
 */
export function mountImprove(store, look, viewOfTraining) {
  /** @type {Crew | null} */
  let crew = null; // while it searches
  const note = byId("improve-note");

  function write(sentence) {
    note.hidden = false;
    note.textContent = sentence;
  }

  function end() {
    crew?.end();
    crew = null;
    look.pause(false);
    show();
  }

  async function begin() {
    const own = new Crew();
    crew = own;
    look.pause(true);
    show();
    announce(say("improve.begun"));
    const { seed, task } = store.state;
    const rates = evolution.knotsOf(store.derived.column);
    let first = null;
    try {
      await evolution.search({ rates, seed, task }, own, ({ generation, ...found }) => {
        if (crew !== own) return;
        first ??= found.error;
        draw(found.rates);
        write(
          say("improve.under", {
            generation,
            generations: GENERATIONS,
            error: decimals(found.error, 1),
            first: decimals(first, 1),
          }),
        );
      });
      judge();
    } catch (problem) {
      write(say("improve.broken", problem));
    }
    end();
  }

  /** Put rates at the knots on the screen, as a curve that can be drawn further. */
  function draw(rates) {
    const peak = Number(Math.max(...rates).toPrecision(3));
    const heights = rates.map((rate) => Math.min(rate / peak, 1));
    const args = { ...store.state.args, peak };
    store.change({ shape: "freehand", heights, args, stairs: 0 });
  }

  function judge() {
    const networks = GENERATIONS * CANDIDATES * SEEDS;
    const tuned = REPEATS * PEAKS.length * store.state.updates;
    const share = number((networks * SEARCH_UPDATES) / tuned, 2);
    write(say("improve.found", { networks, updates: SEARCH_UPDATES, share }));
    announce(note.textContent);
    train();
  }

  /** Train on pairs that neither the search nor a verdict before it has seen. */
  function train() {
    const { seed } = store.state;
    store.change({ seed: seed < MOST_SEED ? seed + 1 : 0 });
    const { phase } = viewOfTraining().result;
    if (phase === "running" || phase === "stopped") return;
    byId("start").click();
  }

  byId("improve").onclick = () => {
    if (!crew) return begin();
    write(say("improve.stopped"));
    announce(note.textContent);
    end();
  };
  byId("other-task").onclick = () => {
    store.change({ task: TASKS.find((task) => task !== store.state.task) });
    byId("start").click();
  };

  /** While a guess is wanted there is no search: it says what it finds. */
  function show() {
    const { guess } = store.state;
    byId("improve-place").hidden = guess;
    if (guess && crew) return end();
    byId("improve").textContent = say(crew ? "improve.stop" : "improve.start");
    const isFirst = store.state.task === TASKS[0];
    byId("other-task").textContent = say(
      isFirst ? "improve.otherTask" : "improve.firstTask",
    );
  }
  store.listen(show);
  show();
}
