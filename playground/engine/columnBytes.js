/**
 * A column as few bytes, from which it comes back to the last bit.
 *
 * Rates with few decimals are whole numbers of the last decimal; of others the bits are
 * whole numbers. Neighbours are alike, and so are their differences: what is kept is how
 * these change, in groups of seven bits, small numbers in one byte.
 */
const BITS = 255; // the first byte, where it is not the number of decimals
const MOST_DECIMALS = 22; // powers of ten up to here are exact
const EXACT = 2 ** 52;

/** Return the bytes of a column of rates. */
export function bytesOf(column) {
  const decimals = decimalsOf(column);
  const whole = decimals === null ? bitsOf(column) : unitsOf(column, decimals);
  const bytes = [decimals ?? BITS];
  let [before, step] = [0n, 0n];
  for (const value of whole) {
    const change = value - before - step;
    let left = change < 0n ? -2n * change - 1n : 2n * change;
    for (; left > 127n; left >>= 7n) bytes.push(Number(left & 127n) | 128);
    bytes.push(Number(left));
    [step, before] = [value - before, value];
  }
  return Uint8Array.from(bytes);
}

/** Return the column that has these bytes, or null where they have none. */
export function columnOf(bytes) {
  const [kind, ...rest] = bytes;
  const whole = [];
  let [before, step, value, shift] = [0n, 0n, 0n, 0n];
  for (const byte of rest) {
    value |= BigInt(byte & 127) << shift;
    shift += 7n;
    if (byte > 127 && shift < 77n) continue;
    step += value & 1n ? -((value + 1n) >> 1n) : value >> 1n;
    before += step;
    whole.push(before);
    [value, shift] = [0n, 0n];
  }
  if (shift || !whole.length || (kind !== BITS && kind > MOST_DECIMALS)) return null;
  if (kind !== BITS) return Float64Array.from(whole, (one) => Number(one) / 10 ** kind);
  return new Float64Array(BigInt64Array.from(whole).buffer);
}

/** Return a column rounded to so many digits of its largest rate. */
export function roundedColumn(column, digits) {
  const largest = column.reduce((a, b) => Math.max(a, b));
  const decimals = digits - 1 - Math.floor(Math.log10(largest));
  if (decimals > MOST_DECIMALS || decimals < 0) return null;
  const tens = 10 ** decimals;
  return column.map((rate) => Math.round(rate * tens) / tens);
}

/** Return with how many decimals all rates are written in full, or null. */
function decimalsOf(column) {
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
    const tens = 10 ** decimals;
    const isWhole = (rate) =>
      rate * tens < EXACT && Math.round(rate * tens) / tens === rate;
    if (column.every(isWhole)) return decimals;
  }
  return null;
}

const unitsOf = (column, decimals) =>
  Array.from(column, (rate) => BigInt(Math.round(rate * 10 ** decimals)));

const bitsOf = (column) => new BigInt64Array(Float64Array.from(column).buffer);
