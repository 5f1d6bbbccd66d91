/** Rows of small whole numbers, out of a text that holds them in few bits. */

/**
 * Return `count` numbers, in rows of `width`.
 *
 * Each is predicted from the two before it in its row (0 where there are none), as
 * (9a − 3b + 4) / 8, rounded down. What is left, 0, −1, 1, −2, …, counted from 0, is
 * written as its part above the `low` last bits, so many ones and a zero, and these bits
 * (Rice's code). The text is base64.
 */
export function unpack(text, count, width, low) {
  const bytes = atob(text);
  const numbers = new Int8Array(count);
  let place = 0;
  const bit = () => (bytes.charCodeAt(place >> 3) >> (7 - (place++ & 7))) & 1;
  let [one, two] = [0, 0];
  for (let i = 0; i < count; i++) {
    if (i % width === 0) [one, two] = [0, 0];
    let left = 0;
    while (bit()) left++;
    for (let j = 0; j < low; j++) left = 2 * left + bit();
    const signed = left & 1 ? -(left + 1) / 2 : left / 2;
    [two, one] = [one, ((9 * one - 3 * two + 4) >> 3) + signed];
    numbers[i] = one;
  }
  return numbers;
}
