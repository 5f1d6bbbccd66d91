"""Where the files of the project can be opened, from its address alone."""

import pytest

from website import hosted

GITHUB = "https://github.com/someone/schedules"
ELSEWHERE = "https://git.example.org/a/b"


def test_the_address_of_the_project_stands_in_one_place():
    project = '[project]\nname = "a"\n'
    assert hosted.address(project) == ""
    there = f'{project}[project.urls]\nSource = "{GITHUB}/"\n'
    assert hosted.address(there) == GITHUB
    assert hosted.services("", "notebooks/00_start.ipynb") == {}


@pytest.mark.parametrize("address", [GITHUB, f"{GITHUB}.git"])
def test_colab_and_binder_open_what_lies_on_github(address):
    assert hosted.services(address, "notebooks/00_start.ipynb") == {
        "Colab": "https://colab.research.google.com/github/someone/schedules/blob/HEAD/"
        "notebooks/00_start.ipynb",
        "Binder": "https://mybinder.org/v2/gh/someone/schedules/HEAD"
        "?labpath=notebooks%2F00_start.ipynb",
    }


def test_binder_alone_opens_what_lies_elsewhere():
    assert hosted.services(ELSEWHERE, "notebooks/00.ipynb") == {
        "Binder": "https://mybinder.org/v2/git/https%3A%2F%2Fgit.example.org%2Fa%2Fb/HEAD"
        "?labpath=notebooks%2F00.ipynb"
    }


@pytest.mark.parametrize("address", [GITHUB, f"{GITHUB}.git"])
def test_a_source_is_shown_by_github(address):
    shown = hosted.source(address, "helpers/bounds.py")
    assert shown == f"{GITHUB}/blob/HEAD/helpers/bounds.py"


@pytest.mark.parametrize("address", [ELSEWHERE, ""])
def test_a_source_that_lies_elsewhere_is_looked_for_at_the_address(address):
    assert hosted.source(address, "helpers/bounds.py") == address


@pytest.mark.parametrize(
    ("repository", "site"),
    [
        ("Someone/schedules", "https://someone.github.io/schedules/"),
        ("someone/someone.github.io", "https://someone.github.io/"),
    ],
)
def test_a_workflow_knows_the_addresses_by_itself(repository, site):
    workflow = {
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_REPOSITORY": repository,
    }
    assert hosted.source_address(workflow) == f"https://github.com/{repository}"
    assert hosted.site_address(workflow) == site
    assert hosted.source_address({}) == hosted.address()
    assert hosted.site_address({}) == ""


def test_the_address_of_the_site_is_said_too():
    there = '[project]\n[project.urls]\nHomepage = "https://example.org/a/"\n'
    assert hosted.address(there, "Homepage") == "https://example.org/a"
