/** A file that the page has made, handed to the visitor. */
import { element } from "./elements.js";

const KEPT = 60_000; // milliseconds until the browser must have read it

/** Save a text or a blob under a name, as a browser saves what is downloaded. */
export function download(content, name, type = "text/plain") {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const address = URL.createObjectURL(blob);
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT);
}
