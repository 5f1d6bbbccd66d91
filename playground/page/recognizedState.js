/** A schedule that was recognized, as shape and sliders, where the page has them. */

/**
 * Return the change of a state that sets a recognized schedule, or null where the page
 * has no such shape.
 *
 * @param {import("../engine/recognition/recognizing.js").Recognized} seen
 * @param {number} length of the column
 */
export function withRecognized({ schedule, each }, length) {
  const found = schedule && shapeOf(schedule, Math.ceil(length / each));
  if (!found || (each > 1 && found.args.endpoint)) return null;
  const { shape, steps, ...given } = found;
  const args = Object.entries(given.args)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, stretched(name, value, each)]);
  return {
    shape,
    steps: steps * each,
    args: Object.fromEntries(args),
    stairs: each > 1 ? each : 0,
  };
}

function shapeOf({ name, args, inner, steps }, length) {
  const { steps: _, ...own } = args;
  if (name === "constant")
    return { shape: name, steps: length, args: { peak: args.rate } };
  if (name !== "with_warmup") return { shape: name, steps: steps ?? length, args: own };
  const { steps: fall, ...after } = inner.args;
  const { warmup, start } = args;
  if (inner.name === "cosine") {
    return { shape: "warmup_cosine", steps, args: { ...after, warmup, start } };
  }
  if (inner.name !== "linear") return null;
  // A warm-up and a line are a stay of no length between two slopes.
  const slopes = { ...after, warmup, start, decay: fall };
  return { shape: "warmup_stable_decay", steps, args: slopes };
}

/** Return a count of epochs as one of updates. */
function stretched(name, value, each) {
  if (name === "boundaries") return value.map((edge) => edge * each);
  return ["warmup", "decay"].includes(name) ? value * each : value;
}
