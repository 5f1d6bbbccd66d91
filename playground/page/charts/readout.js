/** The values at a place of a chart, for a pointer and for the arrow keys. */
import { element, set } from "../elements.js";

const EDGE = 6; // pixels that the words keep from the sides

/**
 * @typedef {object} Source what can be read off a chart as it is drawn
 * @property {number} count how many places there are
 * @property {(i: number) => number} at where place i lies across, in pixels
 * @property {(i: number) => string} say what a reader gets there
 * @property {(across: number, down: number) => number} nearest the place that lies
 *   nearest to a point
 */

/**
 * Lay a reading over the chart in a box; return `show(source)`, for each drawing.
 *
 * A slider that only the keyboard finds goes from place to place. `choose(i)` hears of a
 * click on a place, or of Enter.
 *
 * @param {HTMLElement} box
 * @param {string} label
 * @param {((i: number) => void) | null} choose
 */
export function readout(box, label, choose = null) {
  /** @type {Source | null} */
  let source = null;
  let place = null; // that is read
  const words = element("div", { class: "reading", "aria-hidden": "true" });
  const line = element("div", { class: "reading-line", "aria-hidden": "true" });
  const slider = element("input", {
    type: "range",
    class: "unseen reader",
    "aria-label": label,
    min: 0,
    step: 1,
    oninput: () => read(Number(slider.value)),
    onfocus: () => read(Number(slider.value)),
    onblur: hide,
    onkeydown: (event) => {
      if (choose && event.key === "Enter") choose(Number(slider.value));
    },
  });
  box.append(line, words, slider);
  hide();

  function hide() {
    place = null;
    words.hidden = line.hidden = true;
  }

  function read(i) {
    if (!source?.count) return;
    place = Math.min(i, source.count - 1);
    const across = source.at(place);
    const text = source.say(place);
    words.textContent = text;
    words.hidden = line.hidden = false;
    line.style.left = `${across}px`;
    const room = box.clientWidth - words.offsetWidth - EDGE;
    const left = Math.min(Math.max(across - words.offsetWidth / 2, EDGE), room);
    words.style.left = `${left}px`;
    slider.value = String(place);
    set(slider, { "aria-valuetext": text });
  }

  const under = ({ clientX, clientY }) => {
    const { left, top } = box.getBoundingClientRect();
    return source.nearest(clientX - left, clientY - top);
  };
  box.addEventListener("pointermove", (event) => {
    if (source?.count) read(under(event));
  });
  box.addEventListener("pointerleave", () => {
    if (document.activeElement !== slider) hide();
  });
  box.addEventListener("click", (event) => {
    if (choose && source?.count) choose(under(event));
  });

  return (drawn) => {
    source = drawn;
    const count = source?.count ?? 0;
    slider.hidden = count === 0;
    set(slider, { max: Math.max(count - 1, 0) });
    if (place === null || count === 0) hide();
    else read(place);
  };
}

/** Return the source of points, each `{at, text}`, from left to right. */
export function sourceOf(points) {
  return {
    count: points.length,
    at: (i) => points[i].at,
    say: (i) => points[i].text,
    nearest: (across) =>
      nearestOf(
        points.map(({ at }) => at),
        across,
      ),
  };
}

/** Return which of some places lies nearest to one. */
export function nearestOf(places, one) {
  const away = places.map((at) => Math.abs(at - one));
  return away.indexOf(Math.min(...away));
}
