/**
 * A small assembler for WebAssembly: an instruction is a list of bytes, code a list of
 * such lists, in the order of the stack machine (WebAssembly core specification 2.0).
 *
 * It holds what `kernels.js` needs and no more. Lists may be nested to any depth.
 */
const I32 = 0x7f;
const F32 = 0x7d;
const V128 = 0x7b;
const LOOP = 0x03;
const NO_RESULT = 0x40;
const END = 0x0b;

export const get = (local) => [0x20, unsigned(local)];
export const set = (local) => [0x21, unsigned(local)];
export const whole = (value) => [0x41, signed(value)];
export const add = [0x6a];
export const times = [0x6c];

const vector = (opcode, ...rest) => [0xfd, unsigned(opcode), rest];
const at = (offset) => [2, unsigned(offset)]; // addresses are multiples of 4 bytes
export const load1 = (offset) => [0x2a, at(offset)];
export const store1 = (offset) => [0x38, at(offset)];
export const loadWhole = (offset) => [0x28, at(offset)];
export const load4 = (offset) => vector(0x00, at(offset));
export const loadSame4 = (offset) => vector(0x09, at(offset));
export const store4 = (offset) => vector(0x0b, at(offset));
export const same4 = vector(0x13);
export const add4 = vector(0xe4);
export const subtract4 = vector(0xe5);
export const multiply4 = vector(0xe6);
export const divide4 = vector(0xe7);
export const larger4 = vector(0xeb); // the second where it is larger, else the first
export const above4 = vector(0x44); // a mask of ones where the first is larger
export const both4 = vector(0x4e); // bit by bit
export const nearest4 = vector(0x6a);
export const toWhole4 = vector(0xf8);
export const addWhole4 = vector(0xae);
export const shiftLeft4 = vector(0xab);

/** Return the constant of four lanes. */
export function four(lanes) {
  return vector(0x0c, ...new Uint8Array(lanes.buffer));
}

export const ZERO4 = four(new Float32Array(4));

/** Return the constant of four equal lanes. */
export function same(value) {
  return four(new Float32Array(4).fill(value));
}

/** Return a vector's lanes, 0 to 3, in another order. It stands on the stack twice. */
export function reordered4(lanes) {
  const bytes = lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte));
  return vector(0x0d, bytes);
}

/** Return code that is repeated while `local` goes from `from` to below `to`. */
export function repeat(local, from, to, step, code) {
  const next = [get(local), whole(step), add, 0x22, unsigned(local)];
  const again = [whole(to), 0x48, 0x0d, 0]; // less than, with sign; branch if so
  return [whole(from), set(local), LOOP, NO_RESULT, code, next, again, END];
}

/** Return a call of the function with that number. */
export function call(number) {
  return [0x10, unsigned(number)];
}

/**
 * Return the bytes of a module that works on the memory `memory` of its imports `js`.
 *
 * A function is `{name, parameters, wholes, vectors, code}`: `parameters` is text, "i"
 * for an address and "f" for a number, then come so many locals of whole numbers and
 * so many of vectors. All functions are exported; none returns anything.
 */
export function assembled(functions) {
  const types = functions.map(({ parameters }) => {
    const list = [...parameters].map((letter) => (letter === "i" ? I32 : F32));
    return [0x60, counted(list), counted([])];
  });
  const exports = functions.map(({ name }, i) => [text(name), 0, unsigned(i)]);
  const bodies = functions.map(({ wholes, vectors, code }) => {
    const locals = counted([
      [unsigned(wholes), I32],
      [unsigned(vectors), V128],
    ]);
    return sized([locals, code, END]);
  });
  const memory = [text("js"), text("memory"), 2, 0, 1];
  return Uint8Array.from(
    [
      [0, ...[..."asm"].map((letter) => letter.charCodeAt(0)), 1, 0, 0, 0],
      section(1, types),
      section(2, [memory]),
      section(
        3,
        functions.map((_, i) => unsigned(i)),
      ),
      section(7, exports),
      section(10, bodies),
    ].flat(Infinity),
  );
}

function section(number, items) {
  return [number, sized(counted(items))];
}

function counted(items) {
  return [unsigned(items.length), items];
}

function sized(code) {
  const bytes = code.flat(Infinity);
  return [unsigned(bytes.length), bytes];
}

function text(string) {
  return counted([...string].map((letter) => letter.charCodeAt(0)));
}

/** Return a whole number from 0 in LEB128: seven bits a byte, the lowest first. */
function unsigned(value) {
  return value < 128 ? [value] : [(value % 128) + 128, ...unsigned(value >> 7)];
}

/** Return a whole number in LEB128 with its sign. */
function signed(value) {
  const last = value >= -64 && value < 64;
  return last ? [value & 127] : [(value & 127) | 128, ...signed(value >> 7)];
}
