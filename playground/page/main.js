/** The page: its panels, around one state that the address holds. */
import { measuredRatios } from "../engine/peaks.js";
import { addressOf, readAddress } from "./address.js";
import { announce } from "./announce.js";
import { byId, element } from "./elements.js";
import { mountDescendPanel } from "./panels/descendPanel.js";
import { mountPastePanel } from "./panels/pastePanel.js";
import { mountPredictPanel } from "./panels/predictPanel.js";
import { mountShapePanel } from "./panels/shapePanel.js";
import { mountTakeAwayPanel } from "./panels/takeAwayPanel.js";
import { mountTrainPanel } from "./panels/trainPanel.js";
import { INITIAL_STATE } from "./state.js";
import { createStore } from "./store.js";
import { fillIn, refusal } from "./text.js";
import { mountTheme } from "./theme.js";

const PAUSE = 300; // milliseconds from the last change until the address is written

fillIn(document);
mountTheme();
const { state, problems } = readAddress(location.hash, INITIAL_STATE);
const store = createStore(state);
mountShapePanel(store);
mountPastePanel(store);
mountTakeAwayPanel(store, link);
mountDescendPanel(store);
let ratios = null; // of what is trained, or would be
const redrawPrediction = mountPredictPanel(() => ratios);
mountTrainPanel(store, ({ shape, predicted, result }) => {
  const measured = result.tuned ? measuredRatios(result.tuned) : null;
  ratios = { shape, predicted, measured };
  redrawPrediction();
});
showProblems(problems);

function link() {
  const { text, whole } = addressOf(store.state);
  return { text: `${location.href.split("#")[0]}#${text}`, whole };
}

// The address holds the state, so a link inside the page must leave it alone.
for (const inside of document.querySelectorAll("a[href^='#']")) {
  inside.addEventListener("click", (event) => {
    event.preventDefault();
    const target = byId(inside.getAttribute("href").slice(1));
    target.focus({ preventScroll: true });
    target.scrollIntoView();
  });
}

let writing;
let last = location.hash;
store.listen(() => {
  clearTimeout(writing);
  writing = setTimeout(() => {
    last = `#${addressOf(store.state).text}`;
    try {
      history.replaceState(null, "", last);
    } catch {
      // A page that a frame got as text has no address to write.
    }
  }, PAUSE);
});

addEventListener("hashchange", () => {
  if (location.hash === last) return;
  const { state: next, problems: broken } = readAddress(location.hash, store.state);
  store.change(next);
  showProblems(broken);
});

/** Say what is broken in a link. */
function showProblems(broken) {
  const place = byId("link-problems");
  place.hidden = broken.length === 0;
  if (place.hidden) return;
  const sentences = broken.map(refusal);
  place
    .querySelector("ul")
    .replaceChildren(...sentences.map((one) => element("li", {}, one)));
  place.querySelector("button").onclick = () => showProblems([]);
  announce(sentences.join(" "));
}
