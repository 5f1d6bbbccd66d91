"""Slides are the notebooks', whole without a network, and large enough to be read."""

import doctest
import re
import sys
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from classroom import __main__, slide_cells, slide_text, slides
from classroom.editions import ANSWER
from classroom.slide_cells import deck
from classroom.slide_text import Choice, blocks, chosen
from tests.browsers import real_browser
from tests.classroom.notebooks import every_notebook
from tools.places import ROOT

pytestmark = pytest.mark.slow

SOURCES = slides.sources()
every_deck = pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
KINDS = {"slide", "subslide", "fragment", "skip", "notes", "-"}
LISTS = ("show", "hide", "split")
# What is too small or sticks out, and which questions and answers are to be seen.
LOOK = """() => {
  const slide = Reveal.getCurrentSlide(), scale = Reveal.getScale(), wrong = []
  const frame = slide.getBoundingClientRect()
  const seen = (element) => slide.contains(element) && element.checkVisibility(
    {checkOpacity: true, checkVisibilityCSS: true})
  for (const element of slide.querySelectorAll("*")) {
    if (element.closest("aside.notes") || !element.getClientRects().length) continue
    const place = element.getBoundingClientRect(), name = element.tagName
    if (place.right > frame.right + 1 || place.bottom > frame.bottom + 1)
      wrong.push(`${name} sticks out`)
    if (name == "PRE" && element.scrollWidth > element.clientWidth + 1)
      wrong.push(`a line sticks out of ${name}`)
    if (name == "IMG" && place.height / scale < 250) wrong.push("a small figure")
    const size = parseFloat(getComputedStyle(element).fontSize)
    const written = [...element.childNodes].some(
      (node) => node.nodeType == Node.TEXT_NODE && node.data.trim())
    if (written && size < (element.closest("pre, code") ? 18 : 24))
      wrong.push(`${name} has ${size} px: ${element.textContent.slice(0, 40)}`)
  }
  const questions = [...document.querySelectorAll(".question")]
  const outputs = [...document.querySelectorAll(".output")]
  const answers = questions.map((question) => outputs.find((output) =>
    question.compareDocumentPosition(output) & Node.DOCUMENT_POSITION_FOLLOWING))
  return {wrong, slide: Reveal.getSlidePastCount(), questions: questions.map(seen),
    answers: answers.map(seen), last: Reveal.isLastSlide() &&
    !Reveal.availableFragments().next}
}"""


@pytest.fixture(scope="module")
def decks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("decks")
    slides.write(folder)
    return folder


@pytest.fixture(scope="module")
def browser():
    with real_browser() as browser:
        yield browser


@pytest.fixture
def shown(browser, decks):
    """Open a page with the network off; at the end nothing may have been complained."""
    context = browser.new_context(offline=True, viewport={"width": 960, "height": 700})
    asked, said = [], []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda problem: said.append(str(problem.error)))

    def show(name, query=""):
        page = context.new_page()
        page.goto((decks / name).as_uri() + query)
        if name != "first_lesson.html":
            page.wait_for_function("Reveal.isReady()")
        return page

    yield show
    context.close()
    assert said == []
    outside = [url for url in asked if not re.match("file:|data:|about:|blob:", url)]
    assert outside == []


def read(source):
    return nbformat.read(source, 4)


def parsed(path):
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


@every_deck
def test_a_deck_has_15_to_25_slides(source, decks):
    page = BeautifulSoup(
        (decks / f"{source.stem}.html").read_text("utf-8"), "html.parser"
    )
    assert 15 <= len(page("section")) <= 25
    assert page.title.string == page.h1.get_text(strip=True)
    assert all(image["alt"] for image in page("img"))


@pytest.mark.parametrize("name", [*(s.stem for s in SOURCES), "first_lesson"])
def test_a_page_loads_nothing_from_a_host(name, decks):
    page = parsed(decks / f"{name}.html")
    assert not page(["link", "iframe", "object", "base"])
    for element in page(src=True):
        assert element["src"].startswith("data:")
    for style in page("style"):
        assert "@import" not in style.string
        assert not re.search(r"url\(\s*[\"']?(?!data:|#)", style.string)
    for link in page("a", href=True):
        assert re.match(r"https?://|#", link["href"])


@every_deck
def test_every_step_can_be_read_and_answers_come_after_questions(source, shown):
    page = shown(f"{source.stem}.html")
    steps = [page.evaluate(LOOK)]
    while not steps[-1]["last"]:
        page.keyboard.press("ArrowRight")
        steps.append(page.evaluate(LOOK))
        assert len(steps) < 100
    assert [step["wrong"] for step in steps if step["wrong"]] == []
    total = page.evaluate("Reveal.getTotalSlides()")
    assert sorted({step["slide"] for step in steps}) == [*range(total)]
    assert all(b["slide"] - a["slide"] in (0, 1) for a, b in pairwise(steps))
    asked = sum(
        cell.source.count("**What do you expect") for cell in read(source).cells
    )
    assert len(steps[0]["questions"]) == asked > 1
    for number in range(asked):
        question, answer = (
            [step[what][number] for step in steps].index(True)
            for what in ("questions", "answers")
        )
        assert question < answer


@every_deck
def test_what_stands_on_a_slide_stands_in_the_notebook(source):
    notebook = read(source)
    texts = [cell.source for cell in notebook.cells]
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            texts.append(output.get("data", {}).get("text/markdown", ""))
    said = "\n\n".join(texts)
    for cell in deck(notebook).cells:
        for block in blocks(cell.source) if cell.cell_type == "markdown" else ():
            for sentence in block.sentences():
                assert sentence in said
        if cell.cell_type == "code" and cell.source:
            assert cell.source in texts
    shown = [out for c in deck(notebook).cells for out in c.get("outputs", [])]
    stored = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert all(output in stored for output in shown)


@every_deck
def test_an_author_has_chosen_for_every_cell(source):
    for cell in read(source).cells:
        choice = cell.metadata.slideshow
        assert choice.slide_type in KINDS
        assert {*choice} <= {"slide_type", "code", *LISTS}
        assert choice.get("code", True) is True
        assert all(isinstance(choice.get(name, []), list) for name in LISTS)
        if re.search("exercise-|check-", " ".join(cell.metadata.get("tags", []))):
            assert choice == {"slide_type": "skip"}
    shown = [c.source for c in deck(read(source)).cells]
    assert not any("## Try it" in text or "Solution." in text for text in shown)


@every_notebook
def test_no_word_of_a_text_is_lost_between_blocks_and_sentences(path):
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            found = blocks(cell.source)
            assert " ".join(b.text for b in found).split() == cell.source.split()
            for block in found:
                joined = block.mark + " ".join(block.sentences())
                assert joined.split() == block.text.split()


CODE = "```\n# no heading\n\n- no item\n```"
LONG = "Words that are said " + "and said again " * 12 + "fill it. "


@pytest.mark.parametrize(
    ("text", "choice", "seen"),
    [
        ("## Tuning", {}, ["## Tuning"]),
        ("It fell.", {}, [""]),
        ("It **fell**. Why?", {}, ["It **fell**. Why?"]),
        (LONG + "**What do you expect?**", {}, ["**What do you expect?**"]),
        (LONG + "See `a.B` now.", {"show": ["See"]}, ["See `a.B` now."]),
        ("As X et al. (2018) say. It is so:", {}, ["It is so:"]),
        ("So are two\n\n- one\n- two", {}, ["So are two", "- one", "- two"]),
        (f"- **Data.** {LONG}", {}, ["- **Data.**"]),
        ("1. one\n2. two", {"hide": ["two"]}, ["1. one", ""]),
        ("# A\n\n- b\n\n# C\n\n- d", {"hide": ["# C"]}, ["# A", "- b"]),
        (CODE, {}, [CODE]),
        ("<details>\n\n- kept\n\n</details>", {}, [""]),
    ],
)
def test_a_slide_shows_what_the_rules_and_the_author_say(text, choice, seen):
    assert [block.seen for block in chosen(text, Choice.of(choice))] == seen


def test_slides_begin_at_headings_and_where_the_author_splits():
    text = "Before. **Yes.**\n\n## A\n\n### B\n\n**One.**\n\n**Two.**\n\nThree. Four."
    cell = new_markdown_cell(text)
    cell.metadata.slideshow = {"slide_type": "-", "split": ["**Two"], "show": ["Four"]}
    made = deck(new_notebook(cells=[cell])).cells
    assert [(part.metadata.slideshow.slide_type, part.source) for part in made] == [
        ("-", "Before. **Yes.**"),
        ("slide", "## A\n\n### B\n\n**One.**"),
        ("slide", "**Two.**\n\nFour."),
        ("notes", "Three. Four."),
    ]


def test_code_is_shown_where_it_is_asked_for_and_its_output_after_it():
    outputs = [new_output("stream", text="1\n"), new_output("stream", text="2\n")]
    cell = new_code_cell("print(1)", outputs=outputs)
    for choice, kinds in [({"code": True}, ["slide", "fragment"]), ({}, ["slide"])]:
        cell.metadata.slideshow = {"slide_type": "subslide", **choice}
        made = deck(new_notebook(cells=[cell])).cells
        assert [part.metadata.slideshow.slide_type for part in made] == kinds
        assert made[0].source == ("print(1)" if choice else "")
        assert made[-1].outputs == outputs


def test_a_beginning_that_is_gone_is_named_with_its_cell():
    cell = new_markdown_cell("It fell.", id="the-fall")
    cell.metadata.slideshow = {"slide_type": "slide", "show": ["It rose"]}
    with pytest.raises(ValueError, match="cell the-fall: no sentence begins .*It rose"):
        deck(new_notebook(cells=[cell]))


@pytest.mark.parametrize("module", [slide_text, slide_cells])
def test_examples_are_true(module):
    failed, tried = doctest.testmod(module)
    assert failed == 0 < tried


def test_the_speaker_sees_what_the_class_does_not(shown):
    page = shown("01_callback.html")
    page.keyboard.press("ArrowRight")
    assert "again and again" not in page.locator("section.present").inner_text()
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    notes = opened.value.locator(".speaker-controls-notes")
    notes.get_by_text("again and again").wait_for()


def test_the_keys_of_the_guide_do_what_it_says(shown):
    page = shown("00_start.html")
    page.set_default_timeout(5000)
    for key, question in {
        "b": "Reveal.isPaused()",
        "Escape": "Reveal.isOverview()",
    }.items():
        for answer in (True, False):
            page.keyboard.press(key)
            page.wait_for_function(f"({question}) == {str(answer).lower()}")
    page.keyboard.press("Space")
    page.wait_for_function("Reveal.getSlidePastCount() == 1")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("Reveal.getSlidePastCount() == 0")
    page.keyboard.press("Shift+?")
    page.get_by_text("Speaker notes view").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    page.wait_for_function("Boolean(document.fullscreenElement)")


def test_printed_each_step_is_a_page(shown):
    page = shown("00_start.html", "?print-pdf")
    page.wait_for_function("document.querySelectorAll('.pdf-page').length > 15")
    slides_and_steps = page.evaluate("document.querySelectorAll('.pdf-page').length")
    made = deck(read(SOURCES[0])).cells
    kinds = [cell.metadata.slideshow.slide_type for cell in made]
    assert slides_and_steps == kinds.count("slide") + kinds.count("fragment")
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == slides_and_steps


def test_the_first_lesson_is_one_sheet_of_a4(shown):
    page = shown("first_lesson.html")
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    width, height = map(
        float, re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups()
    )
    assert (width, height) == pytest.approx((595, 842), abs=1.5)


def test_what_the_first_lesson_names_is_there():
    lesson = (ROOT / "classroom" / "first_lesson.md").read_text("utf-8")
    guide = (ROOT / "classroom" / "README.md").read_text("utf-8")
    assert "](first_lesson.md)" in guide
    start = read(SOURCES[0])
    assert any("## Is this machine ready?" in cell.source for cell in start.cells)
    outputs = [output for cell in start.cells for output in cell.get("outputs", [])]
    printed = [output.text for output in outputs if "text" in output]
    assert any(text.endswith("Ready.\n") for text in printed)
    assert "*Your prediction*" in lesson
    assert "Your prediction" in ANSWER
    lab = Path(sys.prefix, "share", "jupyter", "lab", "static")
    programs = "".join(path.read_text("utf-8") for path in lab.glob("*.js"))
    for entry in ("Restart Kernel and Run All Cells…", "Run All Above Selected Cell"):
        assert entry in " ".join(lesson.split())
        assert entry in programs or entry.encode("unicode_escape").decode() in programs


def test_without_reveal_js_it_is_said_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(slides, "find_spec", lambda name: None)
    kept = tmp_path / "kept.html"
    kept.touch()
    monkeypatch.setattr(slides, "DECKS", tmp_path)
    assert __main__.main(["--slides"]) == (
        "Slides need the package sphinx-revealjs, which brings reveal.js: "
        'pip install -e ".[classroom]"'
    )
    assert kept.exists()


def test_the_command_says_where_the_slides_are(monkeypatch, tmp_path, capsys):
    found = [tmp_path / "00_start.html", tmp_path / "first_lesson.html"]
    monkeypatch.setattr(slides, "write", lambda: found)
    assert __main__.main(["--slides"]) == 0
    said = capsys.readouterr().out
    assert f"{tmp_path}, 1 deck" in said
    assert str(found[1]) in said
