/** How the places of a slider are spaced, by the kind of its value. */

const PER_DECADE = 20;
const DECADES = 6;

// A spacing has places from 0 to `last`, the value at a place, and the place of a value.
export const SPACINGS = {
  rate(low, high) {
    const top = Number.isFinite(high) ? high : 10;
    const last = PER_DECADE * DECADES;
    const free = Number.isFinite(high); // a floor or a start: 0 is at the left end
    return {
      last,
      value(place) {
        if (free && place === 0) return 0;
        if (place === last) return top;
        return rounded(top * 10 ** ((place - last) / PER_DECADE), 2);
      },
      place: (value) =>
        value > 0
          ? Math.max(0, last + Math.round(PER_DECADE * Math.log10(value / top)))
          : 0,
    };
  },
  budget(low, high) {
    const last = Math.round(PER_DECADE * Math.log10(high / low));
    return {
      last,
      value: (place) => Math.round(rounded(low * 10 ** (place / PER_DECADE), 2)),
      place: (value) => Math.round(PER_DECADE * Math.log10(value / low)),
    };
  },
  steps: whole,
  count: whole,
  factor: (low, high) => ({
    last: Math.round(100 * high) - 1,
    value: (place) => (place + 1) / 100,
    place: (value) => Math.round(100 * value) - 1,
  }),
  share: (low, high) => ({
    last: 20,
    value: (place) => rounded(low + ((high - low) * place) / 20, 3),
    place: (value) => Math.round((20 * (value - low)) / (high - low)),
  }),
};

function whole(low, high) {
  return {
    last: Math.max(high - low, 0),
    value: (place) => low + place,
    place: (value) => value - low,
  };
}

function rounded(value, digits) {
  return Number(value.toPrecision(digits));
}
