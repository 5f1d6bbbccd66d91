/** Numbers as the page's readers write them. */
import { language } from "../strings/en.js";

const formats = new Map(); // to make one takes longer than to use it

function formatted(value, options) {
  const key = Object.entries(options).join();
  if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(language, options));
  return withMinus(formats.get(key).format(value));
}

/** Return a number with at most `digits` significant digits. */
export function number(value, digits = 4) {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "–";
  if (value !== 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e7)) {
    const [mantissa, exponent] = value
      .toExponential(Math.min(digits, 3) - 1)
      .split("e");
    return withMinus(`${Number(mantissa)}e${Number(exponent)}`);
  }
  return formatted(value, { maximumSignificantDigits: Math.max(digits, 1) });
}

/** Return a number with `places` decimals; `sign` asks for a plus sign too. */
export function decimals(value, places, sign = false) {
  return formatted(value, {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
    signDisplay: sign ? "exceptZero" : "auto",
  });
}

/** Return a share as a percentage. */
export function percent(share, places = 0) {
  return `${decimals(100 * share, places)} %`;
}

function withMinus(written) {
  return written.replaceAll("-", "\u2212");
}
