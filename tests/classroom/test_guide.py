"""What the teacher's guide says is true."""

import importlib.util
import re

from classroom.exercises import read
from classroom.minutes import line, reading, stated
from tests.classroom.notebooks import every_notebook, text_of
from tools import command_line
from tools.places import ROOT

GUIDE = (ROOT / "classroom" / "README.md").read_text("utf-8")


@every_notebook
def test_what_the_guide_says_of_a_notebook_stands_in_it(path):
    notebook = read(path)
    start = rf"^### \[{path.stem}\].*?(?=^###|\Z)"
    block = re.search(start, GUIDE, re.MULTILINE | re.DOTALL).group()
    said = re.sub(r"\[([^]]*)\]\(words\.md#[\w-]+\)", r"\1", text_of(notebook))
    headings = re.findall(r"^##+ (.*)", said, re.MULTILINE)
    for output in (out for cell in notebook.cells for out in cell.get("outputs", [])):
        said += output.get("text") or output["data"].get("text/markdown", "")
    said, block = (" ".join(text.replace("**", "").split()) for text in (said, block))
    for quote in re.findall("“(.*?)”", block):
        assert " ".join(quote.split()).lower() in said.lower()
    assert {*re.findall(r"\(→ (.*?)\)", block)} <= {*headings}
    assert " ".join(line(notebook).replace("**", "").split()) in block


@every_notebook
def test_the_minutes_to_read_are_those_of_the_one_rule(path):
    notebook = read(path)
    assert stated(notebook)[0] == round(reading(notebook).minutes())


def test_files_and_commands_that_the_guide_names_exist():
    for target in re.findall(r"\]\(([^)#]+)\)", GUIDE):
        assert (ROOT / "classroom" / target).exists(), target
    _, known = command_line.parsers()
    for command in re.findall(r"`python3\s+run\.py\s+(\w+)", GUIDE):
        assert command in known
    for step in re.findall(r"`python3\s+run\.py\s+class\s+(\w+)", GUIDE):
        assert step in known["class"].format_help()
    modules = re.findall(r"python\s+-m\s+([\w.]+)", GUIDE)
    assert len(modules) > 2
    for module in modules:
        assert importlib.util.find_spec(module)
