/** A training loop that stores how far it is, by updates or by epochs. */

/**
 * Return a loop of updates, or of epochs, which makes each step of a schedule.
 *
 * @param {import("./run.js").Run} run
 * @param {string[]} update lines that make an update
 * @param {string[]} step lines that step the schedule, after each update or epoch
 * @param {(done: string) => string[]} storing lines that store how much is done
 */
export function loop({ steps, stepsPerEpoch }, update, step, storing) {
  if (!stepsPerEpoch) {
    const stepping = step.map((line) => `${line}  # after each update`);
    return byUpdates(steps, [...update, ...stepping], storing);
  }
  return [
    `for epoch in range(done, ${steps}):`,
    `    for _ in range(${stepsPerEpoch}):  # the batches of an epoch`,
    ...indented(indented(update)),
    ...indented(step.map((line) => `${line}  # after each epoch`)),
    ...indented(storing("epoch + 1")),
  ].join("\n");
}

/** Return a loop of so many updates, which is stored at each quarter. */
export function byUpdates(steps, update, storing) {
  return [
    `for update in range(done, ${steps}):`,
    ...indented(update),
    `    if (update + 1) % ${Math.max(1, Math.floor(steps / 4))} == 0:`,
    ...indented(indented(storing("update + 1"))),
  ].join("\n");
}

function indented(lines) {
  return lines.map((line) => `    ${line}`);
}
