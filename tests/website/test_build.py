"""The command that builds the site, and what surrounds it."""

import re
import tomllib

import pytest

from tools.places import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


def test_links_to_other_sites_are_listed(site):
    listed = (site / "links-to-other-sites.txt").read_text("utf-8").split()
    assert "https://www.python.org/downloads/" in listed
    assert listed == sorted(set(listed))
    pages = "".join(path.read_text("utf-8") for path in site.rglob("*.html"))
    assert set(re.findall(r'<a\b[^>]*\bhref="(http[^"]*)"', pages)) <= {*listed}


def test_a_folder_with_something_else_in_it_is_left_alone(run, tmp_path):
    pytest.importorskip("sphinx", reason="needs the extra site")
    (tmp_path / "thesis.txt").write_text("the only copy")
    done = run("website.build", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"{tmp_path} holds something that is no site: name another folder.\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_mistake_in_the_command_is_answered_and_writes_nothing(run, tmp_path):
    pytest.importorskip("sphinx", reason="needs the extra site")
    done = run("website.build", "--catalogs", tmp_path / "site")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("unrecognized arguments: --catalogs\n")
    assert not (tmp_path / "site").exists()


def test_the_packages_of_the_site_are_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = (ROOT / "constraints.txt").read_text("utf-8")
    for needed in project["optional-dependencies"]["site"]:
        name = re.match(r"[\w-]+", needed)[0]
        assert f"\n{name}==" in pinned


def test_the_workflow_publishes_what_the_command_writes():
    yaml = pytest.importorskip("yaml")
    jobs = yaml.safe_load((ROOT / ".github/workflows/site.yml").read_text())["jobs"]
    steps = jobs["build"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == ["python run.py site"]
    assert steps[-1]["with"] == {"path": "build/site"}
