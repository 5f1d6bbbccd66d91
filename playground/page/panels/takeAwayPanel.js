/** The panel "Take it away": the schedule as code, as a list, or as a link. */
import { announce } from "../announce.js";
import { radioButton } from "../controls/radioButton.js";
import { copyText } from "../copyText.js";
import { byId } from "../elements.js";
import { number } from "../numbers.js";
import { shortened, snippets } from "../snippets.js";
import { say } from "../text.js";

const ORDER = ["helpers", "Keras", "PyTorch", "optax", "timm", "transformers", "list"];

/**
 * Fill the panel, and keep it as the store's state says. `link()` returns the link.
 *
 * @param {import("../store.js").Store} store
 */
export function mountTakeAwayPanel(store, link) {
  let library = "helpers"; // what the visitor has chosen
  let offered = {}; // functions that write the code, by library
  const code = byId("code");
  const choices = ORDER.map((name) =>
    radioButton({
      group: "library",
      value: name,
      label: say(`libraries.${name}`),
      change() {
        library = name;
        showCode();
      },
    }),
  );
  byId("libraries").append(...choices.map(({ node }) => node));
  byId("copy-code").onclick = () => copy(offered[shownLibrary()](), code, "copied");
  byId("copy-link").hidden = location.protocol === "about:"; // no address, in a frame
  byId("copy-link").onclick = () => copy(link().text, null, "linkCopied");

  function shownLibrary() {
    return library in offered ? library : ORDER.find((name) => name in offered);
  }

  function showCode() {
    const { text, whole } = shortened(offered[shownLibrary()]());
    code.textContent = text;
    byId("code-cut").hidden = whole;
    for (const { value, node, input } of choices) {
      node.hidden = !(value in offered);
      input.checked = value === shownLibrary();
    }
  }

  function show() {
    offered = snippets(store);
    byId("only-cosine").hidden = "Keras" in offered;
    byId("link-cut").hidden = link().whole;
    const rows = number(store.derived.column.length);
    byId("link-cut").textContent = say("copy.linkCut", { rows });
    showCode();
  }
  store.listen(show);
  show();
}

/** Copy a text; where the browser doesn't allow it, select what is shown of it. */
async function copy(text, node, done) {
  const copied = await copyText(text);
  if (!copied && node) getSelection().selectAllChildren(node);
  const sentence = say(`copy.${copied ? done : "notCopied"}`);
  byId("copy-answer").textContent = sentence;
  announce(sentence);
}
