/** Work that is done once for a frame, however often it is asked for. */

/** Return a function that calls `work` in the next frame. */
export function oncePerFrame(work) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      work();
    });
  };
}
