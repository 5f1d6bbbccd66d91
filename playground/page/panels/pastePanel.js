/** The field for a column of rates that somebody pastes. */
import { parseColumn } from "../../engine/parseColumn.js";
import { Refused } from "../../engine/refused.js";
import { announce } from "../announce.js";
import { byId, set } from "../elements.js";
import { number } from "../numbers.js";
import { PASTED } from "../state.js";
import { refusal, say } from "../text.js";

const MUCH = 200_000; // letters: a field that holds more makes a browser slow

/**
 * Make the field and its button work.
 *
 * @param {import("../store.js").Store} store
 */
export function mountPastePanel(store) {
  const field = byId("column");
  const answer = byId("column-answer");

  function show(sentence, wrong) {
    answer.textContent = sentence;
    answer.className = wrong ? "problem" : "";
    set(field, { "aria-invalid": wrong ? "true" : null });
    announce(sentence);
  }

  function use(text) {
    const refused = useColumn(store, text);
    if (refused) show(refusal(refused), true);
    else show(say("paste.taken", { rows: number(store.derived.column.length) }), false);
  }

  byId("use-column").onclick = () => use(field.value);
  field.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    if (text.length <= MUCH) return;
    event.preventDefault();
    use(text);
  });
}

/**
 * Take a pasted text over; return null, or what is Refused in it.
 *
 * @param {import("../store.js").Store} store
 */
function useColumn(store, text) {
  try {
    const column = parseColumn(text);
    return store.change({ shape: PASTED, column, steps: column.length, stairs: 0 });
  } catch (problem) {
    if (problem instanceof Refused) return problem;
    throw problem;
  }
}
