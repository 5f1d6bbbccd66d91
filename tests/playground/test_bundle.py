"""The playground is one file."""

import re

import pytest

from playground import bundle

TEXT = 'export const text = { page: { title: "x" } };\n'


def written(folder, **files):
    """Write the sources of a small page."""
    head = f"<title>x</title>{bundle.STYLE}{bundle.SCRIPT}"
    files = {"index.html": head, "style.css": "", "strings/en.js": TEXT, **files}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.mark.slow
@pytest.mark.xdist_group("playground-page")
def test_joined_modules_keep_their_names_apart(browser, tmp_path):
    files = {
        "page/main.js": 'import { word as one, other } from "./one.js";\n'
        'import * as two from "./two.js";\nimport { word } from "../strings/en.js";\n'
        'import { word as deep } from "./parts/three.js";\n'
        "document.title = [one, other(), two.word, word, deep].join();\n",
        "page/one.js": "const hidden = 1;\nexport const word = `${hidden}</script>`;\n"
        "function inner() {\n  return hidden;\n}\nexport { inner as other };\n",
        "page/two.js": "const hidden = 2;\nexport const word = hidden;\n",
        "page/parts/three.js": 'import { word as two } from "../two.js";\n'
        "export const word = two + 1;\n",
        "strings/en.js": f'{TEXT}export const word = "en";\n',
        "strings/ko.js": f'{TEXT}export const word = "ko";\n',
    }
    sources = written(tmp_path, **files)
    for language in ("en", "ko"):
        page = browser.new_page()
        page.set_content(bundle.single_page(sources, language))
        assert page.title() == f"1</script>,1,2,{language},3"
        page.close()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('import { a } from "./missing.js";', "main.js imports './missing.js'"),
        ('import { a } from "react";', "main.js imports 'react'"),
        ('import { a } from "./main.js";', "main.js → page/main.js"),
        ("export default 1;", "main.js: not understood: export default 1;"),
        ('import "./x.js";', "main.js: not understood: import"),
        ("const here = import.meta.url;", "main.js: not understood: const here"),
    ],
)
def test_what_cannot_be_joined_is_named(tmp_path, text, problem):
    sources = written(tmp_path, **{"page/main.js": text + "\n"})
    with pytest.raises((ValueError, FileNotFoundError), match=re.escape(problem)):
        bundle.single_page(sources)


@pytest.mark.slow
def test_the_page_weighs_little(tmp_path):
    whole, compressed = bundle.sizes(bundle.write(tmp_path / "page.html"))
    assert whole < 600_000
    assert compressed < 500_000
