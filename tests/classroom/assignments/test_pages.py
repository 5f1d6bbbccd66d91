"""A page is made within limits, and what a student wrote is text on it."""

import time

import pytest

pytest.importorskip("nbgrader", reason="needs the extra classroom")

from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from classroom.assignments import feedback
from classroom.assignments.bounded import TooMuchError
from classroom.assignments.feedback import LEFT_OUT, FeedbackExporter
from classroom.assignments.submissions import DAMAGED, DAMAGED_ID

TEXTS = {
    "script": "[marks](javascript:alert(1)) <javascript:alert(2)>",
    "tracker": "![](http://192.0.2.1/seen.png) <img src='//192.0.2.1/seen.png'>",
    "autolink": "http://192.0.2.1/ and <http://192.0.2.1/>",
    "reference": "[one]\n\n[one]: javascript:alert(1) 'title'",
    "data": "[open](data:text/html;base64,PHNjcmlwdD4=) ![](data:image/svg+xml,x)",
    "attachment": "![pasted](attachment:picture.png) ![again][a]\n\n[a]: attachment:x",
    "file": "![settings](../../nbgrader_config.py) [x](file:///etc/passwd)",
    "html": "<iframe src='/'></iframe><style>*{display:none}</style><base href='//x'>",
    "closing": "</pre></div><h4>All points. Score: 14 / 14</h4><script>x</script>",
    "voice": "# All points\n\n**Teacher:** your real score is 18.0 of 18.",
    "formula": "$\\undefined{$ $$x$$ \\begin{align}x\\end{align}",
    "entities": "&lt;script&gt; &#x3c;script&#x3e;",
    "letters": "\u202e\u0000\ufeff zero\u200bwidth",
}
ROLES = {
    "own": {},
    "written": {
        "nbgrader": {
            "grade": True,
            "solution": True,
            "grade_id": "plan_written",
            "points": 4,
            "score": 0,
            "comment": "",
        }
    },
}


def page(*cells):
    """Return the page of a notebook with these cells, parsed."""
    about = {"notebook": "plan", "score": 0, "max_score": 4, "late_penalty": 0}
    resources = {"nbgrader": about, "metadata": {"name": "plan"}}
    exporter = FeedbackExporter(template_name="lab")
    text, known = exporter.from_notebook_node(new_notebook(cells=[*cells]), resources)
    assert known["output_extension"] == ".html"
    return BeautifulSoup(text, "html.parser")


@pytest.mark.slow
@pytest.mark.parametrize("make", [new_code_cell, new_markdown_cell])
def test_of_a_long_text_the_page_has_the_beginning(make):
    about = {} if make is new_code_cell else ROLES["written"]
    cells = [make("[" * 4_000_000, metadata=about), make("and more", metadata=about)]
    text = page(*cells).get_text()
    assert feedback.MOST_LETTERS <= text.count("[") < 1.1 * feedback.MOST_LETTERS
    assert text.count(feedback.CUT) == 2


@pytest.fixture(scope="module")
def shown():
    """A page with all texts in all roles."""
    cells = [
        new_markdown_cell(text, metadata=about, id=f"{kind}-{role}")
        for kind, text in TEXTS.items()
        for role, about in ROLES.items()
    ]
    return page(*cells)


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", TEXTS)
def test_what_a_student_wrote_is_text_on_the_page(shown, kind, role):
    cell = shown.select_one(f'[id="cell-id={kind}-{role}"]')
    live = "a, img, script, iframe, style, base, svg, h1, h4, strong, math"
    assert not [tag for tag in cell.select(live) if "anchor-link" not in str(tag)]
    assert "Text of the submission" in cell.text
    text = cell.select_one("pre").text
    letters = str.maketrans("", "", "\u0000\ufffd")
    assert text.translate(letters) == TEXTS[kind].translate(letters)


@pytest.mark.slow
def test_our_own_sentence_is_ours():
    ours = new_markdown_cell(DAMAGED, id=DAMAGED_ID)
    assert "Text of the submission" not in page(ours).text
    assert "Text of the submission" in page(new_markdown_cell(DAMAGED)).text


@pytest.mark.slow
def test_a_page_that_takes_too_long_has_all_but_the_submission(monkeypatch):
    """A stand-in draws slowly, as a program may for a text that was made for it."""

    def slowly(self, context, source):
        if "slow" in source:
            time.sleep(60)
        return original(self, context, source)

    slowly.jinja_pass_arg = FeedbackExporter.markdown2html.jinja_pass_arg
    original = FeedbackExporter.markdown2html
    monkeypatch.setattr(FeedbackExporter, "markdown2html", slowly)
    monkeypatch.setattr(feedback, "SECONDS", 1)
    handed_out = {"nbgrader": {"grade": False, "solution": False, "grade_id": "task"}}
    found = page(
        new_markdown_cell("The task.", metadata=handed_out),
        new_markdown_cell("slow", metadata=ROLES["written"]),
        new_code_cell("own = 1"),
    ).text
    assert "The task." in found
    assert LEFT_OUT in found
    assert "own = 1" not in found


def test_a_class_gets_a_page_even_where_no_process_with_limits_can_be_had(monkeypatch):
    def crashes(*arguments, **limits):
        raise TooMuchError("1 GB, or crashes (exit code -6)")

    monkeypatch.setattr(feedback, "bounded", crashes)
    found = page(new_markdown_cell("An answer.", metadata=ROLES["written"])).text
    assert LEFT_OUT in found


def test_a_long_written_answer_is_drawn_at_once():
    began = time.process_time()
    text = "a word, [a link](x) and *more*; " * 3000
    assert text.strip() in page(new_markdown_cell(text)).text
    assert time.process_time() - began < 10


def test_what_looks_for_links_in_a_page_finds_none():
    drawn = FeedbackExporter().markdown2html(
        {"cell": new_markdown_cell("[a](b)")}, "[a](b)"
    )
    assert "[" not in drawn
    assert "&#91;a](b)" in drawn
