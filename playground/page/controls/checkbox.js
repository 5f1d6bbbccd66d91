/** A control for what is on or off. */
import { element } from "../elements.js";

/** Return `{node, show(value)}`; `change(value)` hears what a visitor has chosen. */
export function checkbox({ id, label, change }) {
  const box = element("input", {
    type: "checkbox",
    id,
    onchange: () => change(box.checked),
  });
  const text = element("label", { for: id }, label);
  return {
    node: element("div", { class: "control tick" }, box, text),
    show(value) {
      box.checked = value;
    },
  };
}
