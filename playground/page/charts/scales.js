/** From values to places on a chart, and the ticks that people can read. */

/**
 * Return a scale: a function from a value to a place, with its `ticks`, about as many
 * as there is `room` for, and its `range` of places.
 */
export function linear(low, high, from, to, room = 6) {
  const width = high - low || 1;
  const place = (value) => from + ((value - low) / width) * (to - from);
  return Object.assign(place, {
    ticks: linearTicks(low, high, room),
    range: [from, to],
  });
}

/** Return a scale on which equal factors are equal distances. */
export function logarithmic(low, high, from, to, room = 6) {
  const inner = linear(Math.log(low), Math.log(high), from, to);
  const place = (value) => inner(Math.log(value));
  return Object.assign(place, {
    ticks: logarithmicTicks(low, high, room),
    range: [from, to],
  });
}

/** Return round numbers from low to high. */
function linearTicks(low, high, room) {
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

/** Return 1, 2, 5 times powers of ten from low to high; if they are many, fewer. */
function logarithmicTicks(low, high, room) {
  const choices = [[1, 2, 5], [1, 3], [1]].map((steps) =>
    decadeTicks(low, high, steps),
  );
  return choices.find((ticks) => ticks.length <= room) ?? choices.at(-1);
}

/** Return all multiples of powers of ten by one of `steps` from low to high. */
function decadeTicks(low, high, steps) {
  const ticks = [];
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  for (let power = first; power <= last; power++) {
    ticks.push(...steps.map((step) => Number(`${step}e${power}`)));
  }
  return ticks.filter((tick) => tick >= low * 0.9999 && tick <= high * 1.0001);
}
