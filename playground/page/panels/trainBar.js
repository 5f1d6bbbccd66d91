/** On a phone, a bar that stays: one touch leads to the training, and begins it. */
import { byId, set } from "../elements.js";

/** Show the bar while the button that trains is out of sight. */
export function mountTrainBar() {
  const bar = byId("train-bar");
  const start = byId("start");
  const seen = new IntersectionObserver(([{ isIntersecting }]) => {
    set(bar, { "data-away": isIntersecting ? null : "" });
  });
  seen.observe(start);
  byId("to-train").onclick = () => {
    const done = byId("progress").value;
    const isOld = done === 1 && !byId("stale").hidden;
    if (done === 0 || isOld) start.click();
    start.focus({ preventScroll: true });
    byId("train").scrollIntoView();
  };
}
