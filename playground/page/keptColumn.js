/** A pasted column that its address can't hold to the last digit: kept for a reload. */

const KEY = "playground-column";

/**
 * Keep the column of a state for its address, or nothing where `state` is null.
 *
 * @param {import("./state.js").State | null} state
 */
export function keepColumn(address, state) {
  try {
    if (!state) return sessionStorage.removeItem(KEY);
    const rates = Array.from(state.log?.rates ?? state.column);
    const steps = state.log?.steps ?? null;
    sessionStorage.setItem(KEY, JSON.stringify({ address, rates, steps }));
  } catch {
    // In a frame, or opened from a folder, a browser may allow no storage.
  }
}

/**
 * Return `{rates, steps}` that were kept for an address, or null.
 *
 * @returns {{rates: Float64Array, steps: number[] | null} | null}
 */
export function keptColumn(address) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    if (kept?.address !== address) return null;
    return { rates: Float64Array.from(kept.rates), steps: kept.steps };
  } catch {
    return null;
  }
}
