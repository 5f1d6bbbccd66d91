/** What a screen reader is told: one sentence at a time, and none twice in a row. */
import { byId } from "./elements.js";

const PAUSE = 400; // milliseconds: of what comes at once, the last is said

let waiting;

/** Say a sentence, when nothing newer has come within the pause. */
export function announce(sentence) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const region = byId("announcements");
    if (region.textContent !== sentence) region.textContent = sentence;
  }, PAUSE);
}
