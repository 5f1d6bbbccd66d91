/** The view for a frame of another page: charts, verdict, and a link to the whole page. */
import { byId, element } from "./elements.js";
import { say } from "./text.js";

const EMBED = "embed"; // after the address's question mark
const SIZE = { width: 720, height: 1150 };

/** Return the address of the page as a frame is to show it, for a link to the page. */
export function embedAddress(link) {
  const [address, state] = link.split("#");
  return `${address}?${EMBED}#${state}`;
}

/** Return the line of HTML that shows a link's page in a frame. */
export function frameFor(link) {
  const title = say("page.title");
  const frame = element("iframe", { src: embedAddress(link), ...SIZE, title });
  frame.setAttribute("loading", "lazy");
  return frame.outerHTML;
}

/** Show charts and verdict only, where the address asks for it. `link()` is the page's. */
export function mountEmbedding(store, link) {
  if (!new URLSearchParams(location.search).has(EMBED)) return;
  document.documentElement.dataset.view = EMBED;
  const whole = byId("whole-page");
  const show = () => (whole.href = link().text);
  whole.parentElement.hidden = false;
  store.listen(show);
  show();
}
