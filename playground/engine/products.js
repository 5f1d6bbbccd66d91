/** Matrix products as WebAssembly code, in blocks of two rows by up to four vectors. */
import {
  f32x4Add,
  f32x4Const,
  f32x4Mul,
  increase,
  localGet,
  localSet,
  loop,
  v128Load,
  v128Load32Splat,
} from "./assembler.js";

const BLOCK = 4; // vectors: eight sums, four parts of B and one of A fill 16 registers

/** The locals of `product`, after three parameters; `same` is free for `put` to use. */
export const LOCALS = {
  // i32
  rows: 3,
  terms: 4,
  a: 5,
  b: 6,
  c: 7,
  rowOfA: 8,
  // v128
  sums: 9,
  parts: 9 + 2 * BLOCK,
  same: 9 + 3 * BLOCK,
};
export const I32_LOCALS = 6;
export const V128_LOCALS = 3 * BLOCK + 1;

/**
 * Return the code of C = A · B, of an even number of `rows`, a sum of `terms` each.
 *
 * `a`, `b` and `c` say where the matrices lie: `at` is code that puts an address on the
 * stack, `row` the bytes from a row to the next, and `a.step` those from a column of A
 * to the next, so that A may be read as it is or transposed. Each row of B has
 * `vectors` vectors. `put(sum, offset)` is code that writes four sums; they belong
 * `offset` bytes behind the address in the local `c`.
 */
export function product({ a, b, c, rows, terms, vectors, put }) {
  const blocks = [];
  for (let first = 0; first < vectors; first += BLOCK) {
    const width = Math.min(BLOCK, vectors - first);
    blocks.push(block({ a, b, c, terms, put, width, from: 16 * first }));
  }
  return [
    [a.at, localSet(LOCALS.rowOfA), c.at, localSet(LOCALS.c)],
    loop(LOCALS.rows, 0, rows, 2, [
      blocks,
      increase(LOCALS.rowOfA, 2 * a.row),
      increase(LOCALS.c, 2 * c.row),
    ]),
  ];
}

function block({ a, b, c, terms, put, width, from }) {
  const lanes = [...Array(width).keys()];
  const sum = (row, lane) => LOCALS.sums + BLOCK * row + lane;
  const part = (lane) => LOCALS.parts + lane;
  const each = (code) => [0, 1].map((row) => lanes.map((lane) => code(row, lane)));
  const addProduct = (row, lane) => [
    [localGet(LOCALS.same), localGet(part(lane)), f32x4Mul],
    [localGet(sum(row, lane)), f32x4Add, localSet(sum(row, lane))],
  ];
  const term = [
    lanes.map((lane) => [
      [localGet(LOCALS.b), v128Load(from + 16 * lane), localSet(part(lane))],
    ]),
    [0, 1].map((row) => [
      [localGet(LOCALS.a), v128Load32Splat(row * a.row), localSet(LOCALS.same)],
      lanes.map((lane) => addProduct(row, lane)),
    ]),
    [increase(LOCALS.a, a.step), increase(LOCALS.b, b.row)],
  ];
  return [
    [localGet(LOCALS.rowOfA), localSet(LOCALS.a), b.at, localSet(LOCALS.b)],
    each((row, lane) => [f32x4Const(0), localSet(sum(row, lane))]),
    loop(LOCALS.terms, 0, terms, 1, term),
    each((row, lane) => put(localGet(sum(row, lane)), row * c.row + from + 16 * lane)),
  ];
}
