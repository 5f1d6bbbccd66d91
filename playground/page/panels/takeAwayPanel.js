/** "Take it away": the schedule as code, as a list of numbers, or as a link. */
import { announce } from "../announce.js";
import { byId, element } from "../elements.js";
import { shown, snippets } from "../snippets.js";
import { number, say } from "../text.js";

const ORDER = ["helpers", "Keras", "PyTorch", "optax", "timm", "transformers", "list"];

/** Fill the part, and keep it as the store's state says. `link()` returns the link. */
export function mountCopying(store, link) {
  let library = "helpers";
  let offered = {};
  const code = byId("code");
  const choices = ORDER.map((name) =>
    choice(name, () => {
      library = name;
      write();
    }),
  );
  byId("libraries").append(...choices.map(({ node }) => node));
  byId("copy-code").onclick = () => copy(offered[taken()](), code, "copied");
  byId("copy-link").hidden = location.protocol === "about:"; // a frame without an address
  byId("copy-link").onclick = () => copy(link().text, null, "linkCopied");

  function taken() {
    return library in offered ? library : Object.keys(offered)[0];
  }

  function write() {
    const { text, whole } = shown(offered[taken()]());
    code.textContent = text;
    byId("code-cut").hidden = whole;
    for (const { name, node, input } of choices) {
      node.hidden = !(name in offered);
      input.checked = name === taken();
    }
  }

  function show() {
    offered = Object.fromEntries(
      Object.entries(snippets(store)).sort(
        ([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b),
      ),
    );
    byId("only-cosine").hidden = "Keras" in offered;
    const { whole } = link();
    byId("link-cut").hidden = whole;
    byId("link-cut").textContent = say("copy.linkCut", {
      rows: number(store.now.column.length),
    });
    write();
  }
  store.listen(show);
  show();
}

function choice(name, choose) {
  const input = element("input", {
    type: "radio",
    name: "library",
    id: `library-${name}`,
    onchange: choose,
  });
  const node = element(
    "label",
    { class: "pill" },
    input,
    element("span", {}, say(`libraries.${name}`)),
  );
  return { name, node, input };
}

/** Copy a text; where the browser doesn't allow it, select what is shown of it. */
async function copy(text, node, done) {
  const said = (await copied(text)) ? done : "notCopied";
  if (said === "notCopied" && node) getSelection().selectAllChildren(node);
  const sentence = say(`copy.${said}`);
  byId("copy-said").textContent = sentence;
  announce(sentence);
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedFromField(text);
  }
}

/** Copy in the old way, which is allowed in a frame too. */
function copiedFromField(text) {
  const focused = document.activeElement;
  const field = element("textarea", { class: "unseen", "aria-hidden": "true" });
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  focused?.focus();
  return done;
}
