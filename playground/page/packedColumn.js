/** A long column in a link: compressed, and rounded only where it is too long so. */
import { bytesOf, columnOf, roundedColumn } from "../engine/columnBytes.js";
import { MOST_STEPS } from "../engine/columns.js";

/** Letters: longer links are cut by programs that send them. */
export const LONGEST = 30_000;
const PLAIN = 400; // letters that a column may take as it is
/** Digits of the largest rate that are kept where not all can be. */
export const DIGITS = 6;

/**
 * @typedef {object} Packed
 * @property {string} text of the column, or "" where it is too long in any form
 * @property {"column" | "packed"} name of its part of the address
 * @property {boolean} rounded whether it is rounded
 */

/** @type {WeakMap<object, Packed>} */
const known = new WeakMap();
/** @type {Map<string, Float64Array | null>} */
const opened = new Map();

/** Return how a column stands in a link, as far as that is known by now. */
export function packed(column) {
  const text = Array.from(column.subarray(0, PLAIN)).join(",");
  if (column.length < PLAIN && text.length <= PLAIN) {
    return { text, name: "column", rounded: false };
  }
  return known.get(column) ?? null;
}

/** Find out how a column stands in a link. */
export async function pack(column) {
  let text = await compressed(column);
  let rounded = false;
  let held = column;
  if (text.length > LONGEST) {
    held = roundedColumn(column, DIGITS);
    text = held ? await compressed(held) : "";
    rounded = true;
  }
  if (text.length > LONGEST) [text, rounded] = ["", false];
  if (text) opened.set(text, held);
  known.set(column, { text, name: "packed", rounded });
}

/** Return the column that was opened from its part of an address, or null. */
export function unpacked(text) {
  return opened.get(text) ?? null;
}

/** Open the packed columns of an address: its own, and that of a schedule beside it. */
export async function openPacked(address) {
  for (const text of [address, address.replaceAll("%26", "&").replaceAll("%3D", "=")]) {
    for (const [, part] of text.matchAll(/[#&=]packed=([\w-]*)/g)) await open(part);
  }
}

async function open(text) {
  if (opened.has(text)) return;
  const bytes = await decompressed(text).catch(() => null); // cut, or no such form
  const column = bytes && columnOf(bytes);
  opened.set(text, column);
  if (column) known.set(column, { text, name: "packed", rounded: false });
}

async function compressed(column) {
  if (typeof CompressionStream === "undefined") return "-".repeat(LONGEST + 1);
  const stream = new Blob([bytesOf(column)])
    .stream()
    .pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function decompressed(text) {
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const reader = new Blob([bytes])
    .stream()
    .pipeThrough(new DecompressionStream("deflate-raw"))
    .getReader();
  const parts = [];
  let size = 0;
  for (let part; (part = (await reader.read()).value);) {
    parts.push(part);
    size += part.length;
    if (size > 11 * MOST_STEPS) return null; // a few letters may hold gigabytes
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
