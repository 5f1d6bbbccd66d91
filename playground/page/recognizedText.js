/** What the detective has found, in sentences. */
import { percent } from "./numbers.js";
import { say } from "./text.js";

/** Return the sentence of a finding of `engine/recognition`. */
export function findingText({ key, values }) {
  if (!("share" in values)) return say(`recognition.${key}`, values);
  return say(`recognition.${key}`, {
    ...values,
    share: shareText(Number(values.share)),
  });
}

/** Return a share, never 0 or 100 % where it isn't quite. */
function shareText(share) {
  if (share > 0 && share < 0.005) return say("recognition.hardlyAny");
  if (share > 0.995 && share < 1) return say("recognition.nearlyAll");
  return percent(share);
}
