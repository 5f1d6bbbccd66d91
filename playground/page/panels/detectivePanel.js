/** What the detective says of a pasted column: which schedule it was, and its faults. */
import { announce } from "../announce.js";
import { byId, element } from "../elements.js";
import { withRecognized } from "../recognizedState.js";
import { findingText } from "../recognizedText.js";
import { PASTED } from "../state.js";
import { refusal, say } from "../text.js";

/**
 * Look at each column that is pasted, in a worker, and show what it is.
 *
 * @param {import("../store.js").Store} store
 */
export function mountDetectivePanel(store) {
  const box = byId("detective");
  const button = byId("use-schedule");
  let looked = null; // the rates that were, or are, looked at
  let worker = null;

  function look() {
    const { shape, column, log } = store.state;
    box.hidden = shape !== PASTED;
    const rates = log?.rates ?? column;
    if (box.hidden || rates === looked) return;
    looked = rates;
    worker?.terminate();
    show({ sentence: say("detective.looking") });
    if (rates.length < 2) return show({ sentence: say("detective.few") });
    worker = new Worker(
      new URL("../../engine/recognition/worker.js", import.meta.url),
      {
        type: "module",
      },
    );
    worker.onmessage = ({ data }) => {
      worker.terminate();
      tell(data);
    };
    worker.postMessage({ rates, steps: log?.steps ?? null });
  }

  /** @param {import("../../engine/recognition/recognizing.js").Recognized} seen */
  function tell(seen) {
    const { fits, call, off, problems, notes } = seen;
    const sentence = say(fits ? "detective.fits" : "detective.nearest", { off });
    const change = withRecognized(seen, store.state.column.length);
    const lines = [...problems, ...notes].map(findingText);
    if (!change) lines.push(say("detective.noShape"));
    show({ sentence, call, lines, change });
    button.textContent = say(fits ? "detective.use" : "detective.useNearest");
    announce([sentence, call, ...lines].join(" "));
  }

  function show({ sentence, call = "", lines = [], change = null }) {
    byId("detected").textContent = sentence;
    byId("detected-call").textContent = call;
    byId("detected-call").hidden = call === "";
    const items = lines.map((line) => element("li", {}, line));
    byId("detected-faults").replaceChildren(...items);
    button.hidden = change === null;
    button.onclick = () => {
      const refused = store.change(change);
      if (refused) byId("detected").textContent = refusal(refused);
      else byId(`shape-${change.shape}`).focus();
    };
  }
  store.listen(look);
  look();
}
