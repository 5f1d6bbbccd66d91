/** Lists and records in a text, as Python, NumPy, PyTorch or JSON write them. */
import { Refused } from "../refused.js";

const SPACE = /\s*/y;
const TOKEN =
  /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\.\.\.|…|[[\](){}:=]|[^\s[\](){},;:="'…]+/y;
const CALL =
  /^([\w.]+\.)?(array|tensor|asarray|list|tuple|deque|dict|OrderedDict|u?int\d*|float\d*|Parameter)$/i;
const BEGINNING =
  /^[ \t]*(?:[\w.'"[\]]+\s*(?::\s*[\w.[\]]+\s*)?=\s*)?(?=[[({]|[\w.]+\()/;
const WORD = /^[[(]\s*(?!np\.|torch\.|nan\b|inf\b|array|tensor|float|none\b)[a-z]/i; // [INFO]
const OPEN = { "[": "]", "(": ")", "{": "}" };

/**
 * Values are `{text, line}`, lists of values, or records: Maps from names to values.
 *
 * @typedef {{text: string, line: number}} Word
 * @typedef {Word | any[] | Map<string, any>} Value
 */

/** Return whether a text holds a list or a record at all. */
export function holdsLiterals(text) {
  return text.split("\n").some((line) => beginning(line) >= 0);
}

/**
 * Return `{values, skipped, cut}`: the lists and records of a text with the names that
 * they are given, the lines between them, and whether the last one has no end.
 */
export function literalsIn(text) {
  const values = [];
  const skipped = [];
  let cut = false;
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const end = text.indexOf("\n", at) < 0 ? text.length : text.indexOf("\n", at);
    const rest = text.slice(at, end);
    const begin = beginning(rest);
    if (begin < 0) {
      if (rest.trim() !== "") skipped.push({ line, text: rest.trim() });
      at = end + 1;
      line += 1;
      continue;
    }
    const [, name] = rest.match(/^\s*(\w+)\s*[:=]/) ?? [];
    const read = readValue(text, at + begin, line);
    values.push({ name: name ?? "", value: read.value });
    ({ cut, line } = read);
    at = read.end;
    // What follows on its line, as a comma or a word of a log, is no line of its own.
    while (at < text.length && text[at] !== "\n" && !"[{".includes(text[at])) at += 1;
    if (text[at] === "\n") {
      at += 1;
      line += 1;
    }
  }
  return { values, skipped, cut };
}

/** Return where in a line a value begins, or -1: at its start, or a record anywhere. */
function beginning(line) {
  const found = line.match(BEGINNING);
  if (found) {
    const rest = line.slice(found[0].length);
    if (WORD.test(rest)) return -1;
    const name = rest.match(/^([\w.]+)\(/)?.[1];
    if (name === undefined || CALL.test(name)) return found[0].length;
  }
  return line.search(/\{\s*["'\d]/);
}

function readValue(text, begin, firstLine) {
  let at = begin;
  let line = firstLine;
  let cut = false;

  function peek() {
    SPACE.lastIndex = at;
    const [space] = SPACE.exec(text);
    line += space.split("\n").length - 1;
    at += space.length;
    if (",;".includes(text[at] ?? " ")) {
      at += 1;
      return peek();
    }
    TOKEN.lastIndex = at;
    return TOKEN.exec(text)?.[0] ?? text[at] ?? null;
  }

  function value() {
    const token = peek();
    const start = line;
    at += token.length;
    if (token === "..." || token === "…")
      throw new Refused("pastedShortened", { line });
    if (token === "{") return record();
    if (token in OPEN) return list(OPEN[token]);
    if (peek() === "(" && text[at] === "(") {
      if (!CALL.test(token)) throw new Refused("pastedText", { line, text: token });
      at += 1;
      return list(")")[0] ?? [];
    }
    return { text: unquoted(token), line: start };
  }

  function list(close) {
    const found = [];
    for (;;) {
      const token = peek();
      if (token === null || token === close) {
        cut ||= token === null;
        at += token === null ? 0 : 1;
        return found;
      }
      const one = value();
      // dtype=float32, device='cuda:0' and their kind say nothing of the numbers.
      if (peek() === "=") {
        at += 1;
        value();
      } else found.push(one);
    }
  }

  function record() {
    const found = new Map();
    const loose = [];
    for (;;) {
      const token = peek();
      if (token === null || token === "}") {
        cut ||= token === null;
        at += token === null ? 0 : 1;
        return loose.length ? loose : found;
      }
      const name = value();
      if (peek() === ":") {
        at += 1;
        if (peek() !== null) found.set(name.text ?? "", value());
      } else loose.push(name);
    }
  }

  return { value: value(), end: at, line, cut };
}

function unquoted(token) {
  return /^["']/.test(token) ? token.slice(1, -1) : token;
}
