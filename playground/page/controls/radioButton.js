/** One of several radio buttons, drawn as a pill or as a card. */
import { element } from "../elements.js";

/**
 * Return `{value, input, node}`: a button for one value of a group, and the label
 * around it. `picture` is a node before the label's text, or null.
 */
export function radioButton({
  group,
  value,
  label,
  picture = null,
  kind = "pill",
  change,
}) {
  const input = element("input", {
    type: "radio",
    name: group,
    id: `${group}-${value}`,
    value,
    onchange: change,
  });
  const text = element("span", {}, label);
  return {
    value,
    input,
    node: element("label", { class: kind }, input, picture, text),
  };
}
