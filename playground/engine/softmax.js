/** The gradients of the cross-entropy after a softmax, as WebAssembly code. */
import {
  f32x4Add,
  f32x4Const,
  f32x4Div,
  f32x4Mul,
  f32x4Nearest,
  f32x4Pmax,
  f32x4Sub,
  i32Const,
  i32x4Add,
  i32x4Shl,
  i32x4TruncSatF32x4S,
  increase,
  localGet,
  localSet,
  loop,
  shuffleLanes,
  v128And,
  v128Const,
  v128Load,
  v128Store,
} from "./assembler.js";

/**
 * Return the code of scores ← (softmax of scores − labels) / rows, row by row.
 *
 * `scores` and `labels` are the addresses of matrices with ten columns, filled up to
 * twelve by zeros, and `row` the bytes from a row to the next. `locals` has three i32,
 * `count`, `from` and `to`, and five `vectors`.
 */
export function softmaxGradients({ scores, labels, row, rows, locals }) {
  const { count, from, to } = locals;
  const [all, power, ...z] = locals.vectors;
  const each = (code) => z.map((local, i) => code(local, 16 * i));
  const fold = (operation, lanes) => [
    [localGet(all), localGet(all), localGet(all)],
    [shuffleLanes(lanes), operation, localSet(all)],
  ];
  // Then each lane of `all` has the result of all twelve numbers.
  const foldAll = (operation) => [
    [localGet(z[0]), localGet(z[1]), operation, localGet(z[2]), operation],
    [localSet(all), fold(operation, [2, 3, 0, 1]), fold(operation, [1, 0, 3, 2])],
  ];
  return [
    [i32Const(scores), localSet(to), i32Const(labels), localSet(from)],
    loop(count, 0, rows, 1, [
      each((local, offset) => [localGet(to), v128Load(offset), localSet(local)]),
      // Two scores stand in for the zeros, so that the largest is one of the ten.
      [localGet(z[2]), localGet(z[2]), shuffleLanes([0, 1, 0, 1]), localSet(z[2])],
      foldAll(f32x4Pmax),
      each((local) => [
        [localGet(local), localGet(all), f32x4Sub, localSet(local)],
        exponential(local, power),
      ]),
      [localGet(z[2]), v128Const(Int32Array.of(-1, -1, 0, 0)), v128And, localSet(z[2])],
      foldAll(f32x4Add),
      each((local, offset) => [
        [localGet(to), localGet(local), localGet(all), f32x4Div],
        [localGet(from), v128Load(offset), f32x4Sub],
        [f32x4Const(1 / rows), f32x4Mul, v128Store(offset)],
      ]),
      [increase(to, row), increase(from, row)],
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
  const minus = (part) => [localGet(n), f32x4Const(part), f32x4Mul, f32x4Sub];
  return [
    // Below −87 float32 underflows.
    [localGet(z), f32x4Const(-87), f32x4Pmax, localSet(z)],
    [localGet(z), f32x4Const(1 / Math.LN2), f32x4Mul, f32x4Nearest, localSet(n)],
    [localGet(z), minus(high), minus(Math.LN2 - high), localSet(z)],
    f32x4Const(factors[0]),
    factors.slice(1).map((factor) => {
      return [localGet(z), f32x4Mul, f32x4Const(factor), f32x4Add];
    }),
    // 2^n is the float32 whose exponent, in the bits from 23, is n + 127.
    [localGet(n), i32x4TruncSatF32x4S],
    [v128Const(new Int32Array(4).fill(127)), i32x4Add],
    [i32Const(23), i32x4Shl, f32x4Mul, localSet(z)],
  ];
}
