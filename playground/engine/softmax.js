/** The gradients of the cross-entropy after a softmax, as WebAssembly code. */
import * as asm from "./assembler.js";

const { get, set, whole, add, load4, multiply4, add4 } = asm;

/**
 * Return the code of scores ← (softmax of scores − labels) / rows, row by row.
 *
 * `scores` and `labels` are the addresses of matrices with ten columns, filled up to
 * twelve by zeros, and `row` the bytes from a row to the next. `locals` has three whole
 * numbers, `count`, `from` and `to`, and five `vectors`.
 */
export function softmaxGradients({ scores, labels, row, rows, locals }) {
  const { count, from, to } = locals;
  const [all, power, ...z] = locals.vectors;
  const each = (code) => z.map((local, i) => code(local, 16 * i));
  const folded = (operation, lanes) => [
    ...[get(all), get(all), get(all), asm.reordered4(lanes), operation, set(all)],
  ];
  // Then each lane of `all` has the result of all twelve numbers.
  const ofAll = (operation) => [
    ...[get(z[0]), get(z[1]), operation, get(z[2]), operation, set(all)],
    ...[folded(operation, [2, 3, 0, 1]), folded(operation, [1, 0, 3, 2])],
  ];
  return [
    ...[whole(scores), set(to), whole(labels), set(from)],
    asm.repeat(count, 0, rows, 1, [
      each((local, offset) => [get(to), load4(offset), set(local)]),
      // Two scores stand in for the zeros, so that the largest is one of the ten.
      ...[get(z[2]), get(z[2]), asm.reordered4([0, 1, 0, 1]), set(z[2])],
      ofAll(asm.larger4),
      each((local) => [
        ...[get(local), get(all), asm.subtract4, set(local), exponential(local, power)],
      ]),
      ...[get(z[2]), asm.four(Int32Array.of(-1, -1, 0, 0)), asm.both4, set(z[2])],
      ofAll(add4),
      each((local, offset) => [
        ...[get(to), get(local), get(all), asm.divide4, get(from), load4(offset)],
        ...[asm.subtract4, asm.same(1 / rows), multiply4, asm.store4(offset)],
      ]),
      ...[get(to), whole(row), add, set(to), get(from), whole(row), add, set(from)],
    ]),
  ];
}

/**
 * z ← exp(z) for z ≤ 0: 2^n · e^r, with n whole and |r| ≤ ln(2)/2, where eight terms of
 * the series leave out less than float32 rounds off.
 */
function exponential(z, n) {
  const factors = [5040, 720, 120, 24, 6, 2, 1, 1].map((factorial) => 1 / factorial);
  const high = 0.693359375; // of ln(2): so few bits that n times it is exact
  const minus = (part) => [get(n), asm.same(part), multiply4, asm.subtract4];
  return [
    ...[get(z), asm.same(-87), asm.larger4, set(z)], // below it float32 underflows
    ...[get(z), asm.same(1 / Math.LN2), multiply4, asm.nearest4, set(n)],
    ...[get(z), minus(high), minus(Math.LN2 - high), set(z)],
    asm.same(factors[0]),
    factors.slice(1).map((factor) => [get(z), multiply4, asm.same(factor), add4]),
    ...[get(n), asm.toWhole4, asm.four(Int32Array.of(127, 127, 127, 127))],
    ...[asm.addWhole4, whole(23), asm.shiftLeft4, multiply4, set(z)],
  ];
}
