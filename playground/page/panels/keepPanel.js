/** The part "Keep it": the picture, the results, a sheet of paper, a frame. */
import { announce } from "../announce.js";
import { copyText } from "../copyText.js";
import { download } from "../download.js";
import { byId } from "../elements.js";
import { frameFor } from "../embedding.js";
import { asPng, picture } from "../picture.js";
import { resultsCsv } from "../resultsText.js";
import { say } from "../text.js";

/**
 * Let a visitor keep what the page shows. `view()` is what was trained, `link()` the link.
 *
 * @param {import("../store.js").Store} store
 * @param {() => import("../trainingWorker.js").View} view
 */
export function mountKeepPanel(store, view, link) {
  // Of a page on the visitor's own disk, the folder is nobody else's business.
  const address = () => link().text.replace(/^file:.*\//, "");
  const drawing = () =>
    picture(store, view(), {
      verdict: [...byId("verdict").cloneNode(true).childNodes],
      note: byId("stale").hidden ? "" : byId("stale").textContent,
      link: address(),
    });
  const actions = {
    svg() {
      download(drawing(), "schedule.svg", "image/svg+xml");
      return "saved";
    },
    async png() {
      download(await asPng(drawing()), "schedule.png");
      return "saved";
    },
    csv() {
      if (view().result.phase === "ready") return "nothing";
      download(resultsCsv(view(), address()), "results.csv", "text/csv");
      return "saved";
    },
    print() {
      print();
      return "printed";
    },
    frame: async () =>
      (await copyText(frameFor(link().text))) ? "frameCopied" : "notCopied",
  };
  for (const [name, act] of Object.entries(actions)) {
    byId(`keep-${name}`).onclick = async () => {
      const sentence = say(`keep.${await act()}`);
      byId("keep-answer").textContent = sentence;
      announce(sentence);
    };
  }
  byId("keep-frame").hidden = location.protocol === "about:"; // a frame's own text
}
