/**
 * A small assembler for WebAssembly: an instruction is a list of bytes, code a list of
 * such lists, in the order of the stack machine.
 *
 * The names are those of the WebAssembly core specification 2.0, `i32.const` as
 * `i32Const`; opcodes and the binary format are in its chapter 5. It holds what
 * `kernels.js` needs and no more. Lists may be nested to any depth.
 */
const I32 = 0x7f;
const F32 = 0x7d;
const V128 = 0x7b;
const FUNC_TYPE = 0x60;
const EMPTY_BLOCK = 0x40;
const END = 0x0b;

export const localGet = (local) => [0x20, unsignedLeb128(local)];
export const localSet = (local) => [0x21, unsignedLeb128(local)];
const localTee = (local) => [0x22, unsignedLeb128(local)];

const memory = (offset) => [2, unsignedLeb128(offset)]; // aligned to 2^2 bytes
export const i32Load = (offset) => [0x28, memory(offset)];
export const f32Load = (offset) => [0x2a, memory(offset)];
export const f32Store = (offset) => [0x38, memory(offset)];

export const i32Const = (value) => [0x41, signedLeb128(value)];
const i32LtS = [0x48];
export const i32Add = [0x6a];
export const i32Mul = [0x6c];

const vector = (opcode, ...rest) => [0xfd, unsignedLeb128(opcode), rest];
export const v128Load = (offset) => vector(0x00, memory(offset));
export const v128Load32Splat = (offset) => vector(0x09, memory(offset));
export const v128Store = (offset) => vector(0x0b, memory(offset));
export const v128And = vector(0x4e);
export const f32x4Splat = vector(0x13);
export const f32x4Gt = vector(0x44); // a mask of ones where the first is larger
export const f32x4Nearest = vector(0x6a);
export const f32x4Add = vector(0xe4);
export const f32x4Sub = vector(0xe5);
export const f32x4Mul = vector(0xe6);
export const f32x4Div = vector(0xe7);
export const f32x4Pmax = vector(0xeb); // the second where it is larger, else the first
export const i32x4Shl = vector(0xab);
export const i32x4Add = vector(0xae);
export const i32x4TruncSatF32x4S = vector(0xf8);

/** Return the constant (`v128.const`) of the lanes of a typed array of 16 bytes. */
export function v128Const(lanes) {
  return vector(0x0c, ...new Uint8Array(lanes.buffer));
}

/** Return the constant of four equal lanes. */
export function f32x4Const(value) {
  return v128Const(new Float32Array(4).fill(value));
}

/**
 * Return the `i8x16.shuffle` that puts lanes of 32 bits, 0 to 3, into another order.
 * The vector has to stand on the stack twice.
 */
export function shuffleLanes(lanes) {
  const bytes = lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte));
  return vector(0x0d, bytes);
}

/** Return a loop over `code`, in which `local` goes from `from` to below `to`. */
export function loop(local, from, to, step, code) {
  return [
    [i32Const(from), localSet(local)],
    [0x03, EMPTY_BLOCK, code],
    [localGet(local), i32Const(step), i32Add, localTee(local)],
    [i32Const(to), i32LtS, brIf(0), END],
  ];
}

/** Return code that adds `by` to an i32 local. */
export function increase(local, by) {
  return [localGet(local), i32Const(by), i32Add, localSet(local)];
}

/** Return a jump, taken if the stack holds no 0, to the loop `depth` levels outside. */
function brIf(depth) {
  return [0x0d, unsignedLeb128(depth)];
}

/** Return a call of the function with that index. */
export function call(index) {
  return [0x10, unsignedLeb128(index)];
}

/**
 * @typedef {object} WasmFunction
 * @property {string} name
 * @property {string} parameters a letter for each: "i" for an i32, "f" for an f32
 * @property {number} i32Locals how many come after the parameters
 * @property {number} v128Locals how many come after these
 * @property {any[]} code
 */

/**
 * Return the bytes of a module that works on the memory `memory` of its imports `js`.
 *
 * All functions are exported; none returns anything.
 *
 * @param {WasmFunction[]} functions
 */
export function assemble(functions) {
  const types = functions.map(({ parameters }) => {
    const list = [...parameters].map((letter) => (letter === "i" ? I32 : F32));
    return [FUNC_TYPE, counted(list), counted([])];
  });
  const imports = [[name("js"), name("memory"), 2, 0, 1]];
  const indices = functions.map((_, index) => unsignedLeb128(index));
  const exports = functions.map((own, index) => [
    [name(own.name), 0, unsignedLeb128(index)],
  ]);
  const bodies = functions.map(({ i32Locals, v128Locals, code }) => {
    const locals = [
      [unsignedLeb128(i32Locals), I32],
      [unsignedLeb128(v128Locals), V128],
    ];
    return sized([counted(locals), code, END]);
  });
  const magic = [0x00, 0x61, 0x73, 0x6d]; // "\0asm"
  const version = [1, 0, 0, 0];
  return Uint8Array.from(
    [
      [magic, version],
      [section(1, types), section(2, imports), section(3, indices)],
      [section(7, exports), section(10, bodies)],
    ].flat(Infinity),
  );
}

function section(id, items) {
  return [id, sized(counted(items))];
}

function counted(items) {
  return [unsignedLeb128(items.length), items];
}

function sized(code) {
  const bytes = code.flat(Infinity);
  return [unsignedLeb128(bytes.length), bytes];
}

function name(text) {
  return counted([...text].map((letter) => letter.charCodeAt(0)));
}

/** Return a whole number from 0 in LEB128: seven bits a byte, the lowest first. */
function unsignedLeb128(value) {
  return value < 128 ? [value] : [(value % 128) + 128, ...unsignedLeb128(value >> 7)];
}

/** Return a whole number in LEB128 with its sign. */
function signedLeb128(value) {
  const last = value >= -64 && value < 64;
  return last ? [value & 127] : [(value & 127) | 128, ...signedLeb128(value >> 7)];
}
