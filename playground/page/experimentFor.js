/** What is trained for a state, and what is foretold of it. */
import { resampled, shapeOf } from "../engine/columns.js";
import { PEAKS } from "../engine/experiment.js";
import { expected } from "./panels/predictPanel.js";

/** Return the experiment of the store's schedule, and what its charts show before it. */
export function prepared({ state, now }) {
  // Fitted before it is divided: a narrow peak may be lower among fewer updates.
  const column = shapeOf(resampled(now.column, state.updates));
  return {
    shape: state.shape,
    peaks: PEAKS,
    foretold: expected(column),
    experiment: { column, steps: state.updates, seed: state.seed },
  };
}
