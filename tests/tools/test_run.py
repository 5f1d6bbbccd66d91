import ast
import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from traitlets.utils.importstring import import_item

from tools.places import ROOT

pytestmark = pytest.mark.slow

SCRIPT = ROOT / "run.py"


@pytest.fixture
def run(monkeypatch, tmp_path):
    """A fresh copy of the module run.py, at home in a temporary folder."""
    monkeypatch.delenv("COLLECTION_VARIANT", raising=False)
    spec = importlib.util.spec_from_file_location("run", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("ROOT", "VENV", "STAMP", "PYTHON", "NOTEBOOKS", "BUILD"):
        place = getattr(module, name).relative_to(SCRIPT.parent)
        monkeypatch.setattr(module, name, tmp_path / place)
    (tmp_path / "requirements.txt").write_text("numpy\n")
    (tmp_path / "constraints.txt").write_text("numpy==2.4\n")
    (tmp_path / "constraints-oldest.txt").write_text("numpy==1.26\n")
    (tmp_path / "notebooks").mkdir()
    return module


@pytest.fixture
def commands(run, monkeypatch):
    """The commands that set_up gives; making an environment makes its Python."""
    given = []

    def act(command, **options):
        given.append([str(part) for part in command])
        run.environments.append(options.get("env"))
        if "venv" in given[-1] and not commands_fail(given[-1]):
            run.PYTHON.parent.mkdir(parents=True)
            run.PYTHON.touch()
        return SimpleNamespace(returncode=int(commands_fail(given[-1])))

    def commands_fail(command):
        return any(part in command for part in run.failing)

    run.failing, run.environments = (), []
    monkeypatch.setattr(run, "subprocess", SimpleNamespace(run=act))
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    return given


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_tells_the_commands(option):
    done = start(option)
    assert done.returncode == 0
    for command in ("[lab]", "test", "execute", "bench", "site", "pack"):
        assert f"\npython3 run.py {command} " in done.stdout
    for option in ("--port 8901", "--python", "--oldest", "--newest"):
        assert option in done.stdout
    assert done.stderr == ""


def test_an_unknown_command_is_named_above_the_known_ones():
    done = start("tset")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("'tset' is not a command.\n\nSet up and run")


@pytest.mark.parametrize("option", ["--prot", "--prot=8901", "--ports", "-p", "--Lab="])
def test_an_unknown_option_is_named_above_the_known_ones(option):
    done = start(option, "8901")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"'{option}' is not an option.\n\nSet up and run")


def start(*arguments):
    return subprocess.run(
        [sys.executable, SCRIPT, *arguments], capture_output=True, encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("arguments", "called", "names"),
    [
        ([], "open_lab", []),
        (["lab", "--port=1"], "open_lab", ["--port=1"]),
        (["--port", "8901"], "open_lab", ["--port", "8901"]),
        (["--port=8901", "--debug"], "open_lab", ["--port=8901", "--debug"]),
        (["--ServerApp.ip=::1"], "open_lab", ["--ServerApp.ip=::1"]),
        (["test", "-x", "tests"], "run_tests", ["-x", "tests"]),
        (["execute", "01", "--in-place"], "execute", ["01", "--in-place"]),
        (["bench", "step_cost"], "run_benchmarks", ["step_cost"]),
        (["pack", "stick/pack"], "make_pack", ["stick/pack"]),
        (["site"], "write_site", []),
    ],
)
def test_a_command_gets_what_follows_it(run, monkeypatch, arguments, called, names):
    asked = []
    monkeypatch.setattr(run, "set_up", lambda: asked.append("set_up"))
    monkeypatch.setattr(run, called, lambda names: asked.append(names) or 5)
    assert run.main(arguments) == 5
    assert asked == ["set_up", names]


@pytest.mark.parametrize("version", [(2, 7), (3, 6), (3, 10), (3, 14), (4, 0)])
def test_a_python_that_does_not_fit_ends_with_one_sentence(run, monkeypatch, version):
    monkeypatch.setattr(sys, "version_info", (*version, 0))
    monkeypatch.setattr(run, "set_up", lambda: pytest.fail("went on"))
    with pytest.raises(SystemExit) as end:
        run.main(["execute"])
    assert end.value.code.startswith("This is Python {}.{}, but".format(*version))
    assert "from 3.11 to 3.13: install one" in end.value.code
    assert "\n" not in end.value.code


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_a_python_that_fits_is_taken_without_a_word(run, monkeypatch, version):
    monkeypatch.setattr(sys, "version_info", (*version, 0))
    run.check_python()


def test_the_oldest_packages_need_an_older_python(run, monkeypatch):
    monkeypatch.setattr(run, "VARIANT", "-3.12-oldest")
    monkeypatch.setattr(sys, "version_info", (3, 12, 0))
    run.check_python()
    monkeypatch.setattr(sys, "version_info", (3, 13, 0))
    with pytest.raises(SystemExit) as end:
        run.check_python()
    assert end.value.code.startswith("This is Python 3.13, but the oldest TensorFlow ")
    assert "from 3.11 to 3.12: install one" in end.value.code
    assert "'python3.12 run.py'" in end.value.code


@pytest.mark.parametrize("minor", [6, 7, 8, 9, 10])
def test_an_older_python_can_read_the_script_to_its_sentence(minor):
    ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, minor))


def test_the_versions_are_those_of_the_project_file(run):
    project = SCRIPT.with_name("pyproject.toml").read_text("utf-8")
    [versions] = re.findall(r'requires-python = ">=3\.(\d+),<3\.(\d+)"', project)
    oldest, beyond = map(int, versions)
    assert ((3, oldest), (3, beyond - 1)) == (run.OLDEST, run.NEWEST)


@pytest.fixture
def elsewhere(run, monkeypatch):
    """What is started instead: commands, each with the name of its environment."""
    started = []

    def start(command, env):
        started.append((command, env["COLLECTION_VARIANT"]))
        return SimpleNamespace(wait=lambda: 7)

    monkeypatch.setattr(run.subprocess, "Popen", start)
    monkeypatch.setattr(run, "find_python", lambda version: f"/bin/python{version}")
    monkeypatch.setattr(run, "set_up", lambda: pytest.fail("went on"))
    return started


@pytest.mark.parametrize(
    ("arguments", "python", "variant", "rest"),
    [
        (
            ["test", "--python", "3.12", "-x"],
            "/bin/python3.12",
            "-3.12",
            ["test", "-x"],
        ),
        (["--python", "3.13"], "/bin/python3.13", "-3.13", []),
        (["test", "--newest"], sys.executable, "-newest", ["test"]),
        (["execute", "--oldest", "02"], sys.executable, "-oldest", ["execute", "02"]),
        (
            ["--newest", "test", "--python", "3.12"],
            "/bin/python3.12",
            "-3.12-newest",
            ["test"],
        ),
    ],
)
def test_another_python_gets_an_environment_of_its_own(
    run, elsewhere, arguments, python, variant, rest
):
    assert run.main(arguments) == 7
    assert elsewhere == [([python, run.__file__, *rest], variant)]


@pytest.mark.parametrize("more", [[], ["--python", "3.12"]])
def test_packages_are_not_the_oldest_and_the_newest(run, elsewhere, more):
    said = run.main(["test", "--oldest", *more, "--newest"])
    assert said == "Packages are either --oldest or --newest, not both."
    assert elsewhere == []


def test_this_python_is_found(run):
    version = "{}.{}".format(*sys.version_info)
    found = run.find_python(version)
    ask = [found, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    assert subprocess.check_output(ask, encoding="utf-8").strip() == version


@pytest.mark.parametrize("version", ["", "3", "3.x", "three", "-x", "3.12.1"])
def test_what_is_no_version_is_named(run, version):
    with pytest.raises(SystemExit) as end:
        run.main(["test", "--python", version])
    assert f"'{version}' must be a version such as 3.12" in end.value.code


def test_a_python_that_is_not_there_is_named(run, monkeypatch):
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit) as end:
        run.main(["test", "--python", "3.12"])
    assert end.value.code.startswith("There is no Python 3.12: install")


def test_the_newest_packages_are_installed_without_constraints(
    run, commands, monkeypatch
):
    monkeypatch.setattr(run, "VARIANT", "-newest")
    run.set_up()
    assert commands[-1] == install(run)[:-2]


def test_the_oldest_packages_have_constraints_of_their_own(run, commands, monkeypatch):
    monkeypatch.setattr(run, "VARIANT", "-oldest")
    run.set_up()
    assert commands[-1] == [*install(run)[:-1], "constraints-oldest.txt"]
    commands.clear()
    (run.ROOT / "constraints.txt").write_text("numpy==2.5\n")
    run.set_up()
    assert commands == []
    (run.ROOT / "constraints-oldest.txt").write_text("numpy==1.27\n")
    run.set_up()
    assert len(commands) == 1


def test_without_an_environment_one_is_made_and_filled(run, commands, capsys):
    run.set_up()
    assert commands == [
        [sys.executable, "-m", "venv", str(run.VENV)],
        install(run),
    ]
    assert run.STAMP.is_file()
    assert capsys.readouterr().out.count("\n") == 1


def install(run):
    return [
        *[str(run.PYTHON), "-m", "pip", "install", "--quiet"],
        *["--disable-pip-version-check", "-r", "requirements.txt", "-e", "."],
        *["-c", "constraints.txt"],
    ]


def test_uv_makes_the_environment_where_it_is_found(run, commands, monkeypatch):
    monkeypatch.setattr(run.shutil, "which", lambda name: "/bin/" + name)
    run.set_up()
    make, fill = commands
    assert make[:3] == ["/bin/uv", "venv", "--quiet"]
    assert make[3:] == ["--python", sys.executable, str(run.VENV)]
    assert fill[:6] == [
        "/bin/uv",
        "pip",
        "install",
        "--quiet",
        "--python",
        str(run.PYTHON),
    ]


@pytest.fixture
def in_pack(run):
    """Make a pack, with nothing in it, of the folder where run.py is at home."""
    about = {"system": "any", "python": "3.11.0", "oldest": "3.11", "files": {}}
    (run.ROOT / "pack.json").write_text(json.dumps(about))


@pytest.mark.parametrize("uv", [None, "/bin/uv"])
def test_in_a_pack_its_wheels_alone_are_installed(
    run, commands, in_pack, monkeypatch, uv
):
    monkeypatch.setattr(run.shutil, "which", lambda name: uv)
    monkeypatch.setenv("PIP_INDEX_URL", "file:///elsewhere")
    run.set_up()
    assert commands[-1][-3:] == ["--no-index", "--find-links", "wheels"]
    assert "PIP_INDEX_URL" not in run.environments[-1]
    assert run.environments[-1]["PIP_CONFIG_FILE"] == os.devnull
    assert run.environments[-1]["UV_NO_CONFIG"] == "1"


def test_outside_a_pack_the_settings_of_pip_are_kept(run, commands):
    run.set_up()
    assert run.environments == [None, None]


def test_a_pack_with_a_problem_changes_nothing(run, commands, in_pack):
    run.set_up()
    commands.clear()
    (run.ROOT / "requirements.txt").write_text("numpy==2.5\n")
    (run.ROOT / "pack.json").write_text("{")
    with pytest.raises(SystemExit, match="^pack.json is missing or damaged: copy"):
        run.set_up()
    assert commands == []
    assert run.PYTHON.exists()


@pytest.mark.parametrize("age", ["-oldest", "-3.12-newest"])
def test_a_pack_holds_one_set_of_packages(run, commands, in_pack, monkeypatch, age):
    monkeypatch.setattr(run, "VARIANT", age)
    with pytest.raises(SystemExit, match="^A pack holds one set of packages: "):
        run.set_up()
    assert commands == []
    assert run.make_pack([]).startswith("A pack holds the packages of constraints.txt")


@pytest.mark.parametrize("own", ["", "mine"])
def test_mnist_beside_the_script_is_used_unless_another_is_named(run, monkeypatch, own):
    monkeypatch.setenv("MNIST_NPZ", own)
    monkeypatch.setattr(run, "set_up", lambda: None)
    monkeypatch.setattr(run, "execute", lambda names: os.environ["MNIST_NPZ"])
    assert run.main(["execute"]) == own
    (run.ROOT / "mnist.npz").touch()
    assert run.main(["execute"]) == (own or str(run.ROOT / "mnist.npz"))


@pytest.mark.parametrize("names", [["a", "b"], ["--here"]])
def test_a_pack_has_one_name(run, names):
    assert run.make_pack(names) == (
        f"pack takes the name of one folder, not '{' '.join(names)}'."
    )


@pytest.fixture
def site(run, commands, monkeypatch):
    """A complete environment; what it is told to build the site with."""
    (run.ROOT / "pyproject.toml").write_text(
        '[project]\n[project.optional-dependencies]\nsite = ["sphinx>=9", "furo"]\n'
    )
    run.set_up()
    commands.clear()
    started = []
    build = SimpleNamespace(wait=lambda: 0)
    run.subprocess.Popen = lambda command, **_: started.append(command) or build
    return started


def test_the_packages_of_the_site_are_added_once(run, commands, site, capsys):
    assert [run.write_site([]), run.write_site([])] == [0, 0]
    [added] = commands
    assert added[-4:] == ["sphinx>=9", "furo", "-c", "constraints.txt"]
    assert site == 2 * [[str(run.PYTHON), "-m", "website.build"]]
    assert capsys.readouterr().out.count("Adding the packages of the site") == 1


def test_what_grades_is_added_once_from_the_pack_where_there_is_one(
    run, commands, site, monkeypatch
):
    (run.ROOT / "pyproject.toml").write_text(
        '[project]\n[project.optional-dependencies]\nclassroom = ["nbgrader"]\n'
    )
    monkeypatch.setattr(run, "from_pack", lambda: (["--no-index"], None))
    assert [run.write_class(words) for words in ([], ["grade"], ["grade"])] == [0, 0, 0]
    [added] = commands
    assert added[-2:] == ["nbgrader", "--no-index"]
    assert site[-1][-2:] == ["classroom", "grade"]


def test_after_new_pins_the_packages_of_the_site_are_renewed(run, commands, site):
    run.write_site([])
    (run.ROOT / "constraints.txt").write_text("numpy==2.5\n")
    run.set_up()
    commands.clear()
    run.write_site([])
    assert len(commands) == 1


def test_without_its_packages_no_site_is_written_and_a_sentence_says_so(
    run, commands, site
):
    run.failing = ("furo",)
    for _ in range(2):
        assert run.write_site([]) == (
            "The packages of the site could not be installed: see above. They need a "
            "network once, and no pack holds them."
        )
    assert (len(commands), site) == (2, [])


def test_the_site_has_one_place(run, commands):
    assert run.write_site(["elsewhere"]) == (
        "site takes no name, not 'elsewhere': it writes build/site."
    )
    assert commands == []


def test_a_complete_environment_is_left_alone(run, commands, capsys):
    run.set_up()
    stamp = run.STAMP.read_text("utf-8")
    commands.clear()
    capsys.readouterr()
    run.set_up()
    assert commands == []
    assert run.STAMP.read_text("utf-8") == stamp
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("recipe", ["requirements.txt", "constraints.txt"])
def test_changed_requirements_are_installed_into_the_same_environment(
    run, commands, recipe
):
    run.set_up()
    commands.clear()
    (run.ROOT / recipe).write_text("numpy==2.5\n")
    run.set_up()
    assert commands == [install(run)]
    run.set_up()
    assert len(commands) == 1


def test_an_environment_that_broke_off_is_made_anew(run, commands):
    run.failing = ["install"]
    with pytest.raises(SystemExit, match="could not be installed: see above"):
        run.set_up()
    assert not run.STAMP.exists()
    run.failing = ()
    commands.clear()
    leftover = run.VENV / "leftover"
    leftover.touch()
    run.set_up()
    assert len(commands) == 2
    assert not leftover.exists()


def test_an_update_that_fails_is_not_taken_for_complete(run, commands):
    run.set_up()
    (run.ROOT / "requirements.txt").write_text("no-such-package\n")
    run.failing = ["install"]
    for _ in range(2):
        with pytest.raises(SystemExit, match="could not be installed"):
            run.set_up()
    assert not run.STAMP.exists()


def test_an_environment_without_its_python_is_made_anew(run, commands):
    run.set_up()
    commands.clear()
    run.PYTHON.unlink()
    run.set_up()
    assert len(commands) == 2


def test_an_environment_of_another_python_is_made_anew(run, commands, monkeypatch):
    run.set_up()
    commands.clear()
    monkeypatch.setattr(sys, "version_info", (3, 99, 0))
    run.set_up()
    assert len(commands) == 2


def test_an_environment_that_was_moved_is_made_anew(run, commands, monkeypatch):
    run.set_up()
    commands.clear()
    stamp = run.STAMP.read_text("utf-8")
    run.STAMP.write_text(stamp.replace(str(run.ROOT), "/elsewhere"), "utf-8")
    run.set_up()
    assert len(commands) == 2


def test_a_venv_that_cannot_be_made_ends_with_a_sentence(run, commands):
    run.failing = ["venv"]
    with pytest.raises(SystemExit, match="No environment could be made in .*venv: see"):
        run.set_up()
    assert len(commands) == 1


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_ends_with_one_sentence(
    run, commands, monkeypatch, module
):
    lacking = SimpleNamespace(find_spec=lambda name: None if name == module else name)
    monkeypatch.setattr(run, "importlib", SimpleNamespace(util=lacking))
    with pytest.raises(SystemExit) as end:
        run.set_up()
    assert end.value.code.startswith(f"This Python lacks its {module} module: install")
    assert "apt install python3-venv" in end.value.code
    assert "\n" not in end.value.code
    assert commands == []


def test_with_uv_a_python_without_venv_will_do(run, commands, monkeypatch):
    lacking = SimpleNamespace(find_spec=lambda name: None)
    monkeypatch.setattr(run, "importlib", SimpleNamespace(util=lacking))
    monkeypatch.setattr(run.shutil, "which", lambda name: name)
    run.set_up()
    assert len(commands) == 2


@pytest.fixture
def notebooks(run, monkeypatch):
    monkeypatch.setattr(run, "PYTHON", Path(sys.executable))
    monkeypatch.delenv("NOTEBOOKS_WITHOUT_WIDGETS", raising=False)
    setting = "__import__('os').environ['NOTEBOOKS_WITHOUT_WIDGETS']"
    write(run.NOTEBOOKS / "01_fails.ipynb", "number = 1", "number / 0")
    write(
        run.NOTEBOOKS / "02_adds.ipynb", f"print(40 + 2, flush=True); print({setting})"
    )
    return run.NOTEBOOKS


def write(path, *cells):
    cells = [nbformat.v4.new_code_cell(c, id=f"cell-{i}") for i, c in enumerate(cells)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)


def outputs(path):
    return [cell.outputs for cell in nbformat.read(path, 4).cells]


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        ([], ["01_fails", "02_adds"]),
        (["02"], ["02_adds"]),
        (["02_adds", "01"], ["02_adds", "01_fails"]),
        (["notebooks/01_fails.ipynb"], ["01_fails"]),
    ],
)
def test_notebooks_are_chosen_by_number_name_or_path(run, notebooks, names, chosen):
    assert [path.stem for path in run.choose(names)] == chosen


@pytest.mark.parametrize("name", ["03", "adds", "0", "", "--inplace"])
def test_an_unknown_notebook_is_named_beside_the_known_ones(run, notebooks, name):
    with pytest.raises(SystemExit) as end:
        run.execute([name])
    assert end.value.code == (
        f"There is no notebook '{name}'. There are: 01_fails, 02_adds."
    )


def test_execute_reports_each_notebook_and_leaves_the_sources(run, notebooks, capfd):
    sources = {path: path.read_bytes() for path in notebooks.iterdir()}
    assert run.execute([]) == 1
    said = capfd.readouterr()
    results = [line.split()[:2] for line in said.out.splitlines()]
    assert results == [["01_fails", "FAILED"], ["02_adds", "ok"]]
    assert "number / 0" in said.err
    assert "division by zero" in said.err
    assert {path: path.read_bytes() for path in notebooks.iterdir()} == sources
    built = sorted(run.BUILD.iterdir())
    assert [path.name for path in built] == ["02_adds.html", "02_adds.ipynb"]
    assert outputs(built[1])[0][0].text == "42\n1\n"
    assert "42\n1" in built[0].read_text("utf-8")


def test_execute_in_place_stores_the_same_bytes_every_time_and_none_of_a_failure(
    run, notebooks
):
    fails, adds = notebooks / "01_fails.ipynb", notebooks / "02_adds.ipynb"
    before = fails.read_bytes()
    assert run.execute(["01", "02", "--in-place"]) == 1
    assert fails.read_bytes() == before
    stored = adds.read_bytes()
    assert run.execute(["02", "--in-place"]) == 0
    assert adds.read_bytes() == stored
    assert outputs(adds)[0][0].text == "42\n1\n"
    assert not run.BUILD.exists()


@pytest.fixture
def lab(run, monkeypatch):
    """A function that returns the command by which JupyterLab would be started."""
    monkeypatch.setattr(
        run, "subprocess", SimpleNamespace(Popen=lambda command: command)
    )
    monkeypatch.setattr(run, "wait_for", lambda command: command)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    return run.open_lab


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
    *command, last = lab(["--port=9"])
    assert [o for o in command if o in ("--allow-root", "--no-browser")] == options
    assert last == "--port=9"


def test_lab_knows_the_settings_that_it_is_given(run, lab):
    # Here, so that of two workers only one pays for them.
    from jupyterlab.handlers.announcements import CheckForUpdateABC
    from jupyterlab.labapp import LabApp

    settings = dict(
        option[2:].split("=", 1) for option in lab([]) if option.count("=") == 1
    )
    assert settings.pop("ServerApp.root_dir") == str(run.NOTEBOOKS)
    assert settings["LabApp.default_url"] == "/lab/tree/00_start.ipynb"
    for setting in settings:
        application, trait = setting.split(".")
        assert application == "LabApp"
        assert trait in LabApp.class_trait_names()
    assert settings["LabApp.news_url"] == ""
    updates = import_item(settings["LabApp.check_for_updates_class"])
    assert issubclass(updates, CheckForUpdateABC)
    assert settings["LabApp.extension_manager"] == "readonly"
    folder = Path(settings["LabApp.app_settings_dir"]).relative_to(run.ROOT)
    [(plugin, chosen)] = json.loads(
        (SCRIPT.parent / folder / "overrides.json").read_text("utf-8")
    ).items()
    known = json.loads(
        Path(sys.prefix, "share/jupyter/lab/schemas", *plugin.split(":"))
        .with_suffix(".json")
        .read_text("utf-8")
    )["properties"]
    assert chosen == {"checkForUpdates": False, "fetchNews": "false"}
    assert chosen.keys() <= known.keys()


def test_the_exit_code_of_the_tests_is_passed_on(run, monkeypatch):
    monkeypatch.setattr(run, "PYTHON", Path(sys.executable))
    (run.ROOT / "test_it.py").write_text("import os; os._exit(33)\n")
    assert run.run_tests(["-q", "test_it.py"]) == 33


def test_all_tests_run_two_at_a_time_and_chosen_ones_one_by_one(run, monkeypatch):
    start = SimpleNamespace(Popen=lambda command, cwd: command[3:])
    monkeypatch.setattr(run, "subprocess", start)
    monkeypatch.setattr(run, "wait_for", lambda arguments: arguments)
    assert run.run_tests([]) == ["-n", "2"]
    assert run.run_tests(["-k", "cosine"]) == ["-k", "cosine"]


def test_an_interrupt_is_left_to_the_program_that_runs(run):
    answers = [KeyboardInterrupt, KeyboardInterrupt, 4]

    def wait():
        answer = answers.pop(0)
        if isinstance(answer, int):
            return answer
        raise answer

    assert run.wait_for(SimpleNamespace(wait=wait)) == 4
