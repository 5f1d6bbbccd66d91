/**
 * Light or dark: as the system is, until somebody chooses. The pages of the site keep
 * their choice in the same place; `index.html` shows it before this runs.
 */
import { byId } from "./elements.js";
import { say } from "./text.js";

const KEY = "theme";
const SYSTEM = matchMedia("(prefers-color-scheme: dark)");

/** Keep the page's theme; a button says which other there is, and changes to it. */
export function mountTheme() {
  show();
  SYSTEM.addEventListener("change", show);
  addEventListener("storage", ({ key }) => {
    if (key !== KEY) return;
    chosen = remembered();
    show();
  });
  byId("theme").onclick = () => {
    remember(isDark() ? "light" : "dark");
    show();
  };
}

let chosen = remembered();

function isDark() {
  return chosen ? chosen === "dark" : SYSTEM.matches;
}

function show() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  byId("theme").textContent = say(isDark() ? "page.toLight" : "page.toDark");
}

// In a frame, or opened from a folder, a browser may allow no storage.
function remembered() {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === "light" || theme === "dark" ? theme : null;
  } catch {
    return null;
  }
}

function remember(theme) {
  chosen = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // It holds until the page is closed.
  }
}
