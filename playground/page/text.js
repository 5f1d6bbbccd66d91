/** The page's sentences. All of them are in `strings/`. */
import { language, text } from "../strings/en.js";
import { number } from "./numbers.js";

/**
 * Return a sentence by its place in the strings, "train.start", with its values put in.
 *
 * Numbers are written in the page's language. Throws if there is no such sentence.
 */
export function say(place, values = {}) {
  const sentence = place.split(".").reduce((part, name) => part?.[name], text);
  if (typeof sentence !== "string") throw new Error(`no text for ${place}`);
  return sentence.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === "number" ? number(value) : String(value ?? "");
  });
}

/** Return what a schedule is called, in a legend or a sentence. */
export function nameOf(shape) {
  return text.names[shape] ?? text.shapes[shape];
}

/** Return the sentence for something Refused; an argument is called by its label. */
export function refusal({ key, values }) {
  const named = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, inFull(value)]),
  );
  if (text.arguments[values.name]) named.name = text.arguments[values.name];
  if (values.atMost === Infinity) return say(`refused.${key}Upwards`, named);
  return say(`refused.${key}`, named);
}

/** Return a number with all digits that tell it from its neighbours. */
function inFull(value) {
  return typeof value === "number" ? number(value, 12) : value;
}

/** Write the sentences into all elements that name them: data-text, data-label. */
export function fillIn(root) {
  root.documentElement.lang = language;
  root.title = say("page.title");
  for (const node of root.querySelectorAll("[data-text]")) {
    node.textContent = say(node.dataset.text);
  }
  for (const node of root.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", say(node.dataset.label));
  }
}
