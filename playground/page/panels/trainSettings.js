/** What a visitor may set of a training, and what is fixed of it, in words. */
import { PAIRS, REPEATS } from "../../engine/experiment.js";
import { MOMENTUM } from "../../engine/kernels.js";
import { BATCH, HIDDEN, INPUTS, OUTPUTS } from "../../engine/layout.js";
import { checkbox } from "../controls/checkbox.js";
import { numberControl } from "../controls/numberControl.js";
import { byId } from "../elements.js";
import { LIMITS } from "../state.js";
import { say } from "../text.js";

const PROTOCOL = {
  layers: [INPUTS, HIDDEN, OUTPUTS].join("-"),
  batch: BATCH,
  momentum: MOMENTUM,
  repeats: REPEATS,
  pairs: PAIRS,
};

/**
 * Make the controls; return what shows the state there.
 *
 * @param {import("../store.js").Store} store
 */
export function mountTrainSettings(store) {
  const updates = numberControl({
    id: "updates",
    label: say("arguments.updates"),
    kind: "budget",
    change: (value) => store.change({ updates: value }),
  });
  const seed = numberControl({
    id: "seed",
    label: say("arguments.seed"),
    kind: "count",
    change: (value) => store.change({ seed: value }),
  });
  const again = checkbox({
    id: "again",
    label: say("train.againAlways"),
    change: (on) => store.change({ again: on }),
  });
  byId("about").textContent = say("train.about", PROTOCOL);
  byId("settings").append(updates.node, seed.node);
  byId("again-place").append(again.node);
  return () => {
    updates.show(store.state.updates, LIMITS.updates);
    seed.show(store.state.seed, LIMITS.seed);
    again.show(store.state.again);
  };
}
