/** Numbers in words, for what is said of a column, as in `helpers/schedules/words.py`. */

/** Return a number with so many digits, as Python's format "g" writes it. */
export function general(value, digits = 3) {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  const power = Number(exponent);
  const short = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
  if (value !== 0 && (power < -4 || power >= digits)) {
    const size = String(Math.abs(power)).padStart(2, "0");
    return `${short(mantissa)}e${power < 0 ? "-" : "+"}${size}`;
  }
  return short(value.toFixed(Math.max(digits - 1 - power, 0)));
}

/** Return the nearest whole number, of two the even one, as Python rounds. */
export function roundEven(value) {
  const low = Math.floor(value);
  const rest = value - low;
  if (rest !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}
