/** One way back for all choices: a button beside what was changed, and Ctrl+Z. */
import { announce } from "./announce.js";
import { set } from "./elements.js";
import { say } from "./text.js";

const MOST = 100; // changes that are remembered
const TOGETHER = 1000; // milliseconds between changes that are undone as one
const LOOK = "code"; // says how a schedule is shown, and changes nothing

/** The part of the page that a choice belongs to; all others belong to "shape". */
const PARTS = {
  updates: "train",
  seed: "train",
  again: "train",
  guess: "train",
  landscape: "descend",
  roll: "descend",
  noise: "descend",
};

/**
 * Remember the states of a store, and make the buttons of class "undo" go back.
 *
 * `data-of` names a button's part. Those of other parts are seen once something has
 * changed there.
 *
 * @param {import("./store.js").Store} store
 */
export function mountUndo(store) {
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = document.querySelectorAll("button.undo");
  const before = [];
  let now = store.state;
  let last = { what: "", at: -Infinity };
  let gesture = 0; // with mouse, pen or finger: all of one is undone at once
  let returning = false;

  function note(patch) {
    const [was, is] = [now, store.state];
    now = is;
    const changed = Object.keys(patch).filter((key) => {
      return was[key] !== is[key] && key !== LOOK;
    });
    if (returning || changed.length === 0) return;
    const what = [...changed, gesture, document.activeElement?.id].join(" ");
    const at = performance.now();
    const isSame = what === last.what && (at - last.at < TOGETHER || pressed);
    last = { what, at };
    if (!isSame || before.length === 0)
      before.push({ state: was, part: partOf(changed) });
    if (before.length > MOST) before.shift();
    show();
  }

  function goBack() {
    if (before.length === 0) return;
    const { state } = before.pop();
    returning = true;
    store.change({ ...state, [LOOK]: store.state[LOOK] });
    returning = false;
    last = { what: "", at: -Infinity };
    show();
    announce(say("undo.done"));
  }

  function show() {
    const part = before.at(-1)?.part;
    for (const button of buttons) {
      set(button, { "aria-disabled": before.length === 0 });
      if (button.dataset.of === part) button.hidden = false;
    }
  }

  let pressed = false;
  const press = (is) => () => {
    pressed = is;
    gesture += Number(is);
  };
  document.addEventListener("pointerdown", press(true), true);
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, press(false), true);
  }
  document.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, shiftKey, altKey, target } = event;
    if (key.toLowerCase() !== "z" || !(ctrlKey || metaKey) || shiftKey || altKey)
      return;
    if (isTyping(target)) return;
    event.preventDefault();
    goBack();
  });
  for (const button of buttons) button.onclick = goBack;
  store.listen(note);
  show();
}

const partOf = (changed) => PARTS[changed[0]] ?? "shape";

/** Return whether a browser undoes what is typed in an element itself. */
function isTyping(target) {
  return target.matches("textarea, input[type='text'], [contenteditable]");
}
