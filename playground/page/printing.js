/** What a printed page has that a screen has not: address, settings, and numbers. */
import { byId } from "./elements.js";
import { settingsText } from "./settingsText.js";

/**
 * Get the page ready whenever it is printed. `link()` returns its address.
 *
 * @param {import("./store.js").Store} store
 */
export function mountPrinting(store, link) {
  const numbers = byId("numbers");
  const root = document.documentElement;
  let before = null;
  addEventListener("beforeprint", () => {
    before ??= { open: numbers.open, theme: root.dataset.theme };
    byId("printed-address").textContent = link().text;
    byId("printed-settings").textContent = settingsText(store);
    numbers.open = numbers.querySelector("td") !== null;
    root.dataset.theme = "light"; // paper is white
  });
  addEventListener("afterprint", () => {
    if (!before) return;
    numbers.open = before.open;
    root.dataset.theme = before.theme;
    before = null;
  });
}
