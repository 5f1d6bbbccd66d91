/** What stands around a field: its label, and what is wrong with what was entered. */
import { announce } from "../announce.js";
import { element, set } from "../elements.js";
import { refusal } from "../text.js";

/** Return the label of the field that has this id, with its unit. */
export function labelFor(id, label, unit) {
  const shown = unit ? [" ", element("span", { class: "unit" }, unit)] : [];
  return element("label", { for: id }, label, ...shown);
}

/**
 * Return `{node, show(refused)}`: a place beside a field for the sentence that says
 * what is Refused, and the function that fills it; null empties it.
 */
export function problemOf(field) {
  const id = `${field.id}-problem`;
  const node = element("p", { id, class: "problem", hidden: true });
  function show(refused) {
    node.hidden = refused === null;
    set(field, {
      "aria-invalid": refused ? "true" : null,
      "aria-describedby": refused ? id : null,
    });
    if (!refused) return;
    node.textContent = refusal(refused);
    announce(node.textContent);
  }
  return { node, show };
}
