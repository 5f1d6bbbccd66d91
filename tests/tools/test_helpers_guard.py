"""A file called helpers that is found first is named, and is usable all the same."""

import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import nbformat
import pytest

from tools.notebooks import run_notebook
from tools.places import ROOT

pytestmark = pytest.mark.slow

BUILD = "import sys, hatchling.build as b; b.build_{}(sys.argv[1])"


@pytest.fixture(scope="module", params=["wheel", "editable"])
def python(request, tmp_path_factory):
    """The Python of an environment into which the collection is installed."""
    folder = tmp_path_factory.mktemp(request.param)
    venv.create(folder / "env")
    scripts = sysconfig.get_path("scripts", "venv", {"base": str(folder / "env")})
    python = Path(scripts, "python")
    own = sysconfig.get_path("purelib", "venv", {"base": str(folder / "env")})
    build = BUILD.format(request.param)
    subprocess.run([sys.executable, "-c", build, folder], cwd=ROOT, check=True)
    [wheel] = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(own)
    # Packages only: the .pth file by which the checkout is found isn't read there.
    packages = [folder for folder in sys.path if folder.endswith("site-packages")]
    Path(own, "here.pth").write_text("\n".join(packages))
    return python


@pytest.fixture
def student(tmp_path):
    """The folder of a student with a file called helpers.py."""
    (tmp_path / "helpers.py").write_text("ANSWER = 42\n")
    return tmp_path


@pytest.fixture
def package(tmp_path):
    """A folder with a package called helpers, with a module called data."""
    (tmp_path / "helpers").mkdir()
    (tmp_path / "helpers" / "__init__.py").write_text("ANSWER = 42\n")
    (tmp_path / "helpers" / "data.py").write_text("MINE = 43\n")
    return tmp_path


def said(python, folder, *words):
    """Return what a Python prints in a folder, and the last line of its errors."""
    done = subprocess.run(
        [python, *words], cwd=folder, capture_output=True, encoding="utf-8"
    )
    return done.stdout, (done.stderr.splitlines() or [""])[-1]


@pytest.mark.parametrize(
    ("code", "hidden"),
    [
        ("from helpers.schedules import cosine", "helpers.schedules"),
        ("import helpers.checks", "helpers.checks"),
        ("from helpers import plots", "helpers.plots"),
        ("import helpers; import helpers.data.digits", "helpers.data"),
        (
            "try: from helpers.sweep import Run\nexcept ImportError: raise",
            "helpers.sweep",
        ),
    ],
)
def test_a_file_that_hides_the_collection_is_named(python, student, code, hidden):
    assert said(python, student, "-c", code) == (
        "",
        f"ImportError: {student / 'helpers.py'} hides {hidden} of the collection: "
        "rename it, or work in another folder, and start the kernel, or Python, anew.",
    )


def test_a_package_that_hides_the_collection_is_named(python, package):
    _, problem = said(python, package, "-c", "from helpers.schedules import cosine")
    path = package / "helpers" / "__init__.py"
    assert problem.startswith(f"ImportError: {path} hides helpers.schedules of the ")
    _, problem = said(python, package, "-c", "import helpers.data.digits")
    path = package / "helpers" / "data.py"
    assert problem.startswith(f"ImportError: {path} hides helpers.data.digits of the ")


@pytest.mark.parametrize("folder", ["site-packages", "dist-packages"])
def test_a_package_that_was_installed_is_to_be_uninstalled(python, package, folder):
    installed = package / folder
    installed.mkdir()
    (package / "helpers").rename(installed / "helpers")
    code = f"import sys; sys.path.insert(0, {str(installed)!r}); import helpers.plots"
    _, problem = said(python, package, "-c", code)
    assert problem.startswith(f"ImportError: {installed / 'helpers' / '__init__.py'} ")
    assert problem.endswith(
        "uninstall that package, and start the kernel, or Python, anew."
    )


def test_a_file_of_ones_own_goes_on_working(python, student):
    use = "import helpers; from helpers import *; print(ANSWER + helpers.ANSWER)"
    assert said(python, student, "-c", use) == ("84\n", "")
    assert said(python, student, "-m", "helpers") == ("", "")
    _, problem = said(python, student, "-c", "from helpers import answer")
    assert problem.startswith("ImportError: cannot import name 'answer' from 'helpers'")
    _, problem = said(python, student, "-c", "import helpers.answer")
    assert problem.startswith("ModuleNotFoundError: No module named 'helpers.answer'")


def test_a_package_of_ones_own_goes_on_working(python, package):
    use = "from helpers import data, ANSWER; print(data.MINE + ANSWER)"
    assert said(python, package, "-c", use) == ("85\n", "")


def test_a_file_that_itself_asks_for_the_collection_is_named(python, student):
    own = student / "helpers.py"
    own.write_text("from helpers.schedules import cosine\n")
    for words in (["helpers.py"], ["-c", "import helpers"]):
        _, problem = said(python, student, *words)
        assert problem.startswith(f"ImportError: {own} hides helpers.schedules of ")


def test_a_folder_that_is_no_package_hides_nothing(python, tmp_path):
    (tmp_path / "helpers").mkdir()
    (tmp_path / "helpers" / "notes.py").write_text("")
    use = "from helpers.schedules import cosine; print(1)"
    assert said(python, tmp_path, "-c", use) == ("1\n", "")


def test_where_nothing_hides_it_the_collection_is_found(python, tmp_path):
    use = "from helpers.schedules import cosine; from helpers import checks; print(1)"
    assert said(python, tmp_path, "-c", use) == ("1\n", "")
    _, problem = said(python, tmp_path, "-c", "import helpers.nosuch")
    assert problem == "ModuleNotFoundError: No module named 'helpers.nosuch'"
    _, problem = said(python, tmp_path, "-c", "import helpers.checks.nosuch")
    assert problem.endswith("'helpers.checks' is not a package")


def test_python_starts_with_it_and_nothing_more(python, tmp_path):
    """What costs time at each start is the modules that are loaded."""
    ask = "import sys; print(*sorted(sys.modules))"
    with_it, _ = said(python, tmp_path, "-c", ask)
    path = next(python.parents[1].rglob("helpers_guard.pth"))
    text = path.read_text()
    path.write_text("")
    without, _ = said(python, tmp_path, "-c", ask)
    path.write_text(text)
    assert {*with_it.split()} - {*without.split()} == {"helpers_guard"}


@pytest.mark.parametrize(
    "break_it",
    [
        "import sys; sys.meta_path.append(object())",
        "import sys; sys.path.append(None)",
        "import sys, os; os.path.isfile = None",
    ],
)
def test_a_problem_of_its_own_stops_nothing(python, student, break_it):
    use = f"{break_it}; import helpers; print(helpers.ANSWER)"
    assert said(python, student, "-c", use) == ("42\n", "")


def test_in_a_notebook_a_file_beside_it_is_named(python, student):
    cells = ["import helpers\nassert helpers.ANSWER == 42", "import helpers.schedules"]
    cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), student / "01_own.ipynb")
    problem = run_notebook(student / "01_own.ipynb", student / "build", python)
    *_, last = problem.strip().splitlines()
    assert last.startswith(f"ImportError: {student / 'helpers.py'} hides helpers.sched")
    assert not re.search("is not a package", problem)
