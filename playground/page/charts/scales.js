/** From values to places on a chart, and the ticks that people can read. */

/** Return a scale: a function from a value to a place, with its ticks. */
export function linear(low, high, from, to, room = 6) {
  const width = high - low || 1;
  const place = (value) => from + ((value - low) / width) * (to - from);
  return Object.assign(place, {
    ticks: linearTicks(low, high, room),
    invert: (at) => low + ((at - from) / (to - from)) * width,
    range: [from, to],
  });
}

/** Return a scale on which equal factors are equal distances. */
export function logarithmic(low, high, from, to, room = 6) {
  const inner = linear(Math.log(low), Math.log(high), from, to);
  const place = (value) => inner(Math.log(value));
  return Object.assign(place, {
    ticks: logarithmicTicks(low, high, room),
    invert: (at) => Math.exp(inner.invert(at)),
    range: [from, to],
  });
}

/** Return round numbers from low to high, about as many as there is room for. */
export function linearTicks(low, high, room) {
  const rough = (high - low) / Math.max(room, 1);
  if (!(rough > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const width = [1, 2, 5, 10].find((step) => step * power >= rough * 0.999) * power;
  const ticks = [];
  for (let i = Math.ceil(low / width - 1e-9); i * width <= high + width * 1e-9; i++) {
    ticks.push(Number((i * width).toPrecision(12)));
  }
  return ticks;
}

/** Return 1, 2, 5 times powers of ten from low to high; only powers if they are many. */
export function logarithmicTicks(low, high, room) {
  for (const steps of [[1, 2, 5], [1, 3], [1]]) {
    const ticks = [];
    const first = Math.floor(Math.log10(low));
    for (let power = first; power <= Math.ceil(Math.log10(high)); power++) {
      for (const step of steps) {
        const tick = Number(`${step}e${power}`);
        if (tick >= low * 0.9999 && tick <= high * 1.0001) ticks.push(tick);
      }
    }
    if (ticks.length <= room || steps.length === 1) return ticks;
  }
  return [];
}
