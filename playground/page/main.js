/** The page: its parts, around one state that the address holds. */
import { read, written } from "./address.js";
import { announce } from "./announce.js";
import { mountCopying } from "./panels/takeAwayPanel.js";
import { mountDescend } from "./panels/descendPanel.js";
import { byId, element } from "./elements.js";
import { prepared } from "./experimentFor.js";
import { found, mountForetell } from "./panels/predictPanel.js";
import { mountPasting } from "./panels/pastePanel.js";
import { mountShape } from "./panels/shapePanel.js";
import { BEGINNING, store as storeOf } from "./state.js";
import { mountTheme } from "./theme.js";
import { mountTrain } from "./panels/trainPanel.js";
import { fill, refusal } from "./text.js";

const PAUSE = 300; // milliseconds from the last change until the address is written

fill(document);
mountTheme();
const { state, problems } = read(location.hash, BEGINNING);
const store = storeOf(state);
mountShape(store);
mountPasting(store);
mountCopying(store, link);
mountDescend(store);
let seen = null;
const foretell = mountForetell(() => seen);
mountTrain(store, prepared, (view) => {
  seen = { shape: view.shape, foretold: view.foretold, found: found(view.result) };
  foretell();
});
complain(problems);

function link() {
  const { text, whole } = written(store.state);
  return { text: `${location.href.split("#")[0]}#${text}`, whole };
}

// The address holds the state, so a link inside the page must leave it alone.
for (const inside of document.querySelectorAll("a[href^='#']")) {
  inside.onclick = (event) => {
    event.preventDefault();
    const target = byId(inside.getAttribute("href").slice(1));
    target.focus({ preventScroll: true });
    target.scrollIntoView();
  };
}

let writing;
let last = location.hash;
store.listen(() => {
  clearTimeout(writing);
  writing = setTimeout(() => {
    last = `#${written(store.state).text}`;
    try {
      history.replaceState(null, "", last);
    } catch {
      // A page that a frame got as text has no address to write.
    }
  }, PAUSE);
});

addEventListener("hashchange", () => {
  if (location.hash === last) return;
  const { state: next, problems: broken } = read(location.hash, store.state);
  store.change(next);
  complain(broken);
});

/** Say what is broken in a link. */
function complain(broken) {
  const place = byId("link-problems");
  place.hidden = broken.length === 0;
  if (place.hidden) return;
  const sentences = broken.map(refusal);
  place
    .querySelector("ul")
    .replaceChildren(...sentences.map((one) => element("li", {}, one)));
  place.querySelector("button").onclick = () => complain([]);
  announce(sentences.join(" "));
}
