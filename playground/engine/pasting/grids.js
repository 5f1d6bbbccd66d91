/** Rows of cells out of lists and records, and out of the lines of a text. */
import { MOST_STEPS } from "../columns.js";
import { Refused } from "../refused.js";
import { holdsLiterals, literalsIn } from "./literals.js";
import { numeral } from "./numerals.js";
import { withJoinedThousands } from "./thousands.js";

/**
 * @typedef {object} Grid
 * @property {string[] | null} names of the columns, where there are any
 * @property {{line: number, cells: string[]}[]} rows
 * @property {{line: number, text: string}[]} skipped lines that hold no row
 * @property {boolean} cut whether the text ends before its list does
 */

const RULE = /^[\s|:+=-]+$/; // below the names of a printed table
const NUMBERS = /^[\s\d.,;e+%'"-]*$/i; // and nothing else
const END_OF_PANDAS = /^(Name: .*|Length: .*|)dtype: \w+$|^\[\d+ rows x \d+ columns\]$/;
const PAIR =
  /([A-Za-z_][\w./-]*(?: rate)?)["']?\s*(?:[:=]\s*|\s)(?:\[(?=\d+\/))?([+-]?(?:[1-9]\d{0,2}(?:,\d{3})+|\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?![\w.]|,\d)/gi;
const STAMPS = /^\s*((\[[^[\]]*\]|\([^()]*\))\s*)+/; // in front of a log's words
const RATE_IN_LINE = /(^|[^A-Za-z])(lr|learning[_ -]?rate)["']?\s*[:=]?\s*[.\d]/i;

/** Return the grid of a text, if its commas are read in a style. */
export function gridOf(text, style) {
  const plain = text
    .replace(/^\ufeff/, "")
    .replace(/\r\n?/g, "\n")
    .replace(/.+/g, withoutStamps)
    .replace(/<tf\.\w+[^<]*?numpy=([\s\S]*?)>/g, "$1");
  if (holdsLiterals(plain)) return fromLiterals(literalsIn(plain));
  const all = plain.split("\n");
  if (all.length > 2 * MOST_STEPS) {
    throw new Refused("pastedTooLong", { line: MOST_STEPS + 1, atMost: MOST_STEPS });
  }
  const lines = all
    .map((content, i) => ({ line: i + 1, text: content.trim(), whole: content }))
    .filter((one) => one.text !== "");
  const named = lines.filter((one) => RATE_IN_LINE.test(one.text)).length;
  return named > 0 ? fromNamedNumbers(lines) : fromLines(lines, style);
}

function withoutStamps(line) {
  const rest = line.replace(STAMPS, "");
  return rest !== line && RATE_IN_LINE.test(rest) ? rest : line;
}

function fromLiterals({ values, skipped, cut }) {
  const records = [];
  const lists = [];
  for (const { name, value } of values) gather(name, value, records, lists);
  if (records.length) return { ...fromRecords(records), skipped, cut };
  const stray = skipped.find((one) => /\d/.test(one.text));
  if (stray) throw new Refused("pastedText", stray);
  const long = lists.filter(({ words }) => words.length > 1);
  const aligned = long.every(({ words }) => words.length === long[0].words.length);
  if (long.length > 1 && aligned && long.every(({ name }) => name !== "")) {
    const names = long.map(({ name }) => name);
    const rows = long[0].words.map((_, i) => rowOf(long.map(({ words }) => words[i])));
    return { names, rows, skipped, cut };
  }
  return { names: null, rows: lists.map(({ words }) => rowOf(words)), skipped, cut };
}

const rowOf = (words) => ({
  line: words[0]?.line ?? 1,
  cells: words.map(({ text }) => text),
});

/** Collect the records of a value, with names for its lists, and lists of words. */
function gather(name, value, records, lists) {
  if (value instanceof Map) {
    const words = [...value].filter(([, one]) => one.text !== undefined);
    const numbered = words.length > 1 && words.every(([key]) => /^\d+$/.test(key));
    if (numbered) {
      for (const [key, { line, text }] of words) {
        lists.push({
          name: "",
          words: [
            { line, text: key },
            { line, text },
          ],
        });
      }
    } else if (
      words.length === value.size &&
      words.some(([, { text }]) => !Number.isNaN(numeral(text)))
    ) {
      records.push(new Map(words));
    }
    for (const [key, one] of value) {
      if (one.text === undefined) gather(key, one, records, lists);
    }
  } else if (Array.isArray(value)) {
    if (value.every((one) => one.text !== undefined)) {
      if (value.length) lists.push({ name, words: value });
    } else {
      for (const one of value) {
        if (one.text === undefined) gather("", one, records, lists);
        else lists.push({ name: "", words: [one] });
      }
    }
  } else lists.push({ name, words: [value] });
}

function fromRecords(records) {
  const names = [...new Set(records.flatMap((record) => [...record.keys()]))];
  const rows = records.map((record) => ({
    line: [...record.values()][0].line,
    cells: names.map((name) => record.get(name)?.text ?? ""),
  }));
  return { names, rows };
}

/** Read a log whose lines name their numbers: `step 10 loss: 0.3 lr: 0.01`. */
function fromNamedNumbers(lines) {
  const records = [];
  const skipped = [];
  for (const { line, text } of lines) {
    const pairs = [...text.matchAll(PAIR)];
    const record = new Map(
      pairs.map(([, name, number]) => [name, { text: number, line }]),
    );
    const named = text.match(RATE_IN_LINE);
    if (!named) {
      skipped.push({ line, text });
      continue;
    }
    if (![...record.keys()].some((name) => /lr|rate/i.test(name))) {
      const rate = text.slice(named.index).match(/\S+\s*\S*/)[0];
      throw new Refused("pastedText", { line, text: shortened(rate) });
    }
    records.push(record);
  }
  return { ...fromRecords(records), skipped, cut: false };
}

function fromLines(lines, style) {
  const parted = partingOf(lines, style);
  const found = [];
  const skipped = [];
  const head = [];
  for (const { line, text, whole } of lines) {
    if (/(^|\s)(\.{3}|…)(\s|$)/.test(text))
      throw new Refused("pastedShortened", { line });
    const cells = parted(whole);
    const numbers = cells.filter((cell) => !Number.isNaN(numeral(cell, style))).length;
    const isText = numbers === 0 && !NUMBERS.test(text);
    if (RULE.test(text) && !/\d/.test(text)) continue;
    if (text.startsWith("#") || END_OF_PANDAS.test(text)) skipped.push({ line, text });
    else if (isText && found.length === 0) head.push({ line, text, cells });
    else found.push({ line, cells });
  }
  const rows = withJoinedThousands(found, head.at(-1)?.cells.length ?? null);
  const names = namesFrom(head, rows);
  const unused = names ? head.slice(0, -1) : head;
  skipped.unshift(...unused.map(({ line, text }) => ({ line, text })));
  if (rows.length === 0 && head.length) {
    const [{ line, text }] = head;
    throw new Refused("pastedText", { line, text: shortened(text) });
  }
  if (names) return { names, rows, skipped, cut: false };
  const filled = rows.map(({ line, cells }) => ({
    line,
    cells: cells.filter(Boolean),
  }));
  return { names: null, rows: filled, skipped, cut: false };
}

/** Return the function that parts a line of these into cells. */
function partingOf(lines, style) {
  const text = lines.slice(0, 50).map(({ whole }) => whole);
  const most = (sign) =>
    text.filter((line) => sign.test(line)).length > text.length / 2;
  if (most(/\|/)) {
    return (line) => cellsOf(line.trim().replace(/^\||\|$/g, ""), /[|]/);
  }
  if (most(/\t/)) return (line) => cellsOf(line, /[\t;]/);
  if (most(/;/)) return (line) => cellsOf(line, /[;\t]/);
  if (style !== "decimal" && style !== "grouped" && most(/,/)) {
    return (line) => cellsOf(line, /[,;\t]/);
  }
  return (line) => cellsOf(line.trim().replace(/(\w)\s+(?=[([]?%)/g, "$1"), /,?\s+|,$/);
}

/** Part a line at a sign; what stands in quotes is one cell. */
function cellsOf(line, sign) {
  const quoted = [];
  const marked = line.replace(/"([^"]*)"/g, (_, inside) => {
    quoted.push(inside);
    return `\u0000${quoted.length - 1}\u0000`;
  });
  return marked
    .split(sign)
    .map((cell) => cell.trim().replace(/\u0000(\d+)\u0000/g, (_, i) => quoted[i]));
}

/** Return the names that stand above the columns; an index may have none. */
function namesFrom(head, rows) {
  if (!rows.length || !head.length) return null;
  const width = rows[0].cells.length;
  const above = head.at(-1).cells;
  if (above.length === width) return above;
  return above.length === width - 1 ? ["", ...above] : null;
}

/** Return a text so short that a sentence can hold it. */
export function shortened(text) {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
