/** How rates were rounded: what their digits show, and the roundest number nearby. */
import { roundEven } from "../words.js";

/** What computing in float32 costs, as a share of the largest rate. */
export const FLOAT32 = 5e-7;

const SAME = 1e-7; // numbers this close, as a share, are one number in float32
const MOST = 7; // digits; with more, float32 decides
const FEW = 6; // different rates: too few to tell rounded ones from simple ones
const TINY = 1e-280; // what is smaller has no digits
const AT_LEAST = 3; // digits that are believed in, where rates are few
const TENS = Array.from({ length: 632 }, (_, i) => Number(`1e${i - 323}`));
const ten = (power) => TENS[power + 323] ?? Number(`1e${power}`);

/** Return half a unit of each rate's last digit, but at least what float32 costs. */
export function halvesOfADigit(rates) {
  const largest = rates.reduce((a, b) => Math.max(a, b), 0);
  const exact = FLOAT32 * largest || FLOAT32;
  const few = new Set(rates).size < FEW;
  const isClose = (rounded) =>
    rates.every((rate) => Math.abs(rounded(rate) - rate) <= SAME * rate);
  let digits = few ? AT_LEAST : 1;
  while (digits < MOST && !isClose((rate) => toDigits(rate, digits))) digits += 1;
  if (digits === MOST) return rates.map(() => exact);
  let byDecimals = 0;
  for (let places = 0; places < 16 && !few; places++) {
    if (!isClose((rate) => roundEven(rate * ten(places)) / ten(places))) continue;
    byDecimals = 0.5 * ten(-places);
    break;
  }
  return rates.map((rate) =>
    Math.max(0.5 * ten(unit(rate, digits)), byDecimals, exact),
  );
}

/** Return a value with so many significant digits. */
export function toDigits(value, digits) {
  const power = unit(value, digits);
  const shifted = roundEven(value / ten(power));
  return power < 0 ? shifted / ten(-power) : shifted * ten(power);
}

/** Return how many significant digits a number has. */
export function digitsOf(value) {
  for (let digits = 1; digits < 17; digits++) {
    if (toDigits(value, digits) === value) return digits;
  }
  return 17;
}

/** Return the whole number above `low`, up to `high`, with the fewest digits. */
export function roundest(low, high) {
  for (let zeros = Math.ceil(Math.log10(high + 1)); zeros >= 0; zeros--) {
    const found = Math.floor(high / ten(zeros)) * ten(zeros);
    if (found > low) return found;
  }
  return high;
}

/** Return the power of ten of the last of so many digits; 0 has no digit. */
function unit(value, digits) {
  const size = Math.max(Math.abs(value), TINY);
  let power = Math.floor(Math.log10(size));
  if (ten(power + 1) <= size) power += 1;
  return power - digits + 1;
}
