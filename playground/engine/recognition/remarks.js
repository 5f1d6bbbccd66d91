/** What else there is to know of how a log was read, as `{key, values}`. */
import { finding } from "../columnRules.js";
import { roundEven } from "../words.js";
import { WITHIN } from "./fitting.js";

/** @param {import("./findings.js").Known} known */
export function* remarksOn({ rates, log, found }) {
  const out = rates.filter((rate) => !(rate >= 0 && rate < Infinity)).length;
  if (out) yield finding(out === 1 ? "rowOut" : "rowsOut", { rows: out });
  if (!found) return;
  if (!found.fits) {
    const seen = log.steps.map((step) => found.schedule.at(found.clock.at(step)));
    if (log.off(seen) <= WITHIN) {
      yield finding("fewRows", { rows: log.steps.length });
    }
    return;
  }
  const own = found.clock.at(log.last);
  yield* onALine(found.schedule, own);
  if (own <= (found.schedule.args.warmup ?? -1)) {
    yield finding("withinTheWarmup");
  }
  if (found.clock.first) {
    yield finding("firstStep", { step: found.clock.first });
  }
}

/** A straight line that ends where the log does may have been made for longer. */
function* onALine(schedule, own) {
  const { name, args } = schedule.inner ?? schedule;
  if (!["linear", "warmup_stable_decay"].includes(name)) return;
  const share = args.floor / args.peak;
  if (!(share > 0 && share < 1) || own > schedule.steps) return;
  const fall = (args.decay ?? args.steps) - Number(args.endpoint);
  yield finding("anyLine", { steps: roundEven(fall / (1 - share)) });
}
