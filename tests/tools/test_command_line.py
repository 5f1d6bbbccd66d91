"""Each mistake in a command line is named, with what is allowed; nothing is started."""

import pytest

import run
from tools import commands
from tools.places import BUILD, NOTEBOOKS, ROOT

KINDS = "open_", "run_", "write_", "make_"
TWO = "--port, --ip, --browser, --no-browser, --debug"


@pytest.fixture
def asked(environment, started, monkeypatch):
    """A function that returns which command gets a command line, and what it is asked.

    The environment is complete.
    """
    environment.set_up()
    started.commands.clear()
    got = []
    for name in vars(commands).copy():
        if name.startswith(KINDS) or name in ("execute", "repeat"):
            act = got_by(name, got)
            monkeypatch.setattr(commands, name, act)

    def ask(*arguments):
        got.clear()
        assert run.main([*arguments], environment) == 5
        [(name, values)] = got
        return name, values

    return ask


def got_by(name, got):
    def act(environment, asked):
        got.append((name, {k: v for k, v in vars(asked).items() if k != "act"}))
        return 5

    return act


@pytest.mark.parametrize(
    ("arguments", "called", "names"),
    [
        ([], "open_lab", []),
        (["lab", "--port=1"], "open_lab", ["--port=1"]),
        (["lab", "--notebook-dir", "x"], "open_lab", ["--notebook-dir", "x"]),
        (["--port", "8901"], "open_lab", ["--port", "8901"]),
        (["--port=8901", "--debug"], "open_lab", ["--port=8901", "--debug"]),
        (["--ServerApp.ip=::1"], "open_lab", ["--ServerApp.ip=::1"]),
        (["test", "-x", "tests"], "run_tests", ["-x", "tests"]),
        (["test", "tests", "--help"], "run_tests", ["tests", "--help"]),
        (["test", "-n", "2", "--", "x"], "run_tests", ["-n", "2", "--", "x"]),
    ],
)
def test_jupyterlab_and_pytest_get_what_follows_as_it_is(
    asked, arguments, called, names
):
    assert asked(*arguments) == (called, {"arguments": names})


def notebooks(*stems):
    return [NOTEBOOKS / f"{stem}.ipynb" for stem in stems]


@pytest.mark.parametrize(
    "arguments",
    [
        ["01", "04_mnist", "--in-place"],
        ["--in-place", "01", "04_mnist"],
        ["01", "--in-place", "notebooks/04_mnist.ipynb"],
    ],
)
def test_execute_gets_notebooks_and_its_option_in_any_order(asked, arguments):
    chosen = notebooks("01_callback", "04_mnist")
    assert asked("execute", *arguments) == (
        "execute",
        {"notebooks": chosen, "in_place": True},
    )


def test_without_names_all_is_done(asked):
    assert asked("execute") == ("execute", {"notebooks": [], "in_place": False})
    assert asked("bench") == ("run_benchmarks", {"benchmarks": []})
    assert asked("site") == ("write_site", {})
    nothing = {"seal": False, "slides": False, "step": None}
    assert asked("class") == ("write_class", nothing)
    assert asked("pack") == ("make_pack", {"folder": BUILD / "pack"})


def test_names_and_folders_are_passed_on(asked, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "handed in").mkdir()
    chosen = {"notebooks": notebooks("05_does_it_help", "01_callback")}
    assert asked("repeat", "05", "01_callback") == ("repeat", chosen)
    names = {"benchmarks": ["step_cost", "class"]}
    assert asked("bench", "step_cost", "class") == ("run_benchmarks", names)
    folder = {"folder": tmp_path / "stick" / "[pack]"}
    assert asked("pack", "stick/[pack]") == ("make_pack", folder)
    for option in ("seal", "slides"):
        _, values = asked("class", f"--{option}")
        given = {"seal": False, "slides": False, "step": None, option: True}
        assert values == given
    for step in ("release", "grade", "export"):
        assert asked("class", step)[1]["step"] == step
    _, values = asked("class", "collect", "plan", "handed in")
    found = [values[name] for name in ("step", "assignment", "folder")]
    assert found == ["collect", "plan", tmp_path / "handed in"]


@pytest.mark.parametrize(
    ("arguments", "named", "allowed"),
    [
        (["tset"], "'tset' is not a command", "lab, execute, test, repeat, bench, "),
        (["--prot", "8901"], "'--prot' is not an option", TWO),
        (["--prot=8901"], "'--prot=8901' is not an option", TWO),
        (["--ports", "1"], "'--ports' is not an option", TWO),
        (["-p", "1"], "'-p' is not an option", TWO),
        (["--Lab="], "'--Lab=' is not an option", TWO),
        (["--"], "'--' is not an option", TWO),
        (["execute", "99"], "no notebook '99'", "There are: 00_start, 01_callback, "),
        (["execute", "01", "99"], "no notebook '99'", "00_start, 01_callback, "),
        (["execute", "01", "--inplace"], "arguments: --inplace", "[--in-place]"),
        (["execute", "--in"], "arguments: --in\n", "[--in-place]"),
        (["repeat"], "required: NOTEBOOK", "NOTEBOOK [NOTEBOOK ...]"),
        (["repeat", "99"], "no notebook '99'", "There are: 00_start, 01_callback, "),
        (["repeat", "05", "--repeats", "1"], "arguments: --repeats 1", "NOTEBOOK"),
        (["bench", "step-cost"], "no benchmark 'step-cost'", "are: step_cost, sweep_"),
        (["site", "elsewhere"], "unrecognized arguments: elsewhere", "site [-h]\n"),
        (["pack", "a", "b"], "unrecognized arguments: b", "[FOLDER]"),
        (["pack", "--here"], "unrecognized arguments: --here", "[FOLDER]"),
        (
            ["pack", "tests"],
            f"{ROOT / 'tests'} is there already",
            "name another folder",
        ),
        (["class", "nosuch"], "choice: 'nosuch'", "'release', 'collect', 'grade', 'ex"),
        (["class", "--sael"], "unrecognized arguments: --sael", "[--seal]"),
        (["class", "--seal", "grade"], "--seal stands alone", "[--seal]"),
        (["class", "grade", "plan"], "unrecognized arguments: plan", "class"),
        (["class", "collect"], "required: assignment, FOLDER", "{plan,prove,repair}"),
        (["class", "collect", "plan"], "required: FOLDER", "FOLDER"),
        (["class", "collect", "x", "y"], "choice: 'x'", "'plan', 'prove', 'repair'"),
        (["class", "collect", "plan", "gone"], "no folder 'gone'", "Put the notebooks"),
    ],
)
def test_a_mistake_is_named_with_what_is_allowed(
    environment, started, monkeypatch, capsys, arguments, named, allowed
):
    monkeypatch.chdir(ROOT)
    with pytest.raises(SystemExit) as end:
        run.main(arguments, environment)
    assert end.value.code == 2
    said = capsys.readouterr()
    assert named in said.err
    assert allowed in said.err
    assert said.out == ""
    assert started.commands == []


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_tells_the_commands(environment, started, capsys, option):
    assert run.main([option], environment) == 0
    said = capsys.readouterr().out
    named = "lab", "test", "execute", "repeat", "bench", "class", "site", "pack"
    for command in named:
        assert f"\n    {command} " in said
    assert "--port 8901" in said
    assert started.commands == []


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("lab", "goes to JupyterLab"),
        ("test", "goes to pytest"),
        ("execute", "--in-place"),
        ("repeat", "helpers/lesson/repeats.csv"),
        ("bench", "BENCHMARK"),
        ("class", "collect"),
        ("site", "build/site"),
        ("pack", "FOLDER"),
    ],
)
def test_each_command_has_help_of_its_own(
    environment, started, capsys, command, told, option
):
    with pytest.raises(SystemExit) as end:
        run.main([command, option], environment)
    assert end.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith(f"usage: run.py {command} ")
    assert told in said
    assert started.commands == []
