"""What a reader does, in a real browser: open, run, move sliders, read without network.

Skipped where there is no Playwright or no Chromium.
"""

import contextlib
import os
import re
import shutil
import socket
import sys
import time
from urllib.parse import urlsplit
from urllib.request import urlopen

import nbformat
import psutil
import pytest

from tools.notebooks import execute
from tools.pages import write_page
from tools.places import ROOT

pytestmark = pytest.mark.slow

sync_api = pytest.importorskip("playwright.sync_api", reason="needs the extra browser")

PATIENCE = 180  # seconds, for the slowest step on a slow machine
# run.py on a copy of the notebooks, as JupyterLab saves what it has open.
RUN = """
import pathlib, sys, run
from tools.environment import Environment
here = Environment(pathlib.Path(sys.argv[1]))
here.python, here.set_up = sys.executable, lambda: None
sys.exit(run.main(sys.argv[2:], here))
"""


@pytest.fixture(scope="module")
def starting(tmp_path_factory):
    """A JupyterLab that was never started before: its address, process and log.

    The browser starts in the meantime.
    """
    home = tmp_path_factory.mktemp("home")
    leave = shutil.ignore_patterns(".ipynb_checkpoints")
    for part in ("notebooks", ".jupyterlab"):
        shutil.copytree(ROOT / part, home / part, ignore=leave)
    own = ("JUPYTER", "XDG_", "NOTEBOOKS_WITHOUT_WIDGETS")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(own)}
    environment |= {"HOME": str(home), "USERPROFILE": str(home), "APPDATA": str(home)}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", RUN, str(home), "--port", str(port)]
    command += ["--IdentityProvider.token=open", "--no-browser"]
    with open(home / "log", "wb") as log:
        process = psutil.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    yield f"http://127.0.0.1:{port}", process, home / "log"
    assert end(process) == []


@pytest.fixture(scope="module")
def lab(starting, browser):
    """The address at which JupyterLab answers."""
    wait_for(*starting)
    return starting[0]


def wait_for(address, process, log):
    """Wait until a server answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), urlopen(f"{address}/api"):
            return
        time.sleep(0.2)
    pytest.fail(f"JupyterLab does not answer.\n{log.read_text('utf-8')}")


def end(process):
    """End a process and all that it started; return those that would not go."""
    family = [process, *process.children(recursive=True)]
    for act in (psutil.Process.terminate, psutil.Process.kill):
        for member in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                act(member)
        patience = time.monotonic() + 20
        while family and time.monotonic() < patience:
            time.sleep(0.1)
            family = [member for member in family if runs(member)]
    return family


def runs(member):
    """Tell whether a process runs still; a zombie, which nobody buried, does not."""
    try:
        return member.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


class Watch:
    """A page, with all that went wrong on it and all that it asked of others."""

    def __init__(self, context):
        self.page = context.new_page()
        self.page.set_default_timeout(1000 * PATIENCE)
        self.errors, self.elsewhere = [], []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self.listen)
        self.page.on("request", lambda request: self.look(request.url))
        self.page.on("websocket", lambda websocket: self.look(websocket.url))

    def listen(self, message):
        if message.type == "error":
            self.errors.append(message.text)

    def look(self, url):
        scheme, host = urlsplit(url).scheme, urlsplit(url).hostname
        if scheme not in ("data", "blob", "file") and host != "127.0.0.1":
            self.elsewhere.append(url)


@pytest.fixture
def watch(browser):
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    yield Watch(context)
    context.close()


RAN = """() => [...document.querySelectorAll(
    ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .jp-InputPrompt" +
    ":not(.jp-Placeholder-prompt)"  // that of a folded cell has no number
)].every((prompt) => /^\\[\\d+\\]:$/.test(prompt.textContent))"""


def run_all(page, name):
    """Run all cells of the notebook that is open, and wait for the last."""
    page.locator(f".jp-mod-current:has-text('{name}')").first.wait_for()
    # Before its kernel is there, JupyterLab would ask for one instead of running.
    idle = page.get_by_text(re.compile(r"^Python 3 .*\| Idle$"))
    idle.wait_for()
    choose(page, "Edit", "Clear Outputs of All Cells")
    choose(page, "Run", "Run All Cells")
    page.wait_for_function(RAN)
    idle.wait_for()
    errors = page.locator("[data-mime-type='application/vnd.jupyter.error']")
    assert errors.all_inner_texts() == []


def choose(page, menu, item):
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=item, exact=True).click()


def test_jupyterlab_opens_on_the_first_notebook_and_asks_nothing(lab, watch):
    page = watch.page
    page.goto(f"{lab}/?token=open")
    run_all(page, "00_start.ipynb")
    assert urlsplit(page.url).path == "/lab/tree/00_start.ipynb"
    assert page.get_by_text("official Jupyter news").count() == 0
    assert (watch.errors, watch.elsewhere) == ([], [])


def test_every_slider_has_a_label_and_moves_the_picture(lab, watch):
    page = watch.page
    page.goto(f"{lab}/lab/tree/02_toy_plot.ipynb?reset&token=open")
    run_all(page, "02_toy_plot.ipynb")
    picture = page.locator(".jp-OutputArea:has(.widget-slider) img")
    sliders = page.locator(".widget-slider")
    sync_api.expect(sliders).to_have_count(4, timeout=1000 * PATIENCE)
    for slider in sliders.all():
        slider.scroll_into_view_if_needed()  # what is far away is not laid out
        label = slider.locator(".widget-label")
        readout = slider.locator(".widget-readout")
        for text in (label, readout):
            assert text.is_visible()
            sync_api.expect(text).to_have_text(re.compile(r"\w"))
            assert text.evaluate("it => it.scrollWidth <= it.clientWidth")
        handle = slider.get_by_role("slider", name=label.inner_text(), exact=True)
        for move in (drag, press):
            before, value = picture.get_attribute("src"), readout.inner_text()
            move(page, handle)
            sync_api.expect(picture).not_to_have_attribute(
                "src", before, timeout=1000 * PATIENCE
            )
            assert readout.inner_text() != value
    assert page.get_by_text("official Jupyter news").count() == 0
    assert (watch.errors, watch.elsewhere) == ([], [])


def drag(page, handle):
    """Move a slider to the right by mouse, when the page around it stands still."""
    before, box = "nowhere", None
    while box != before:
        handle.scroll_into_view_if_needed()
        before, box = box, handle.bounding_box()
        page.wait_for_timeout(200)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y)
    page.mouse.up()


def press(_page, handle):
    """Move a slider to the right by keyboard."""
    handle.press("ArrowRight")


KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)"}}
SHOW = """from helpers.lesson.playground import show_playground

show_playground(schedule="cosine_restarts(0.1, 300, cycles=3)")"""


def test_the_playground_trains_inside_jupyterlab_and_is_not_stored(
    lab, starting, watch
):
    path = starting[2].parent / "notebooks" / "20_playground.ipynb"
    cells = [nbformat.v4.new_code_cell(SHOW)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), path)
    page = watch.page
    page.goto(f"{lab}/lab/tree/{path.name}?reset&token=open")
    run_all(page, path.name)
    frame = page.frame_locator("iframe[title=Playground]")
    assert frame.locator("#shape-cosine_restarts").is_checked()
    assert frame.get_by_role("textbox", name="Cycles").input_value() == "3"
    frame.locator("#start").click()
    frame.locator("#valley .dot").first.wait_for()
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Save Notebook(?! As)")).click()
    until = time.monotonic() + PATIENCE
    while not stored_outputs(path) and time.monotonic() < until:
        time.sleep(0.2)
    assert stored_outputs(path)
    assert path.stat().st_size < 5000
    assert (watch.errors, watch.elsewhere) == ([], [])


def stored_outputs(path):
    """Return the outputs of a notebook's first cell, none while it is being written."""
    try:
        return nbformat.read(path, 4).cells[0].outputs
    except nbformat.reader.NotJSONError:  # JupyterLab has emptied the file to write it
        return []


HIDDEN = {"jupyter": {"source_hidden": True}, "tags": ["hide-input"]}
BLOCKS = "One:\n\n```\nplain\n```\n\n```diff\n- old\n+ new\n```\n\nTwo."
SOLUTION = (
    "<details>\n<summary>Solution</summary>\n\nHere.\n\n</details>\n\n**2.** More."
)


def notebook_with_folds():
    """Return a notebook with outputs of every kind, a hidden cell and a solution.

    JupyterLab shows the first line of what it hides.
    """
    outputs = [
        nbformat.v4.new_output("stream", text="printed"),
        nbformat.v4.new_output("display_data", {"text/markdown": "written"}),
        nbformat.v4.new_output(
            "execute_result", {"text/html": "<table><tr><td>x</td></tr></table>"}
        ),
    ]
    cells = [
        nbformat.v4.new_code_cell("print(1)", outputs=outputs),
        nbformat.v4.new_code_cell("first = 1\nhidden = 2", metadata=HIDDEN),
        nbformat.v4.new_markdown_cell(BLOCKS),
        nbformat.v4.new_markdown_cell(SOLUTION),
    ]
    return nbformat.v4.new_notebook(cells=cells, metadata=KERNEL)


def test_jupyterlab_hides_a_cell_until_it_is_clicked(lab, starting, watch):
    path = starting[2].parent / "notebooks" / "21_folded.ipynb"
    nbformat.write(notebook_with_folds(), path)
    page = watch.page
    page.goto(f"{lab}/lab/tree/{path.name}?reset&token=open")
    hidden = page.locator(".jp-CodeCell:not(:has-text('print'))").first
    code = hidden.get_by_text("hidden = 2")
    hidden.locator(".jp-Placeholder").wait_for()
    assert not code.is_visible()
    hidden.locator(".jp-Placeholder").click()
    code.wait_for()
    assert (watch.errors, watch.elsewhere) == ([], [])


def test_a_link_to_a_word_opens_its_definition_in_jupyterlab(lab, starting, watch):
    path = starting[2].parent / "notebooks" / "22_words.ipynb"
    cell = nbformat.v4.new_markdown_cell("The [verdict](words.md#verdict) is out.")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=KERNEL), path)
    page = watch.page
    page.goto(f"{lab}/lab/tree/{path.name}?reset&token=open")
    page.get_by_role("link", name="verdict").click()
    word = page.locator(".jp-MarkdownViewer").get_by_role("heading", name="verdict")
    word.wait_for()
    sync_api.expect(word).to_be_in_viewport(timeout=1000 * PATIENCE)
    assert (watch.errors, watch.elsewhere) == ([], [])


def page_with_folds(watch, folder, width):
    """Return the browser's page, on which a notebook with hidden code is shown."""
    write_page(notebook_with_folds(), folder / "page.html")
    watch.page.set_viewport_size({"width": width, "height": 900})
    watch.page.goto((folder / "page.html").as_uri())
    return watch.page


@pytest.mark.parametrize("width", [1200, 375])
def test_on_a_page_hidden_code_opens_by_mouse_and_keyboard(tmp_path, watch, width):
    page = page_with_folds(watch, tmp_path, width)
    word, code = page.get_by_text("Code", exact=True), page.get_by_text("hidden = 2")
    for act in (word.click, lambda: word.press("Enter")):
        assert not code.is_visible()
        act()
        assert code.is_visible()
        word.click()
    assert watch.errors == []


LEFT = """it => {
  const range = document.createRange();
  range.selectNodeContents(it);
  return Math.round(range.getBoundingClientRect().left);
}"""


@pytest.mark.parametrize("width", [1200, 375])
def test_on_a_page_all_outputs_begin_where_the_text_does(tmp_path, watch, width):
    page = page_with_folds(watch, tmp_path, width)
    one, plain, diff, two = page.locator(".jp-MarkdownCell :is(p, pre)").all()[:4]
    assert len({part.evaluate(LEFT) for part in (one, plain, diff, two)}) == 1
    assert below(diff, two) >= 10
    kinds = [
        ".jp-RenderedText pre",
        "p:text('written')",
        ".jp-RenderedHTML",
        "p >> nth=-1",
    ]
    assert len({page.locator(kind).first.evaluate(LEFT) for kind in kinds}) == 1
    assert below(page.locator("details").last, page.locator("p").last) >= 10


def below(first, second):
    """Return how far below the first part of a page the second begins."""
    box = first.bounding_box()
    return second.bounding_box()["y"] - box["y"] - box["height"]


@pytest.fixture
def page_of_formulas(tmp_path):
    """What `run.py execute` makes of formulas, in a cell and in an output."""
    cells = nbformat.read(ROOT / "notebooks" / "01_callback.ipynb", 4).cells
    text = next(cell.source for cell in cells if r"\frac" in cell.source)
    show = f"from IPython.display import Markdown\nMarkdown({text!r})"
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell(text), nbformat.v4.new_code_cell(show)]
    )
    nbformat.write(notebook, tmp_path / "01_formulas.ipynb")
    assert execute([tmp_path / "01_formulas.ipynb"], tmp_path / "build") == 0
    return tmp_path / "build" / "01_formulas.html"


def test_a_page_is_whole_without_a_network(page_of_formulas, watch):
    page = watch.page
    page.context.set_offline(True)
    page.context.route(re.compile("^(?!file:)"), lambda route: route.abort())
    page.goto(page_of_formulas.as_uri())
    for block in (".jp-MarkdownCell", ".jp-RenderedMarkdown.jp-OutputArea-output"):
        formulas = page.locator(f"{block} svg[role=img]").all()
        heights = [formula.bounding_box()["height"] for formula in formulas]
        assert len(heights) > 5
        assert min(heights) > 5
        # The fraction is set as one: higher than a letter with its index.
        assert max(heights) > 2 * sorted(heights)[len(heights) // 2]
        assert not re.search(r"\$|\\[a-z]+", page.locator(block).inner_text())
    assert (watch.errors, watch.elsewhere) == ([], [])
