import nbformat
import pytest

from tools.notebooks import choose, execute

pytestmark = pytest.mark.slow


@pytest.fixture
def notebooks(tmp_path, monkeypatch):
    """A folder with two notebooks, the second with a long name."""
    folder = tmp_path / "[2026] 한글 schedules"
    folder.mkdir()
    monkeypatch.delenv("NOTEBOOKS_WITHOUT_WIDGETS", raising=False)
    setting = "__import__('os').environ['NOTEBOOKS_WITHOUT_WIDGETS']"
    write(folder / "01_fails.ipynb", "number = 1", "number / 0")
    write(
        folder / "02_adds_what_has_to_be_added_[2].ipynb",
        f"print(40 + 2, flush=True); print({setting})",
    )
    return folder


def write(path, *cells):
    cells = [nbformat.v4.new_code_cell(c, id=f"cell-{i}") for i, c in enumerate(cells)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)


def outputs(path):
    return [cell.outputs for cell in nbformat.read(path, 4).cells]


ADDS = "02_adds_what_has_to_be_added_[2]"


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        ("02", ADDS),
        (ADDS, ADDS),
        ("01", "01_fails"),
        ("notebooks/01_fails.ipynb", "01_fails"),
    ],
)
def test_a_notebook_is_chosen_by_number_name_or_path(notebooks, name, chosen):
    assert choose(name, notebooks) == notebooks / f"{chosen}.ipynb"


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        ("12", "12_model"),
        ("12b", "12b_manual"),
        ("12b_manual", "12b_manual"),
        ("notebooks/12b_manual.ipynb", "12b_manual"),
    ],
)
def test_a_number_may_have_a_letter(tmp_path, name, chosen):
    for stem in ("12_model", "12b_manual"):
        write(tmp_path / f"{stem}.ipynb")
    assert choose(name, tmp_path).stem == chosen


@pytest.mark.parametrize("name", ["12c", "b", "12b_", "2b", "1"])
def test_a_letter_belongs_to_its_number(tmp_path, name):
    for stem in ("12_model", "12b_manual"):
        write(tmp_path / f"{stem}.ipynb")
    with pytest.raises(ValueError, match="There are: 12_model, 12b_manual"):
        choose(name, tmp_path)


@pytest.mark.parametrize("name", ["03", "adds", "0", "", "--inplace"])
def test_an_unknown_notebook_is_named_beside_the_known_ones(notebooks, name):
    with pytest.raises(ValueError, match=r"^There is no notebook") as problem:
        choose(name, notebooks)
    assert str(problem.value) == (
        f"There is no notebook '{name}'. There are: 01_fails, {ADDS}."
    )


def test_execute_reports_each_notebook_and_leaves_the_sources(
    notebooks, tmp_path, capfd
):
    paths = sorted(notebooks.iterdir())
    sources = {path: path.read_bytes() for path in paths}
    build = tmp_path / "built [1]"
    assert execute(paths, build) == 1
    said = capfd.readouterr()
    results = [line.split()[:2] for line in said.out.splitlines()]
    assert results == [["01_fails", "FAILED"], [ADDS, "ok"]]
    assert "number / 0" in said.err
    assert "division by zero" in said.err
    assert {path: path.read_bytes() for path in notebooks.iterdir()} == sources
    built = sorted(build.iterdir())
    names = [f"{ADDS}.html", f"{ADDS}.ipynb", "words.html"]
    assert [path.name for path in built] == names
    assert outputs(built[1])[0][0].text == "42\n1\n"
    assert "42\n1" in built[0].read_text("utf-8")


def test_what_was_built_before_a_failure_is_gone(notebooks, tmp_path):
    for name in ("01_fails.html", "01_fails.ipynb", "other.html"):
        (tmp_path / name).touch()
    assert execute([notebooks / "01_fails.ipynb"], tmp_path) == 1
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [
        "other.html"
    ]


def test_execute_in_place_stores_the_same_bytes_every_time_and_none_of_a_failure(
    notebooks,
):
    fails, adds = sorted(notebooks.iterdir())
    before = fails.read_bytes()
    assert execute([fails, adds], None) == 1
    assert fails.read_bytes() == before
    stored = adds.read_bytes()
    assert execute([adds], None) == 0
    assert adds.read_bytes() == stored
    assert outputs(adds)[0][0].text == "42\n1\n"
    assert sorted(notebooks.iterdir()) == [fails, adds]


def test_other_tools_where_one_works_are_not_mistaken_for_ours(
    notebooks, tmp_path, monkeypatch
):
    (tmp_path / "tools.py").write_text("raise SystemExit('not this one')\n")
    monkeypatch.chdir(tmp_path)
    assert execute([notebooks / f"{ADDS}.ipynb"], tmp_path / "build") == 0
