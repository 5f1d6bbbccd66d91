/** The page: its panels, around one state that the address holds. */
import { measuredRatios } from "../engine/peaks.js";
import { readAddress } from "./address.js";
import { addressFor } from "./addressBar.js";
import { announce } from "./announce.js";
import { byId, element } from "./elements.js";
import { mountEmbedding } from "./embedding.js";
import { isSameShape } from "./experimentFor.js";
import { keptColumn } from "./keptColumn.js";
import { openPacked } from "./packedColumn.js";
import { mountDetectivePanel } from "./panels/detectivePanel.js";
import { mountDescendPanel } from "./panels/descendPanel.js";
import { mountImprove } from "./panels/improve.js";
import { mountKeepPanel } from "./panels/keepPanel.js";
import { mountLookPanel } from "./panels/lookPanel.js";
import { mountPastePanel } from "./panels/pastePanel.js";
import { mountPredictPanel } from "./panels/predictPanel.js";
import { mountShapePanel } from "./panels/shapePanel.js";
import { mountTakeAwayPanel } from "./panels/takeAwayPanel.js";
import { mountTrainBar } from "./panels/trainBar.js";
import { mountTrainPanel } from "./panels/trainPanel.js";
import { mountPrinting } from "./printing.js";
import { quickLook } from "./quickLook.js";
import { createStore } from "./store.js";
import { fillIn, refusal } from "./text.js";
import { mountTheme } from "./theme.js";
import { mountUndo } from "./undo.js";

fillIn(document);
mountTheme();
openPacked(location.hash).then(begin);

function begin() {
  const { state, problems, section } = readAddress(
    location.hash,
    keptColumn(location.hash),
  );
  const store = createStore(state);
  const link = addressFor(store, open);
  mountUndo(store);
  mountShapePanel(store);
  mountPastePanel(store);
  mountDetectivePanel(store);
  mountTakeAwayPanel(store, link);
  mountDescendPanel(store);
  const look = quickLook();
  mountLookPanel(store, look);
  let ratios = null; // of the schedule on the screen
  const redrawPrediction = mountPredictPanel(() => ratios);
  const viewOfTraining = mountTrainPanel(store, look, (trained, next) => {
    const { tuned } = trained.result;
    const isMeasured = tuned && isSameShape(trained, next);
    const measured = isMeasured ? measuredRatios(tuned) : null;
    const { shape, predicted, experiment } = next;
    const isFitted = store.derived.column.length !== experiment.steps;
    const updates = isFitted ? experiment.steps : null;
    ratios = { shape, predicted, measured, updates, rival: next.rival.long };
    redrawPrediction();
  });
  mountImprove(store, look, viewOfTraining);
  mountTrainBar();
  mountKeepPanel(store, viewOfTraining, link);
  mountPrinting(store, link);
  mountEmbedding(store, link);
  leadToOtherLanguages(link);
  document.documentElement.dataset.begun = "";
  showProblems(problems);
  if (section) show(section);

  /** Take over what another address says, which somebody has typed or opened. */
  function open({ state, problems, section }) {
    if (!section || location.hash.includes("=")) store.change(state);
    showProblems(problems);
    if (section) show(section);
  }
}

// The address holds the state, so a link inside the page must leave it alone.
for (const inside of document.querySelectorAll("a[href^='#']")) {
  inside.addEventListener("click", (event) => {
    event.preventDefault();
    show(inside.getAttribute("href").slice(1));
  });
}

/** Let links to the page in another language hold the same schedule. */
function leadToOtherLanguages(link) {
  for (const other of document.querySelectorAll("a[hreflang]")) {
    other.addEventListener("click", () => {
      Object.assign(other, { hash: link().text.split("#")[1] });
    });
  }
}

/** Bring a section into sight, and what is folded there with it. */
function show(id) {
  const target = byId(id);
  if (target instanceof HTMLDetailsElement) target.open = true;
  target.focus({ preventScroll: true });
  target.scrollIntoView();
}

/** Say what is broken in a link. */
function showProblems(broken) {
  const place = byId("link-problems");
  place.hidden = broken.length === 0;
  if (place.hidden) return;
  const sentences = broken.map(refusal);
  place
    .querySelector("ul")
    .replaceChildren(...sentences.map((one) => element("li", {}, one)));
  place.querySelector("button").onclick = () => {
    showProblems([]);
    const heading = document.querySelector("h1");
    heading.tabIndex = -1; // the button takes the focus with it
    heading.focus();
  };
  announce(sentences.join(" "));
}
