/**
 * Random numbers that a seed and a purpose determine, on every machine.
 *
 * Number i of a stream is a hash of i and of the stream's two keys, so that streams
 * share nothing. The hash is the last step of MurmurHash3 (A. Appleby), which lets each
 * of 32 bits reach all others.
 */
const GOLDEN = 0x9e3779b9; // 2^32 over the golden ratio: spreads counts over all bits

/**
 * Return a function that gives the next number of a stream, from 0 to below 1.
 *
 * `seed` and `purpose` are whole numbers from 0 to below 2^32.
 */
export function stream(seed, purpose) {
  const first = mixed(seed + GOLDEN);
  const second = mixed(first ^ Math.imul(purpose + 1, GOLDEN));
  let count = 0;
  return () => {
    const hashed = mixed(mixed(first + Math.imul(count++, GOLDEN)) ^ second);
    return hashed / 2 ** 32;
  };
}

/** Return the numbers from 0 to `count - 1` in a random order (Fisher and Yates). */
export function shuffled(count, next) {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let left = count; left > 1; left--) {
    const drawn = Math.floor(next() * left);
    [order[left - 1], order[drawn]] = [order[drawn], order[left - 1]];
  }
  return order;
}

/** Return a function that gives the next number of a standard normal stream. */
export function normals(seed, purpose) {
  const next = stream(seed, purpose);
  // Box and Muller: a radius and an angle give two, of which one will do.
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

function mixed(bits) {
  let hash = bits | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
