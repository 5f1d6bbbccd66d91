/** The panel "Take it away": the schedule as a program, as numbers, or as a link. */
import { announce } from "../announce.js";
import { radioButton } from "../controls/radioButton.js";
import { copyText } from "../copyText.js";
import { byId, element } from "../elements.js";
import { number } from "../numbers.js";
import { shortened, snippet } from "../snippets.js";
import { CODES } from "../state.js";
import { say } from "../text.js";

const PAUSE = 150; // milliseconds from the last change until long code is written again
const LONG = 5000; // rows of a column whose code takes more than a moment
const SITE = "get.html"; // beside this page: how to get this collection
const USES = { list: "useList", csv: "useCsv", helpers: "useHelpers" };

/**
 * Fill the panel, and keep it as the store's state says. `link()` returns the link.
 *
 * @param {import("../store.js").Store} store
 */
export function mountTakeAwayPanel(store, link) {
  let waiting;
  const code = byId("code");
  const choices = CODES.map((name) =>
    radioButton({
      group: "library",
      value: name,
      label: say(`libraries.${name}`),
      change: () => store.change({ code: name }),
    }),
  );
  byId("libraries").append(...choices.map(({ node }) => node));
  byId("copy-code").onclick = () => copy(snippet(store), code, "copied");
  byId("copy-link").hidden = location.protocol === "about:"; // no address, in a frame
  byId("copy-link").onclick = () => copyLink(link());

  function showCode() {
    const { text, whole } = shortened(snippet(store));
    code.textContent = text;
    byId("code-cut").hidden = whole;
  }

  function show() {
    const chosen = store.state.code;
    for (const { value, input } of choices) input.checked = value === chosen;
    const use = byId("code-use");
    use.textContent = say(`copy.${USES[chosen] ?? "useProgram"}`);
    if (chosen === "helpers") {
      use.append(" ", element("a", { href: SITE }, say("copy.getHelpers")));
    }
    const rows = store.derived.column.length;
    byId("link-cut").hidden = link().whole;
    byId("link-cut").textContent = say("copy.linkCut", { rows: number(rows) });
    clearTimeout(waiting);
    if (rows > LONG) waiting = setTimeout(showCode, PAUSE);
    else showCode();
  }
  store.listen(show);
  show();
}

/** Copy a link, and say what it doesn't hold. */
function copyLink({ text, whole, rounded }) {
  const held = whole ? "linkCopied" : "linkShort";
  return copy(text, null, rounded ? "linkRounded" : held);
}

/** Copy a text; where the browser doesn't allow it, select what is shown of it. */
async function copy(text, node, done) {
  const copied = await copyText(text);
  if (!copied && node) getSelection().selectAllChildren(node);
  const sentence = say(`copy.${copied ? done : "notCopied"}`);
  byId("copy-answer").textContent = sentence;
  announce(sentence);
}
