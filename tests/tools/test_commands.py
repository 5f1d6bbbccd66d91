import json
import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from traitlets.utils.importstring import import_item

from tools import commands, programs
from tools.environment import Environment
from tools.places import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture
def complete(environment, started):
    """A complete environment, with nothing started since."""
    environment.set_up()
    started.commands.clear()
    return environment


def asked(**values):
    return SimpleNamespace(**values)


@pytest.fixture
def lab(complete, started, monkeypatch):
    """A function that returns the command by which JupyterLab would be started."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)

    def command(*arguments):
        commands.open_lab(complete, asked(arguments=list(arguments)))
        return started.commands[-1]

    return command


@pytest.mark.parametrize(
    ("user", "display", "options"),
    [
        (0, None, ["--allow-root", "--no-browser"]),
        (1000, None, ["--no-browser"]),
        (0, ":0", ["--allow-root"]),
        (1000, ":0", []),
    ],
)
def test_lab_opens_as_root_and_without_a_display_too(
    lab, monkeypatch, user, display, options
):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    if display:
        monkeypatch.setenv("DISPLAY", display)
    *command, last = lab("--port=9")
    assert [o for o in command if o in ("--allow-root", "--no-browser")] == options
    assert last == "--port=9"


def test_lab_knows_the_settings_that_it_is_given(complete, lab):
    # Here, so that of two workers only one pays for them.
    from jupyterlab.handlers.announcements import CheckForUpdateABC
    from jupyterlab.labapp import LabApp

    settings = dict(
        option[2:].split("=", 1) for option in lab() if option.count("=") == 1
    )
    assert settings.pop("ServerApp.root_dir") == str(complete.root / "notebooks")
    assert settings["LabApp.default_url"] == "/lab/tree/00_start.ipynb"
    for setting in settings:
        application, trait = setting.split(".")
        assert application == "LabApp"
        assert trait in LabApp.class_trait_names()
    assert settings["LabApp.news_url"] == ""
    updates = import_item(settings["LabApp.check_for_updates_class"])
    assert issubclass(updates, CheckForUpdateABC)
    assert settings["LabApp.extension_manager"] == "readonly"
    folder = Path(settings["LabApp.app_settings_dir"]).relative_to(complete.root)
    [(plugin, chosen)] = json.loads(
        (ROOT / folder / "overrides.json").read_text("utf-8")
    ).items()
    known = json.loads(
        Path(import_item("jupyterlab.__file__"))
        .parent.joinpath("schemas", *plugin.split(":"))
        .with_suffix(".json")
        .read_text("utf-8")
    )["properties"]
    assert chosen == {"checkForUpdates": False, "fetchNews": "false"}
    assert chosen.keys() <= known.keys()


def test_the_exit_code_of_the_tests_is_passed_on(tmp_path):
    here = Environment(tmp_path)
    here.python = sys.executable
    (tmp_path / "test_it.py").write_text("import os; os._exit(33)\n")
    assert commands.run_tests(here, asked(arguments=["-q", "test_it.py"])) == 33


def test_notebooks_are_tested_below_an_unusual_path(tmp_path, capfd):
    here = Environment(tmp_path / "[2026] 한글 schedules")
    here.python = sys.executable
    for part in ("conftest.py", "pyproject.toml", "tests/nbval_sanitize.cfg"):
        (here.root / part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / part, here.root / part)
    for name, code in (("adds", "assert 41 + 1 == 42"), ("fails", "assert False")):
        cell = nbformat.v4.new_code_cell(code, id=name)
        notebook = nbformat.v4.new_notebook(cells=[cell])
        nbformat.write(notebook, here.root / f"[{name}].ipynb")
    assert commands.run_tests(here, asked(arguments=["."])) == 1
    said = capfd.readouterr().out
    assert "1 failed, 1 passed" in said
    assert "FAILED [fails].ipynb::" in said


def test_all_tests_run_two_at_a_time_and_chosen_ones_one_by_one(complete, started):
    for arguments, given in (([], ["-n", "2"]), (["-k", "cosine"], ["-k", "cosine"])):
        commands.run_tests(complete, asked(arguments=arguments))
        assert started.commands[-1][1:] == ["-m", "pytest", *given]


def test_notebooks_are_repeated_by_the_tool_and_its_exit_code_is_passed_on(
    complete, started
):
    started.code = 1
    pages = [Path("05.ipynb"), Path("10.ipynb")]
    assert commands.repeat(complete, asked(notebooks=pages)) == 1
    python = str(complete.python)
    assert started.commands == [[python, "-m", "tools.repeat", "05.ipynb", "10.ipynb"]]


def test_the_site_is_built_once_its_packages_are_there(complete, started):
    assert [commands.write_site(complete, asked()) for _ in range(2)] == [0, 0]
    added, *built = started.commands
    assert "furo" in added
    assert built == 2 * [[str(complete.python), "-m", "website.build"]]


def test_without_its_packages_no_site_is_written_and_a_sentence_says_so(
    complete, started
):
    started.failing = ("furo",)
    for _ in range(2):
        assert commands.write_site(complete, asked()) == (
            "The packages of the site could not be installed: see above. They need a "
            "network once, and no pack holds them."
        )
    assert len(started.commands) == 2


def test_what_grades_is_added_once_from_the_pack_where_there_is_one(
    complete, started, monkeypatch
):
    pack = SimpleNamespace(options=["--no-index"], variables=None)
    monkeypatch.setattr(complete, "pack", lambda: pack)
    for step in (None, "grade", "grade"):
        assert commands.write_class(complete, asked(step=step, seal=False)) == 0
    edition, added, *graded = started.commands
    python = str(complete.python)
    assert edition == [python, "-m", "classroom"]
    assert added[-2:] == ["nbgrader", "--no-index"]
    assert graded == 2 * [[python, "-m", "classroom", "grade"]]


def test_what_a_step_works_on_is_handed_on(complete, started):
    words = asked(step="collect", seal=False, assignment="plan", folder=Path("/in"))
    commands.write_class(complete, words)
    assert started.commands[-1][3:] == ["collect", "plan", str(Path("/in"))]
    words = asked(step="remove", seal=False, student="Kim")
    commands.write_class(complete, words)
    assert started.commands[-1][3:] == ["remove", "Kim"]
    commands.write_class(complete, asked(step=None, seal=True))
    assert started.commands[-1][3:] == ["--seal"]


def test_an_interrupt_is_left_to_the_program_that_runs():
    answers = [KeyboardInterrupt, KeyboardInterrupt, 4]

    def wait():
        answer = answers.pop(0)
        if isinstance(answer, int):
            return answer
        raise answer

    assert programs.wait_for(SimpleNamespace(wait=wait)) == 4
