/** The field for a column of rates that somebody pastes. */
import { pasted } from "../../engine/pasting/pasted.js";
import { Refused } from "../../engine/refused.js";
import { announce } from "../announce.js";
import { byId, element, set } from "../elements.js";
import { number } from "../numbers.js";
import { withPasted } from "../pastedState.js";
import { notesOn, taken } from "../pastedText.js";
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
  const question = byId("column-question");
  const notes = byId("column-notes");
  let used = null; // the column that the answer is about

  function show(sentence, wrong = false) {
    answer.textContent = sentence;
    answer.className = wrong ? "problem" : "";
    set(field, { "aria-invalid": wrong ? "true" : null });
    question.replaceChildren();
    notes.replaceChildren();
    byId("undo-paste").hidden = true;
    // What was found in the column before is no answer to this text.
    set(byId("detective"), { "data-outdated": sentence ? "" : null });
    if (sentence) announce(sentence);
  }

  function use(text, answers = {}) {
    try {
      const found = pasted(text, answers);
      if ("question" in found) ask(found.question, text, answers);
      else take(found);
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      show(refusal(problem), true);
    }
  }

  /** @param {import("../../engine/pasting/pasted.js").Pasted} found */
  function take(found) {
    const change = withPasted(found.rates, found.steps);
    const refused = store.change(change);
    if (refused) return show(refusal(refused), true);
    used = change.column;
    show(taken(found.rates));
    set(byId("detective"), { "data-outdated": null });
    const lines = notesOn(found).map((note) => element("li", {}, note));
    notes.replaceChildren(...lines);
    byId("undo-paste").hidden = false;
  }

  /** @param {import("../../engine/pasting/pasted.js").Question} asked */
  function ask({ about, options }, text, answers) {
    show(say(`paste.ask_${about}`));
    const buttons = options.map(({ answer, name, preview }) => {
      const onclick = () => {
        use(text, { ...answers, [about]: answer });
        field.focus();
      };
      return element(
        "button",
        { type: "button", onclick },
        labelOf(name, answer, preview),
      );
    });
    question.replaceChildren(...buttons);
  }

  byId("use-column").onclick = () => use(field.value);
  field.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    if (text.length <= MUCH) return;
    event.preventDefault();
    use(text);
  });
  store.listen(() => {
    if (used && store.state.column !== used) {
      used = null;
      show("");
    }
  });
}

/** Return what stands on the button of an answer: its name, and the numbers it gives. */
function labelOf(name, answer, preview) {
  const numbers = preview
    .map((one) => (typeof one === "number" ? number(one, 6) : one))
    .join(", ");
  if (answer === "all") return say("paste.all", { numbers });
  if (typeof answer === "string") return say(`paste.style_${answer}`, { numbers });
  const column = name || say("paste.column", { i: answer + 1 });
  return say("paste.option", { column, numbers });
}
