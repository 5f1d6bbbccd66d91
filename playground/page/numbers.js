/** Numbers as the page's readers write them. */
import { language } from "../strings/en.js";

/** Return a number with at most `digits` significant digits. */
export function number(value, digits = 4) {
  if (value !== 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e7)) {
    const [mantissa, exponent] = value
      .toExponential(Math.min(digits, 3) - 1)
      .split("e");
    return withMinus(`${Number(mantissa)}e${Number(exponent)}`);
  }
  const format = { maximumSignificantDigits: Math.max(digits, 1) };
  return withMinus(new Intl.NumberFormat(language, format).format(value));
}

/** Return a number with `places` decimals; `sign` asks for a plus sign too. */
export function decimals(value, places, sign = false) {
  const format = { minimumFractionDigits: places, maximumFractionDigits: places };
  if (sign) format.signDisplay = "exceptZero";
  return withMinus(new Intl.NumberFormat(language, format).format(value));
}

/** Return a share as a percentage. */
export function percent(share, places = 0) {
  return `${decimals(100 * share, places)} %`;
}

function withMinus(written) {
  return written.replaceAll("-", "\u2212");
}
