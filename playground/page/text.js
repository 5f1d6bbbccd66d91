/** The page's words and numbers. All sentences are in `strings/`. */
import { language, text } from "../strings/en.js";

/**
 * Return a sentence by its place in the strings, "train.start", with its values put in.
 *
 * Numbers are written in the page's language. Throws if there is no such sentence.
 */
export function say(place, values = {}) {
  const sentence = place.split(".").reduce((part, name) => part?.[name], text);
  if (typeof sentence !== "string") throw new Error(`no words for ${place}`);
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
  const named = { ...values };
  if (text.arguments[values.name]) named.name = text.arguments[values.name];
  if (values.atMost === Infinity) return say(`refused.${key}Upwards`, named);
  return say(`refused.${key}`, named);
}

/** Return a number for readers, with so many digits that count. */
export function number(value, digits = 4) {
  if (value !== 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e7)) {
    const [mantissa, exponent] = value
      .toExponential(Math.min(digits, 3) - 1)
      .split("e");
    return minus(`${Number(mantissa)}e${Number(exponent)}`);
  }
  const format = { maximumSignificantDigits: Math.max(digits, 1) };
  return minus(new Intl.NumberFormat(language, format).format(value));
}

/** Return a number with so many decimals, and its sign if it is asked for. */
export function decimals(value, places, sign = false) {
  const format = { minimumFractionDigits: places, maximumFractionDigits: places };
  if (sign) format.signDisplay = "exceptZero";
  return minus(new Intl.NumberFormat(language, format).format(value));
}

/** Return a share as a percentage. */
export function percent(share, places = 0) {
  return `${decimals(100 * share, places)} %`;
}

function minus(written) {
  return written.replaceAll("-", "\u2212");
}

/** Write the words into all elements that name them: data-text, data-label. */
export function fill(root) {
  root.documentElement.lang = language;
  root.title = say("page.title");
  for (const node of root.querySelectorAll("[data-text]")) {
    node.textContent = say(node.dataset.text);
  }
  for (const node of root.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", say(node.dataset.label));
  }
}
