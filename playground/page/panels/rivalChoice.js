/** The choice of schedule B, with which the schedule on the screen is compared. */
import { byId, element } from "../elements.js";
import { CONSTANT } from "../state.js";
import { nameOf, say } from "../text.js";
import { frozen, OFFERED, rivalOf } from "../rival.js";

const NOW = "now"; // the schedule as it is when this is chosen

/**
 * Make the choice; return what shows the state there.
 *
 * @param {import("../store.js").Store} store
 */
export function mountRivalChoice(store) {
  const choice = element("select", { id: "against", onchange: choose });
  byId("rival-place").append(
    element("label", { for: "against" }, say("rival.label")),
    choice,
  );

  function choose() {
    const against = choice.value === NOW ? frozen(store.state) : choice.value;
    byId("rival-problem").hidden = against !== null;
    if (against === null) show();
    else store.change({ against });
  }

  function show() {
    const { against } = store.state;
    if (choice.value === against) return;
    const options = OFFERED.map((text) =>
      option(text, nameOf(text === CONSTANT ? CONSTANT : text.split("=")[1])),
    );
    if (!OFFERED.includes(against)) {
      options.push(
        option(against, say("rival.kept", { name: rivalOf(against).short })),
      );
    }
    options.push(option(NOW, say("rival.now")));
    choice.replaceChildren(...options);
    choice.value = against;
  }
  return show;
}

function option(value, text) {
  return element("option", { value }, text);
}
