/** How networks learn with the schedule on the screen, below its curve. */
import { learningChart } from "../charts/learningChart.js";
import { checkbox } from "../controls/checkbox.js";
import { byId } from "../elements.js";
import { experimentFor } from "../experimentFor.js";
import { oncePerFrame } from "../frames.js";
import { number } from "../numbers.js";
import { isFollowed } from "../state.js";
import { say } from "../text.js";

const SHAPING = ["shape", "steps", "args", "stairs", "heights", "column"];
const ASKING = [...SHAPING, "seed", "updates", "against", "task", "follow", "guess"];

/**
 * Fill the part below the curve, and let the look follow the store's state.
 *
 * @param {import("../store.js").Store} store
 * @param {ReturnType<typeof import("../quickLook.js").quickLook>} look
 */
export function mountLookPanel(store, look) {
  const redraw = learningChart(byId("learning"), () => ({
    look: look.look,
    steps: store.derived.column.length,
    shape: store.state.shape,
  }));
  const follow = checkbox({
    id: "follow",
    label: say("look.follow"),
    change: (on) => store.change({ follow: on }),
  });
  byId("follow-place").append(follow.node);

  function show() {
    const isSeen = look.look?.learning;
    byId("learning-note").textContent = isSeen
      ? noteOf(look.look, store.derived.column.length)
      : say("look.wait");
    redraw();
  }

  const ask = oncePerFrame(() => {
    if (isFollowed(store.state)) look.ask(experimentFor(store));
  });

  function follows(changed) {
    const keys = Object.keys(changed);
    const { follow: on, guess } = store.state;
    follow.show(on);
    byId("look").hidden = !isFollowed(store.state);
    byId("follow-place").hidden = guess;
    if (keys.some((key) => ASKING.includes(key))) ask();
  }
  store.listen(follows);
  look.listen(show);
  follows({});
  show();
  // What is seen first comes first.
  const soon = () => setTimeout(ask, 300);
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon);
}

/** Return in words what the chart shows, below a schedule of so many steps. */
function noteOf({ learning: { schedule, rival }, planned }, steps) {
  const values = {
    networks: schedule.networks,
    updates: schedule.updates.at(-1),
    rival: planned.rival.long,
    own: number(schedule.peak, 3),
    other: number(rival.peak, 3),
  };
  const sentences = [say("look.note", values)];
  if (values.updates !== steps)
    sentences.push(say("look.fitted", { ...values, steps }));
  if (schedule.lost) sentences.push(say("look.lost", { count: schedule.lost }));
  return sentences.join(" ");
}
