"""Comments are left out of JavaScript, and nothing else is."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from playground import bundle, javascript
from tests.playground.test_style import program


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a; // b", "a; "),
        ("/** a\n * b */\nc;", "\nc;"),
        ("a;\n  // b\n  // c\n\n  d;", "a;\nd;"),
        ("return /* a\n*/ b;", "return\nb;"),
        ("a /* b */ / c / d // e", "a / c / d "),
        ("'// a' + \"/* b */\" // c", "'// a' + \"/* b */\" "),
        ("'\\'// a' // b", "'\\'// a' "),
        (
            "`// ${b /* c */ + `/* ${{ d: 1 }.d} */`}`; //",
            "`// ${b + `/* ${{ d: 1 }.d} */`}`; ",
        ),
        ("`a\n\n  // b\n`", "`a\n\n  // b\n`"),
        ("a.replace(/[/*]\\/\\//g, b) // c", "a.replace(/[/*]\\/\\//g, b) "),
        ("if (a) /'/.test(b); // c", "if (a) /'/.test(b); "),
        ("(a) / b; // '", "(a) / b; "),
        ("a++ / b; // '", "a++ / b; "),
        ("a[0] / b; // '", "a[0] / b; "),
        ("return /\"/.test(a); // '", 'return /"/.test(a); '),
        ("{}\n/`/.test(a); // '", "{}\n/`/.test(a); "),
    ],
)
def test_comments_are_left_out_and_nothing_else(text, kept):
    assert "".join(piece for _, piece in javascript.pieces(text)) == text
    assert javascript.without_comments(text) == kept


@pytest.mark.parametrize("text", ["`a", "'a", "/* a", '"a\n"', "`${b"])
def test_what_has_no_end_is_named(text):
    with pytest.raises(ValueError, match="no end: "):
        javascript.without_comments(text)


# Each program as TypeScript's own printer has it, without comments.
PRINTED = """
const ts = require(process.argv[1]);
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
const printer = ts.createPrinter({ removeComments: true });
const print = (text) =>
  printer.printFile(ts.createSourceFile("a.js", text, ts.ScriptTarget.ES2023));
console.log(JSON.stringify(texts.map(print)));
"""


@pytest.mark.slow
def test_the_playgrounds_programs_stay_what_they_are():
    tsc = Path(program("tsc", "typescript@5")).resolve()
    scripts = [path.read_text("utf-8") for path in bundle.SOURCES.rglob("*.js")]
    bare = [javascript.without_comments(text) for text in scripts]
    done = subprocess.run(
        [shutil.which("node"), "-e", PRINTED, tsc.parents[1] / "lib" / "typescript.js"],
        input=json.dumps(scripts + bare),
        capture_output=True,
        text=True,
        check=True,
    )
    printed = json.loads(done.stdout)
    assert printed[: len(scripts)] == printed[len(scripts) :]
    assert sum(map(len, bare)) < 0.95 * sum(map(len, scripts))
    assert not any("/**" in text for text in bare)
