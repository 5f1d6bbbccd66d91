/** Lay out a program as formatters do: calls, comments, imports and blocks. */
import { float } from "../pythonCode.js";

const WIDTH = 88; // the longest line, in letters
const STANDARD = ["bisect", "math", "os", "pathlib", "pickle"];

/** Return a call that opens with `opening`, on one line or on several. */
export function call(opening, args, closing = ")") {
  const inside = args.join(", ");
  const line = `${opening}(${inside}${closing}`;
  if (line.length <= WIDTH) return line;
  const outer = opening.match(/^ */)[0];
  const inner = `${outer}    `;
  const rows =
    inner.length + inside.length > WIDTH
      ? args.map((argument) => row(argument, inner)).join("\n")
      : inner + inside;
  return `${opening}(\n${rows}\n${outer}${closing}`;
}

/** Return an argument on a line of its own; a list may take several. */
export function row(argument, indent) {
  if (indent.length + argument.length < WIDTH) return `${indent}${argument},`;
  const rows = wrapped(argument, WIDTH - indent.length - 4);
  return `${indent}${rows.join(`\n${indent}    `)},`;
}

/** Return a text as a comment of as many lines as it needs. */
export function comment(text) {
  return wrapped(text, WIDTH - 2)
    .map((line) => `# ${line}`)
    .join("\n");
}

/** Return imports in their order, those from one module on one line. */
export function imports(lines) {
  const plain = new Set();
  const named = {};
  for (const line of lines) {
    const [, module, names] = line.match(/^from (\S+) import (.*)$/) ?? [];
    if (!module) plain.add(line);
    else named[module] = new Set([...(named[module] ?? []), ...names.split(", ")]);
  }
  const chosen = Object.keys(named)
    .sort()
    .map((module) => `from ${module} import ${byKind([...named[module]])}`);
  const every = [...[...plain].sort(), ...chosen];
  const isOwn = (line) => STANDARD.includes(line.match(/ (\w+)/)[1]);
  const others = every.filter((line) => !isOwn(line));
  return [every.filter(isOwn), others]
    .filter((group) => group.length)
    .map((group) => group.join("\n"))
    .join("\n\n");
}

/** Return blocks of code as one text; a definition stands apart by two lines. */
export function joined(blocks) {
  const there = blocks.filter(Boolean);
  const defines = (block) => /^(def |class |@)/m.test(block);
  return `${there.reduce((text, block, i) => {
    const apart = defines(there[i - 1]) || defines(block);
    return `${text}${apart ? "\n\n\n" : "\n\n"}${block}`;
  })}\n`;
}

/** Return a line with a comment: behind it, or above it where there is no room. */
export function noted(line, words) {
  const whole = `${line}  # ${words}`;
  return whole.length <= WIDTH ? whole : `# ${words}\n${line}`;
}

/** Return a list of written numbers with a name: equal ones together, else in rows. */
export function numbers(name, written) {
  const runs = [];
  for (const text of written) {
    if (runs.at(-1)?.text === text) runs.at(-1).count += 1;
    else runs.push({ text, count: 1 });
  }
  if (written.length > 1 && 4 * runs.length <= written.length) {
    const terms = runs.map(({ text, count }) => `[${text}] * ${count}`);
    const sum = `${name} = ${terms.join(" + ")}`;
    return sum.length <= WIDTH ? sum : `${name} = (\n    ${terms.join("\n    + ")}\n)`;
  }
  const words = written.join(", ");
  const line = `${name} = [${words}]`;
  if (line.length <= WIDTH) return line;
  return `${name} = [\n    ${wrapped(`${words},`, WIDTH - 4).join("\n    ")}\n]`;
}

/** Return a share as it is best read: as a division, where it isn't 0 or 1. */
export function ratio(part, whole) {
  const plain = part === 0 || part === whole;
  return plain ? float(part / whole) : `${float(part)} / ${float(whole)}`;
}

function wrapped(text, width) {
  const lines = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line += line ? ` ${word}` : word;
  }
  return [...lines, line];
}

/** Return names with classes before functions. */
function byKind(names) {
  const [classes, functions] = [/^[^a-z]/, /^[a-z]/].map((kind) =>
    names.filter((name) => kind.test(name)).sort(),
  );
  return [...classes, ...functions].join(", ");
}
