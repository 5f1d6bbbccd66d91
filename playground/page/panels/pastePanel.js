/** A column of rates that somebody pastes. */
import { parseColumn } from "../../engine/parseColumn.js";
import { Refused } from "../../engine/refused.js";
import { announce } from "../announce.js";
import { byId, set } from "../elements.js";
import { PASTED } from "../state.js";
import { number, refusal, say } from "../text.js";

const MUCH = 200_000; // letters: a field that holds more makes a browser slow

/** Make the field and its button work. */
export function mountPasting(store) {
  const field = byId("column");
  const said = byId("column-said");

  function tell(sentence, wrong) {
    said.textContent = sentence;
    said.className = wrong ? "problem" : "";
    set(field, { "aria-invalid": wrong ? "true" : null });
    announce(sentence);
  }

  function use(text) {
    const refused = taken(store, text);
    if (refused) tell(refusal(refused), true);
    else tell(say("paste.taken", { rows: number(store.now.column.length) }), false);
  }

  byId("use-column").onclick = () => use(field.value);
  field.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    if (text.length <= MUCH) return;
    event.preventDefault();
    use(text);
  });
}

/** Take a pasted text over; return null, or what is refused in it. */
function taken(store, text) {
  try {
    const column = parseColumn(text);
    return store.change({ shape: PASTED, column, steps: column.length, stairs: 0 });
  } catch (problem) {
    if (problem instanceof Refused) return problem;
    throw problem;
  }
}
