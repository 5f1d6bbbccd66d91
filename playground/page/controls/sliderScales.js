/** How values lie along a slider, by the kind of the value. */

const PER_DECADE = 20;
const DECADES = 6;

/**
 * Functions of the least and the largest value. Each returns a scale: places from 0 to
 * `last`, the `value(place)`, and the `place(value)`.
 *
 * "rate": equal factors, and 0 at the left end where there is a largest value.
 * "budget": equal factors of whole numbers. "steps", "count": all whole numbers.
 * "factor": hundredths. "share": twenty equal parts.
 */
export const SLIDER_SCALES = {
  rate(low, high) {
    const bounded = Number.isFinite(high); // a floor or a start
    const top = bounded ? high : 10;
    const last = PER_DECADE * DECADES;
    return {
      last,
      value(place) {
        if (bounded && place === 0) return 0;
        if (place === last) return top;
        return rounded(top * 10 ** ((place - last) / PER_DECADE), 2);
      },
      place(value) {
        if (value <= 0) return 0;
        return Math.max(0, last + Math.round(PER_DECADE * Math.log10(value / top)));
      },
    };
  },
  budget(low, high) {
    const steps = Math.round(PER_DECADE * Math.log10(high / low));
    const all = Array.from({ length: steps + 1 }, (_, place) =>
      Math.round(rounded(low * 10 ** (place / PER_DECADE), 2)),
    );
    const values = [...new Set(all)]; // near 1 two places have one whole number
    return {
      last: values.length - 1,
      value: (place) => values[place],
      place(value) {
        const above = values.findIndex((one) => one >= value);
        const nearer = value * value < values[above - 1] * values[above];
        return nearer ? above - 1 : above;
      },
    };
  },
  steps: wholeNumbers,
  count: wholeNumbers,
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

function wholeNumbers(low, high) {
  return {
    last: Math.max(high - low, 0),
    value: (place) => low + place,
    place: (value) => value - low,
  };
}

function rounded(value, digits) {
  return Number(value.toPrecision(digits));
}
