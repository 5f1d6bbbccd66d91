/** Matrix products as WebAssembly code, in blocks of two rows by up to four vectors. */
import * as asm from "./assembler.js";

const { get, set, whole, add } = asm;
const BLOCK = 4; // vectors: eight sums, four parts of B and one of A fill 16 registers

/** The locals of `product`, after three parameters; `same` is free for `put` to use. */
export const LOCALS = {
  ...{ rows: 3, terms: 4, a: 5, b: 6, c: 7, rowOfA: 8 }, // whole numbers
  ...{ sums: 9, parts: 9 + 2 * BLOCK, same: 9 + 3 * BLOCK }, // vectors
};
export const WHOLES = 6;
export const VECTORS = 3 * BLOCK + 1;

/**
 * Return the code of C = A · B, of an even number of `rows`, a sum of `terms` each.
 *
 * `a`, `b` and `c` say where the matrices lie: `at` is code that puts an address on the
 * stack, `row` the bytes from a row to the next, and `a.step` those from a column of A
 * to the next, so that A may be read as it is or transposed. B has rows of so many
 * `vectors`. `put(sum, offset)` is code that writes four sums; they belong at so many
 * bytes from the address in the local `c`.
 */
export function product({ a, b, c, rows, terms, vectors, put }) {
  const blocks = [];
  for (let first = 0; first < vectors; first += BLOCK) {
    const width = Math.min(BLOCK, vectors - first);
    blocks.push(block({ a, b, c, terms, put, width, from: 16 * first }));
  }
  const further = [ahead(LOCALS.rowOfA, 2 * a.row), ahead(LOCALS.c, 2 * c.row)];
  return [
    ...[a.at, set(LOCALS.rowOfA), c.at, set(LOCALS.c)],
    asm.repeat(LOCALS.rows, 0, rows, 2, [blocks, further]),
  ];
}

function block({ a, b, c, terms, put, width, from }) {
  const lanes = [...Array(width).keys()];
  const sum = (row, lane) => LOCALS.sums + BLOCK * row + lane;
  const each = (code) => [0, 1].map((row) => lanes.map((lane) => code(row, lane)));
  const term = [
    lanes.map((lane) => [
      ...[get(LOCALS.b), asm.load4(from + 16 * lane), set(LOCALS.parts + lane)],
    ]),
    [0, 1].map((row) => [
      ...[get(LOCALS.a), asm.loadSame4(row * a.row), set(LOCALS.same)],
      lanes.map((lane) => [
        ...[get(LOCALS.same), get(LOCALS.parts + lane), asm.multiply4],
        ...[get(sum(row, lane)), asm.add4, set(sum(row, lane))],
      ]),
    ]),
    ...[ahead(LOCALS.a, a.step), ahead(LOCALS.b, b.row)],
  ];
  return [
    ...[get(LOCALS.rowOfA), set(LOCALS.a), b.at, set(LOCALS.b)],
    each((row, lane) => [asm.ZERO4, set(sum(row, lane))]),
    asm.repeat(LOCALS.terms, 0, terms, 1, term),
    each((row, lane) => put(get(sum(row, lane)), row * c.row + from + 16 * lane)),
  ];
}

function ahead(local, bytes) {
  return [get(local), whole(bytes), add, set(local)];
}
