/** A guess on a chart's axis: its mark, and the handle that moves it. */
import { PLACES } from "../guess.js";
import { drawn, element, set } from "../elements.js";
import { say } from "../text.js";
import { textAt } from "./axes.js";

const REACH = 14; // pixels from the mark where a finger still takes it
const WORDS = 115; // pixels that the words may be wide

/**
 * Lay a handle over the chart in a box; return `show(svg, guess, text, place)`, which
 * draws the guess, and lets it be moved while it is open. `text(value)` says a value, and
 * `place` has the chart's scales and sides, and `down`, where those words stand.
 *
 * @param {HTMLElement} box
 * @param {"peak" | "difference"} name of what is guessed
 * @param {((name: string, value: number) => void) | null} change null: nothing is moved
 */
export function guessHandle(box, name, change) {
  const { first, last, value, place: placeOf } = PLACES[name];
  const choose = () => change(name, value(Number(slider.value)));
  const slider = element("input", {
    type: "range",
    id: `guess-${name}`,
    class: "guess-slider",
    "aria-label": say(`guess.${name}`),
    ...{ min: 0, max: last, step: 1 },
    oninput: choose,
    onclick: choose, // where it stands already
    onkeydown: ({ key }) => key === "Enter" && choose(),
  });
  slider.hidden = true;
  if (change) box.append(slider);

  /** @param {import("../guess.js").Guess | null} guess */
  return (svg, guess, text, { x, top, bottom, right, down }) => {
    slider.hidden = !guess?.isOpen;
    if (!guess) return;
    const isMade = guess[name] !== null;
    const place = isMade ? placeOf(guess[name]) : first;
    const at = x(value(place));
    const words = isMade ? text(guess[name]) : say("guess.drag");
    const isRight = at + WORDS > right;
    svg.append(
      drawn(
        "g",
        { class: isMade ? "guess" : "guess unset" },
        drawn("line", { x1: at, x2: at, y1: top, y2: bottom }),
        drawn("circle", { cx: at, cy: bottom, r: 8 }),
        textAt(
          at + (isRight ? -8 : 8),
          down,
          words,
          isRight ? "end" : "start",
          "strong",
        ),
      ),
    );
    const [from, to] = [x(value(0)) - REACH, x(value(last)) + REACH];
    slider.value = String(place);
    set(slider, { "aria-valuetext": words });
    Object.assign(slider.style, {
      left: `${from}px`,
      width: `${to - from}px`,
      top: `${top}px`,
      height: `${bottom + REACH - top}px`,
    });
  };
}
