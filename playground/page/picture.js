/** The charts and the verdict as one picture, with the link in its corner. */
import { curveChart } from "./charts/curveChart.js";
import { pairsChart } from "./charts/pairsChart.js";
import { fillValleyLegend } from "./charts/valleyLegend.js";
import { valleyChart } from "./charts/valleyChart.js";
import { drawn, element } from "./elements.js";
import { nameOf, say } from "./text.js";

const WIDTH = 760;
const SCALE = 2; // a picture of points has so many for each unit
const LONGEST = 500; // letters of a link that are shown: six lines
const PIECES = /[^&,]{1,60}[&,]?/g; // of a link, between which a line may end

// What a style sheet says of a shape or a text, which a file must say by itself.
const INK = [
  ...["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray"],
  ...["stroke-linecap", "stroke-linejoin", "opacity", "paint-order"],
];
const LETTERS = ["font-family", "font-size", "font-weight"];

/**
 * Return the text of an SVG of what is chosen, and of what was trained, in the page's
 * colours.
 *
 * @param {import("./store.js").Store} store
 * @param {import("./trainingWorker.js").View} view
 * @param {{verdict: Node[], note: string, link: string}} words
 */
export function picture(store, view, { verdict, note, link }) {
  const room = element("div", { class: "picture", "aria-hidden": "true", inert: "" });
  document.body.append(room);
  const part = (tag, kind, ...inside) => {
    const node = element(tag, { class: kind }, ...inside);
    room.append(node);
    return node;
  };
  const figure = (chart, source) => {
    const box = part("div", "figure");
    chart(box, source)();
  };
  part("h1", "", say("keep.title", { name: nameOf(store.state.shape) }));
  figure(curveChart, store);
  if (view.result.phase !== "ready") {
    part("p", "verdict", ...verdict);
    if (note) part("p", "note", note);
    part("h3", "", say("train.valley"));
    figure(valleyChart, () => view);
    fillValleyLegend(part("ul", "key"), view);
    part("h3", "", say("train.pairs"));
    figure(pairsChart, () => view);
  }
  part("p", "corner", ...piecesOf(link));
  const text = svgOf(room, link);
  room.remove();
  return text;
}

/** Return an SVG as a picture of points, a Blob of the type PNG. */
export async function asPng(svg) {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = element("canvas", {
    width: image.naturalWidth * SCALE,
    height: image.naturalHeight * SCALE,
  });
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

/** Return what a room holds, as it is laid out, as the text of an SVG. */
function svgOf(room, link) {
  const whole = room.getBoundingClientRect();
  const size = { width: WIDTH, height: Math.ceil(whole.height) };
  const paper = getComputedStyle(document.documentElement).backgroundColor;
  const svg = drawn("svg", {
    xmlns: "http://www.w3.org/2000/svg",
    ...size,
    viewBox: `0 0 ${size.width} ${size.height}`,
  });
  svg.append(
    drawn("title", {}, room.querySelector("h1").textContent),
    drawn("desc", {}, described(room)),
    drawn("rect", { ...size, fill: paper }),
  );
  for (const inner of room.querySelectorAll("svg")) {
    const { left, top } = inner.getBoundingClientRect();
    const at = `translate(${left - whole.left} ${top - whole.top})`;
    svg.append(drawn("g", { transform: at }, [...inner.children].map(inked)));
  }
  for (const node of room.querySelectorAll("h1, h3, p, li")) {
    const lines = linesOf(node, whole);
    const corner = node.classList.contains("corner");
    svg.append(...(corner ? [drawn("a", { href: link }, lines)] : lines));
  }
  return new XMLSerializer().serializeToString(svg);
}

/** Return the pieces of a link, so many as are shown, with a place for a break after each. */
function piecesOf(link) {
  const shown = link.length > LONGEST ? `${link.slice(0, LONGEST)}…` : link;
  return shown.match(PIECES).flatMap((piece) => [piece, element("wbr")]);
}

function described(room) {
  const charts = [...room.querySelectorAll("svg.chart")];
  return charts.map((chart) => chart.getAttribute("aria-label")).join(" ");
}

/** Return a copy of a node that needs no style sheet. */
function inked(node) {
  const copy = node.cloneNode(false);
  const style = getComputedStyle(node);
  const names = node.tagName === "text" ? [...INK, ...LETTERS] : INK;
  for (const name of node.tagName === "g" ? [] : names) {
    copy.setAttribute(name, style.getPropertyValue(name));
  }
  copy.removeAttribute("class");
  for (const child of node.childNodes) {
    copy.append(child.nodeType === Node.TEXT_NODE ? child.cloneNode() : inked(child));
  }
  return copy;
}

/** Return the lines of a node's text, each where the page has broken it. */
function linesOf(node, whole) {
  const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const lines = [];
  const range = document.createRange();
  while (texts.nextNode()) {
    const text = /** @type {Text} */ (texts.currentNode);
    const around = text.parentElement;
    if (around.closest("svg")) continue;
    const style = getComputedStyle(around);
    for (const { index, 0: word } of text.data.matchAll(/\S+\s*/g)) {
      range.setStart(text, index);
      range.setEnd(text, index + word.trimEnd().length);
      const { left, bottom, height } = range.getBoundingClientRect();
      const last = lines.at(-1);
      const goesOn = last?.around === around && bottom - last.bottom < height / 2;
      if (goesOn) last.words += word;
      else lines.push({ left, bottom, height, style, around, words: word });
    }
  }
  return lines.map(({ left, bottom, height, style, words }) => {
    const letters = LETTERS.map((name) => [name, style.getPropertyValue(name)]);
    const at = { x: left - whole.left, y: bottom - whole.top - 0.24 * height };
    const settings = { ...at, fill: style.color, ...Object.fromEntries(letters) };
    return drawn("text", settings, words.trimEnd());
  });
}
