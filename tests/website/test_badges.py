"""What is offered on hosted services, written into a copy that has an address."""

import re
import shutil
import subprocess
import sys

import nbformat
import pytest

from tools.places import NOTEBOOKS, ROOT
from website import badges, hosted

GITHUB = "https://github.com/someone/schedules"
STEMS = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
NO_ADDRESS = 'ADDRESS = "…"  # of this project, as in `git clone ADDRESS`'


def with_address(folder, address):
    """Copy what is written to into a folder, and say where the project lies."""
    shutil.copytree(NOTEBOOKS, folder / "notebooks")
    readme = badges.ROW.sub(r"\1", (ROOT / "README.md").read_text("utf-8"))
    (folder / "README.md").write_text(badges.LINE.sub(NO_ADDRESS, readme), "utf-8")
    for path in (folder / "notebooks").glob("*.ipynb"):
        take_back(path)
    project = '[project]\nname = "a"\n'
    if address:
        project += f'[project.urls]\nSource = "{address}"\n'
    (folder / "pyproject.toml").write_text(project)
    return folder


def take_back(path):
    """Leave out of a notebook the cell that the project's own address has put there."""
    notebook = nbformat.read(path, 4)
    kept = [cell for cell in notebook.cells if cell.id != badges.CELL_ID]
    if len(kept) < len(notebook.cells):
        notebook.cells = kept
        nbformat.write(notebook, path)


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def offered(tmp_path_factory):
    """A copy of the collection that lies on GitHub, after the command."""
    folder = with_address(tmp_path_factory.mktemp("offered"), GITHUB)
    badges.main(folder)
    return folder


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The same copy before the command."""
    return with_address(tmp_path_factory.mktemp("plain"), GITHUB)


def test_without_an_address_nothing_is_written(tmp_path, capsys):
    before = contents(with_address(tmp_path, ""))
    badges.main(tmp_path)
    assert contents(tmp_path) == before
    assert capsys.readouterr().out.endswith("nothing is written.\n")


@pytest.mark.parametrize("name", STEMS)
def test_each_notebook_of_the_map_has_a_badge_for_each_service(offered, name):
    readme = (offered / "README.md").read_text("utf-8")
    [row] = re.findall(
        rf"^\| .*\[{name}\]\(notebooks/{name}.ipynb\).* \|$", readme, re.M
    )
    shown = re.findall(r"\[!\[([^\]]*)\]\(([^)]*)\)\]\(([^)]*)\)", row)
    services = hosted.services(GITHUB, f"notebooks/{name}.ipynb")
    assert list(services) == ["Colab", "Binder"]
    assert shown == [
        (
            f"Open {name} in {service}",
            f"website/static/badges/{service.lower()}.svg",
            target,
        )
        for service, target in services.items()
    ]


def test_a_badge_is_a_small_picture_of_our_own_that_asks_no_host():
    for service in ("colab", "binder"):
        picture = (ROOT / badges.BADGES / f"{service}.svg").read_text("utf-8")
        assert len(picture) < 1000
        assert "http" not in picture.replace('"http://www.w3.org/2000/svg"', "")


def test_nothing_else_in_the_readme_changes_but_the_address(offered, plain):
    lines = (offered / "README.md").read_text("utf-8").splitlines()
    before = (plain / "README.md").read_text("utf-8").splitlines()
    changed = [(old, new) for old, new in zip(before, lines, strict=True) if old != new]
    assert len(changed) == len(STEMS) + 1
    assert changed[-1] == (NO_ADDRESS, f'ADDRESS = "{GITHUB}"')


@pytest.mark.parametrize("name", STEMS)
def test_a_notebook_begins_with_the_cell_and_is_otherwise_as_before(
    offered, plain, name
):
    before = nbformat.read(plain / "notebooks" / f"{name}.ipynb", 4)
    after = nbformat.read(offered / "notebooks" / f"{name}.ipynb", 4)
    nbformat.validate(after)
    code = [cell for cell in after.cells if cell.cell_type == "code"]
    assert GITHUB in code[0].source
    assert [cell.execution_count for cell in code] == [*range(1, len(code) + 1)]
    after.cells.remove(code[0])
    for notebook in (before, after):
        for cell in notebook.cells:
            cell.pop("execution_count", None)
            for output in cell.get("outputs", []):
                output.pop("execution_count", None)
    assert after == before


@pytest.mark.slow
def test_the_command_can_be_run_again_and_takes_a_new_address(offered, tmp_path):
    shutil.copytree(offered, tmp_path, dirs_exist_ok=True)
    before = contents(tmp_path)
    badges.main(tmp_path)
    assert contents(tmp_path) == before
    project = (tmp_path / "pyproject.toml").read_text().replace("someone", "another")
    (tmp_path / "pyproject.toml").write_text(project)
    badges.main(tmp_path)
    for path, content in before.items():
        assert path.read_bytes() == content.replace(b"someone/", b"another/")


def test_the_cell_is_as_ruff_wants_it(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    badges.put_first(notebook, badges.CELL.format(address=GITHUB))
    nbformat.write(notebook, tmp_path / "one.ipynb")
    for act in ("check", "format --check"):
        settings = ["--config", str(ROOT / "pyproject.toml")]
        ruff = [sys.executable, "-m", "ruff", *act.split(), *settings]
        command = [*ruff, tmp_path / "one.ipynb"]
        done = subprocess.run(command, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stdout


@pytest.mark.slow
@pytest.mark.xdist_group("site")
def test_the_site_shows_the_badges_and_the_complete_cell(
    offered, run, soup, tmp_path, monkeypatch
):
    pytest.importorskip("sphinx", reason="needs the extra site")
    from website import sources

    for folder in ("classroom", "benchmarks", "helpers", "website/static"):
        shutil.copytree(ROOT / folder, offered / folder)
    for name in ("CONTRIBUTING.md", "LICENSE"):
        shutil.copy(ROOT / name, offered)
    monkeypatch.setattr(sources, "ROOT", offered)
    assembled = sources.assemble(tmp_path / "sources")
    pages = [assembled / page for page in ("index.md", "get.md")]
    pages.append(assembled / "notebooks" / f"{STEMS[0]}.ipynb")
    settings = ["-D", f"html_context.address={GITHUB}", "-c", ROOT / "website"]
    done = run("sphinx", "-q", *settings, assembled, tmp_path / "site", *pages)
    assert done.returncode == 0, done.stderr
    for row in soup(tmp_path / "site" / "index.html").select("#the-map tbody tr"):
        links = row.select("td a")[1:]
        assert [link.img["alt"].split()[-1] for link in links] == ["Colab", "Binder"]
        for link in links:
            assert (tmp_path / "site" / link.img["src"]).is_file()
    cells = soup(tmp_path / "site" / "get.html").select("pre")
    assert any(f'ADDRESS = "{GITHUB}"' in cell.get_text() for cell in cells)
    page = soup(tmp_path / "site" / "notebooks" / f"{STEMS[0]}.html")
    assert GITHUB in page.select_one(".cell_input pre").get_text()
    offers = [link.get_text() for link in page.select(".notebook-actions a")]
    assert {"Open in Colab", "Open in Binder"} < {*offers}
