/** Freehand: the curve is drawn with mouse, pen or finger, or with the arrow keys. */
import { announce } from "../announce.js";
import { HEADROOM, HEIGHT, MARGIN } from "../charts/curveChart.js";
import { byId, element, set } from "../elements.js";
import { percent } from "../numbers.js";
import { POINTS } from "../state.js";
import { refusal, say } from "../text.js";

const EDGE = 20; // pixels: a stroke that begins or ends nearer to an end reaches it
const FINE = 200; // heights are whole 200ths of the peak
const KEYS = {
  ArrowUp: (height) => height + 0.02,
  ArrowDown: (height) => height - 0.02,
  PageUp: (height) => height + 0.1,
  PageDown: (height) => height - 0.1,
  Home: () => 0,
  End: () => 1,
};

/** Return heights that follow a column, as shares of its peak. */
export function heightsOf(column) {
  const peak = column.reduce((a, b) => Math.max(a, b));
  return Array.from({ length: POINTS }, (_, i) => {
    const row = Math.round((i / (POINTS - 1)) * (column.length - 1));
    return fine(column[row] / peak);
  });
}

/**
 * Lay a surface to draw on over the chart in a box; return what shows the state.
 *
 * @param {import("../store.js").Store} store
 */
export function mountFreehand(box, store) {
  const handles = element("div", { class: "handles", role: "group" });
  const surface = element("div", { class: "surface", hidden: true }, handles);
  box.append(surface);
  set(handles, { "aria-label": say("shape.drawing") });
  const problem = byId("shape-problem");
  let last = null; // where the pointer was: [x, y], shares of the surface
  let current = 0; // the handle that Tab comes to

  function change(patch) {
    const refused = store.change(patch);
    problem.hidden = refused === null;
    if (!refused) return;
    problem.textContent = refusal(refused);
    announce(problem.textContent);
  }

  /** @returns {[number, number]} */
  function place({ clientX, clientY }) {
    const { left, top, width, height } = surface.getBoundingClientRect();
    const inside = (share) => Math.min(Math.max(share, 0), 1);
    const up = HEADROOM * (1 - (clientY - top) / height);
    return [inside((clientX - left) / width), inside(up)];
  }

  function begin(event) {
    if (event.button > 0) return;
    event.preventDefault();
    surface.setPointerCapture(event.pointerId);
    last = place(event);
    reachEnd();
  }

  /** Let a stroke that comes near an end of the curve reach it. */
  function reachEnd() {
    const [x, y] = last;
    const near = EDGE / surface.clientWidth;
    const end = x < near ? 0 : x > 1 - near ? 1 : x;
    change({ heights: stroke(store.state.heights, [end, y], last) });
  }

  function draw(event) {
    if (!last) return;
    for (const moment of event.getCoalescedEvents?.() ?? [event]) {
      const here = place(moment);
      change({ heights: stroke(store.state.heights, last, here) });
      last = here;
    }
  }

  function end() {
    if (last) reachEnd();
    last = null;
  }
  set(surface, {
    onpointerdown: begin,
    onpointermove: draw,
    onpointerup: end,
    onpointercancel: end,
  });

  function press(event, i) {
    const count = store.state.heights.length;
    const aside = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (aside) {
      current = Math.min(Math.max(i + aside, 0), count - 1);
      show();
      handles.children[current].focus();
    } else if (KEYS[event.key]) {
      const height = fine(KEYS[event.key](store.state.heights[i]));
      change({ heights: store.state.heights.with(i, height) });
    } else return;
    event.preventDefault();
  }

  function handle(i) {
    return element("div", {
      class: "handle",
      role: "slider",
      "aria-orientation": "vertical",
      "aria-valuemin": 0,
      "aria-valuemax": 100,
      onkeydown: (event) => press(event, i),
      onfocus: () => {
        current = i;
      },
    });
  }

  function show() {
    const { shape, heights } = store.state;
    const on = shape === "freehand";
    surface.hidden = byId("drawing-help").hidden = !on;
    if (!on) return;
    current = Math.min(current, heights.length - 1);
    while (handles.childElementCount > heights.length) handles.lastChild.remove();
    while (handles.childElementCount < heights.length) {
      handles.append(handle(handles.childElementCount));
    }
    [...handles.children].forEach((node, i) => {
      const share = i / (heights.length - 1);
      node.style.left = `${100 * share}%`;
      node.style.bottom = `${(100 * heights[i]) / HEADROOM}%`;
      set(node, {
        tabindex: i === current ? 0 : -1,
        "aria-label": say("shape.handle", { share: percent(share, 1) }),
        "aria-valuenow": Math.round(100 * heights[i]),
        "aria-valuetext": say("shape.height", { height: percent(heights[i], 1) }),
      });
    });
  }
  surface.style.inset = `${MARGIN.top}px ${MARGIN.right}px auto ${MARGIN.left}px`;
  surface.style.height = `${HEIGHT - MARGIN.top - MARGIN.bottom}px`;
  return show;
}

/** Return heights after a stroke from one place to another, each [x, y] from 0 to 1. */
function stroke(heights, [x0, y0], [x1, y1]) {
  const [from, to] = [x0, x1].map((x) => Math.round(x * (heights.length - 1)));
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  return heights.map((height, i) => {
    if (i < low || i > high) return height;
    return fine(from === to ? y1 : y0 + ((y1 - y0) * (i - from)) / (to - from));
  });
}

function fine(height) {
  return Math.round(Math.min(Math.max(height, 0), 1) * FINE) / FINE;
}
