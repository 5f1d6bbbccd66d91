/** Work that is done once for a frame, however often it is asked for. */

// Milliseconds of a frame, after which what is left waits for the next one: so no hand
// waits for all charts.
const ROOM = 8;
const jobs = [];
let isAsked = false;

/** Return a function that calls `work` in the next frame that has room for it. */
export function oncePerFrame(work) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    jobs.push(() => {
      waiting = false;
      work();
    });
    ask();
  };
}

function ask() {
  if (isAsked) return;
  isAsked = true;
  requestAnimationFrame(run);
}

/** Do one job at least; what jobs ask for waits for the next frame. */
function run() {
  isAsked = false;
  const began = performance.now();
  const round = jobs.splice(0);
  try {
    do round.shift()();
    while (round.length && performance.now() - began < ROOM);
  } finally {
    jobs.unshift(...round);
    if (jobs.length) ask();
  }
}
