/** The browser's address, which follows the state, and the state, which follows it. */
import { addressOf, readAddress } from "./address.js";
import { keepColumn, keptColumn } from "./keptColumn.js";
import { openPacked, pack, packed } from "./packedColumn.js";
import { PASTED } from "./state.js";

const PAUSE = 300; // milliseconds from the last change until the address is written

/**
 * Keep the address as the store's state; `open(read)` hears of another one that
 * somebody opens. Return the function that gives the link, as `addressOf` does.
 *
 * @param {import("./store.js").Store} store
 */
export function addressFor(store, open) {
  let waiting = null;
  let last = location.hash;

  function write() {
    clearTimeout(waiting);
    waiting = null;
    const { text, whole, rounded } = addressOf(store.state);
    last = `#${text}`;
    try {
      history.replaceState(null, "", last);
    } catch {
      // A page that a frame got as text has no address to write.
    }
    keepColumn(last, whole && !rounded ? null : store.state);
  }

  async function packColumn() {
    const { shape, column, log } = store.state;
    const rates = log?.rates ?? column;
    if (shape !== PASTED || packed(rates)) return;
    await pack(rates);
    store.change({}); // nothing new, but what a link holds is known now
  }

  store.listen(() => {
    clearTimeout(waiting);
    waiting = setTimeout(write, PAUSE);
    packColumn();
  });
  addEventListener("pagehide", () => {
    if (waiting !== null) write();
  });
  addEventListener("hashchange", async () => {
    if (location.hash === last) return;
    last = location.hash;
    await openPacked(last);
    open(readAddress(last, keptColumn(last)));
  });
  packColumn();
  return function link() {
    const { text, ...said } = addressOf(store.state);
    return { text: `${location.href.split(/[?#]/)[0]}#${text}`, ...said };
  };
}
